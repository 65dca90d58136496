from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "igny8.tenants"
    label = "tenants"
