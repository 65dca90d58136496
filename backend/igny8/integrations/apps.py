from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "igny8.integrations"
    label = "integrations"
