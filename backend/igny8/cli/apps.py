from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "igny8.cli"
    label = "cli"

    def ready(self) -> None:
        """Make the queue: every process that loads the apps sends its messages the same way."""
        from igny8.config import celery  # noqa: F401 - makes itself the current one
