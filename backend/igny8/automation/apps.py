from django.apps import AppConfig
from django.conf import settings


class AutomationConfig(AppConfig):
    name = "igny8.automation"
    label = "automation"

    def ready(self) -> None:
        """Register every action, trigger and event, so that every process knows the same ones."""
        from igny8.automation import receivers  # noqa: F401 - connects itself
        from igny8.automation.actions import load_actions, load_extra_actions
        from igny8.automation.triggers import load_triggers
        from igny8.automation.triggers.catalog import load_events

        load_actions()
        load_extra_actions(settings.IGNY8_EXTRA_ACTIONS)
        load_events()
        load_triggers()
