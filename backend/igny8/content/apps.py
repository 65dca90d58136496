from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "igny8.content"
    label = "content"

    def ready(self) -> None:
        """Clean up after sites that are deleted."""
        from igny8.content import receivers  # noqa: F401 - connects itself
