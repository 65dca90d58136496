from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "igny8.notifications"
    label = "notifications"
