from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "igny8.content"
    label = "content"
