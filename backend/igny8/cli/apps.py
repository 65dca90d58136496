from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "igny8.cli"
    label = "cli"
