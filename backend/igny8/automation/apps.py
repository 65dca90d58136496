from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "igny8.automation"
    label = "automation"

    def ready(self) -> None:
        """Register every action, so that every process knows the same ones."""
        from igny8.automation.actions import load_actions

        load_actions()
