"""WordPress's refusals in words that say what to do."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx
from pydantic import ValidationError

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.wordpress.models import RemoteError

STRIPPED_HEADER_HINT = (
    "Check the user name and the application password (Users → Profile → Application Passwords; not the "
    "login password). If both are right, the web server strips the Authorization header: add to .htaccess, "
    "directly after 'RewriteEngine On': RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}] "
    "(with nginx and FastCGI: fastcgi_param HTTP_AUTHORIZATION $http_authorization;)."
)
FIREWALL_HINT = (
    "A security plug-in, firewall or the hosting company blocks the REST API. Allow requests to /wp-json/ "
    "from this server, for example in the firewall's allow-list."
)
PASSWORDS_OFF_HINT = (
    "Application passwords are switched off on this site. WordPress offers them only over https (or where "
    "WP_ENVIRONMENT_TYPE is 'local'), and security plug-ins can switch them off: use the https address, or "
    "allow them there."
)
ROLE_HINT = "Give the user the role Editor (Author suffices for own posts without new categories)."

_ADVICE = {
    "rest_not_logged_in": STRIPPED_HEADER_HINT,
    "rest_cannot_create": f"The user may not create this, or was not recognised. {ROLE_HINT}",
    "rest_cannot_edit": f"The post belongs to someone else, or the role is too low. {ROLE_HINT}",
    "rest_cannot_publish": f"The user may write but not publish. {ROLE_HINT}",
    "rest_cannot_assign_term": f"The user may not use this category or tag. {ROLE_HINT}",
    "rest_cannot_edit_others": f"The user may not write for other authors. {ROLE_HINT}",
    "rest_forbidden_context": f"The user may not edit. {ROLE_HINT}",
    "rest_forbidden_status": f"The user may not see drafts. {ROLE_HINT}",
    "rest_cannot_delete": "Remove the superfluous draft in WordPress by hand.",
    "rest_no_route": "Update WordPress to 5.6 or newer, or allow this part of the REST API.",
    "incorrect_password": STRIPPED_HEADER_HINT,
    "invalid_username": STRIPPED_HEADER_HINT,
    "application_passwords_disabled": PASSWORDS_OFF_HINT,
}


class Refusal(PublishingError):
    """An error answer of WordPress, with what a caller may need to act on it.

    :ivar status_code: the HTTP status.
    :ivar remote_code: WordPress's own code; empty where the answer was not WordPress's.
    :ivar data: WordPress's ``data``.
    """

    def __init__(self, message: str, *, status_code: int, remote_code: str, data: dict[str, Any]) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.remote_code = remote_code
        self.data = data

    @property
    def gone(self) -> bool:
        """Whether the object does not exist (any more)."""
        return self.remote_code in {"rest_post_invalid_id", "rest_invalid_id"} or self.status_code == 410


class Outage(PublishingUnavailable):
    """No answer, or one that says try later. The request may have been carried out all the same.

    :ivar upload_id: the media item that was stored before the server gave up, where it said so.
    """

    def __init__(
        self, message: str, *, upload_id: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, retry_after=retry_after)
        self.upload_id = upload_id


def remote_error(response: httpx.Response) -> RemoteError | None:
    """:return: WordPress's error body, or None where something else answered."""
    try:
        return RemoteError.model_validate_json(response.content)
    except ValidationError:
        return None


def refusal(response: httpx.Response) -> Refusal:
    """An answer of 3xx or 4xx (or a final 5xx) as an error for a person."""
    error = remote_error(response)
    return Refusal(
        _message(response, error),
        status_code=response.status_code,
        remote_code=error.code if error else "",
        data=error.data if error else {},
    )


def _message(response: httpx.Response, error: RemoteError | None) -> str:
    if response.is_redirect:
        aim = response.headers.get("Location", "another address")
        return f"WordPress redirects the REST API to {_short(aim)}: enter that address in the connection."
    if error is None:
        return _foreign(response)
    said = _short(_plain(error.message)) or error.code
    advice = _ADVICE.get(error.code) or _parameter_advice(error)
    return f"WordPress refused: {said} ({error.code}). {advice}".strip()


def _foreign(response: httpx.Response) -> str:
    status = response.status_code
    if status in (401, 403, 406, 418):
        return f"The site answered {status} with a web page, not with WordPress's own error. {FIREWALL_HINT}"
    if status == 413:
        return (
            "The web server takes no request of this size (413): raise client_max_body_size or post_max_size."
        )
    if status == 404:
        return "There is no WordPress REST API at this address (404): check the address of the connection."
    return f"The site answered {status} without an explanation."


def _parameter_advice(error: RemoteError) -> str:
    params = error.data.get("params")
    if not isinstance(params, dict):
        return ""
    if "rest_forbidden_status" in str(error.data.get("details")):
        # What an anonymous call gets for asking for drafts: most likely the password was not accepted.
        return f"The user was not recognised, or may not see drafts. {STRIPPED_HEADER_HINT}"
    return "Wrong: " + "; ".join(f"{name}: {_short(_plain(str(text)))}" for name, text in params.items())


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:299] + "…"
