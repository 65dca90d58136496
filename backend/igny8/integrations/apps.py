from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "igny8.integrations"
    label = "integrations"

    def ready(self) -> None:
        """Clean up after sites that are deleted."""
        from igny8.integrations import receivers  # noqa: F401 - connects itself
