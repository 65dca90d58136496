"""How mails leave, and the address that links in them begin with: read from the environment, or refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from igny8.config.env import ConfigError, Environment

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Django's ``EMAIL_*`` settings, and who mails come from."""

    backend: str
    sender: str
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"


def mail_settings(env: Environment, folder: Path) -> MailSettings:
    """SMTP where ``IGNY8_EMAIL_HOST`` is set, else one file a mail under ``<data dir>/mail``."""
    sender = _sender(env)
    host = env.text("IGNY8_EMAIL_HOST")
    if not host:
        return MailSettings(
            "django.core.mail.backends.filebased.EmailBackend",
            sender or "igny8@localhost",
            str(folder / "mail"),
        )
    if not _HOST.fullmatch(host):
        raise ConfigError(f"IGNY8_EMAIL_HOST must be the name of a mail server, not {host!r}.")
    if not sender:
        raise ConfigError("IGNY8_EMAIL_FROM must be set where IGNY8_EMAIL_HOST is.")
    return _smtp(env, host, sender)


def _smtp(env: Environment, host: str, sender: str) -> MailSettings:
    security = env.choice("IGNY8_EMAIL_SECURITY", "starttls", tuple(_PORTS))
    user, password = env.text("IGNY8_EMAIL_USER"), env.text("IGNY8_EMAIL_PASSWORD")
    if bool(user) != bool(password):
        missing = "IGNY8_EMAIL_PASSWORD" if user else "IGNY8_EMAIL_USER"
        raise ConfigError(f"{missing} must be set: a user and a password go together.")
    return MailSettings(
        "django.core.mail.backends.smtp.EmailBackend",
        sender,
        host=host,
        port=env.integer("IGNY8_EMAIL_PORT", _PORTS[security], low=1, high=65535),
        user=user,
        password=password,
        security=security,
    )


def _sender(env: Environment) -> str:
    text = env.text("IGNY8_EMAIL_FROM")
    if text and not _ADDRESS.fullmatch(parseaddr(text)[1]):
        raise ConfigError(f"IGNY8_EMAIL_FROM must be an e-mail address, not {text!r}.")
    return text


def public_url(env: Environment, default: str) -> str:
    """``IGNY8_PUBLIC_URL``, the address under which people reach the system, without a slash at the end."""
    text = env.text("IGNY8_PUBLIC_URL", default).rstrip("/")
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.path or parts.query or parts.fragment or parts.username:
        raise ConfigError(
            f"IGNY8_PUBLIC_URL must be an address such as https://igny8.example.com, not {text!r}."
        )
    return text


def likely_url(hosts: list[str]) -> str:
    """The address behind a TLS proxy, as far as the first of ``IGNY8_ALLOWED_HOSTS`` tells it."""
    host = next((host.lstrip(".") for host in hosts if host.strip(".*")), "localhost")
    return f"https://{host}"
