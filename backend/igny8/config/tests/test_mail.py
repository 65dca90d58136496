"""Mail and the public address: read from the environment, or refused by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from igny8.config.env import ConfigError, Environment
from igny8.config.mail import likely_url, mail_settings, public_url

SMTP = {"IGNY8_EMAIL_HOST": "smtp.example.com", "IGNY8_EMAIL_FROM": "IGNY8 <igny8@example.com>"}


def test_without_a_server_mails_are_files_in_the_data_directory(tmp_path: Path) -> None:
    found = mail_settings(Environment({}), tmp_path)
    assert found.backend.endswith("filebased.EmailBackend") and found.folder == str(tmp_path / "mail")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_security(security: str, port: int, tmp_path: Path) -> None:
    found = mail_settings(Environment({**SMTP, "IGNY8_EMAIL_SECURITY": security}), tmp_path)
    assert (found.host, found.port, found.security) == ("smtp.example.com", port, security)
    assert found.sender == "IGNY8 <igny8@example.com>"


def test_a_password_is_in_no_repr(tmp_path: Path) -> None:
    env = Environment({**SMTP, "IGNY8_EMAIL_USER": "u", "IGNY8_EMAIL_PASSWORD": "hidden"})
    found = mail_settings(env, tmp_path)
    assert found.password == "hidden" and "hidden" not in repr(found)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"IGNY8_EMAIL_HOST": "https://smtp.example.com"}, "IGNY8_EMAIL_HOST"),
        ({"IGNY8_EMAIL_FROM": ""}, "IGNY8_EMAIL_FROM"),
        ({"IGNY8_EMAIL_FROM": "nobody"}, "IGNY8_EMAIL_FROM"),
        ({"IGNY8_EMAIL_SECURITY": "ssl"}, "IGNY8_EMAIL_SECURITY"),
        ({"IGNY8_EMAIL_PORT": "0"}, "IGNY8_EMAIL_PORT"),
        ({"IGNY8_EMAIL_USER": "u"}, "IGNY8_EMAIL_PASSWORD"),
        ({"IGNY8_EMAIL_PASSWORD": "p"}, "IGNY8_EMAIL_USER"),
    ],
)
def test_a_wrong_value_names_its_variable(values: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=named):
        mail_settings(Environment({**SMTP, **values}), tmp_path)


def test_the_public_address_has_no_slash_at_its_end() -> None:
    env = Environment({"IGNY8_PUBLIC_URL": "https://igny8.example.com/"})
    assert public_url(env, "") == "https://igny8.example.com"
    assert public_url(Environment({}), "http://127.0.0.1:8000") == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "text", ["igny8.example.com", "ftp://x", "https://x/path", "https://u:p@x", "http://[x"]
)
def test_a_wrong_public_address_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="IGNY8_PUBLIC_URL"):
        public_url(Environment({"IGNY8_PUBLIC_URL": text}), "")


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["igny8.example.com", "localhost"], "https://igny8.example.com"),
        ([".example.com"], "https://example.com"),
        (["*"], "https://localhost"),
    ],
)
def test_behind_a_proxy_the_first_host_is_the_likely_address(hosts: list[str], expected: str) -> None:
    assert likely_url(hosts) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "https://igny8.example.com ['igny8.example.com'] []"),
        (
            {"IGNY8_PUBLIC_URL": "https://app.example.com:8443"},
            "https://app.example.com:8443 ['igny8.example.com', 'app.example.com'] ['https://app.example.com:8443']",
        ),
    ],
)
def test_pain_09_production_links_lead_to_a_host_that_is_answered(
    given: dict[str, str], expected: str, tmp_path: Path
) -> None:
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("IGNY8_")},
        "IGNY8_DATA_DIR": str(tmp_path),
        "IGNY8_SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgresql://u:p@h/n",
        "CELERY_BROKER_URL": "redis://h/0",
        "IGNY8_ALLOWED_HOSTS": "igny8.example.com",
        "DJANGO_SETTINGS_MODULE": "igny8.config.settings.production",
        **given,
    }
    code = (
        "from django.conf import settings as s\n"
        "print(s.IGNY8_PUBLIC_URL, s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == expected, done.stderr
