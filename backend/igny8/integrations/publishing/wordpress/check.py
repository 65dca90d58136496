"""The connection test: five checks, each with a hint. Changes nothing at the site."""

from __future__ import annotations

from igny8.core.errors import PublishingError
from igny8.integrations.publishing.port import CHECK_NAMES, Check, ConnectionReport
from igny8.integrations.publishing.wordpress.address import ApiRoot
from igny8.integrations.publishing.wordpress.api import WordPressApi
from igny8.integrations.publishing.wordpress.models import RemoteUser
from igny8.integrations.publishing.wordpress.refusals import (
    FIREWALL_HINT,
    PASSWORDS_OFF_HINT,
    ROLE_HINT,
    STRIPPED_HEADER_HINT,
    Refusal,
)

PLUGIN_HINT = (
    "Install the IGNY8 companion plug-in (folder igny8-companion, into wp-content/plugins, and activate it) "
    "to set SEO titles, descriptions and structured data. Publishing works without it."
)


def connection_report(api: WordPressApi) -> ConnectionReport:
    """Run the checks; what depends on a failed one is reported as not tried."""
    try:
        root = api.root()
    except PublishingError as error:
        return _report([Check("reachable", False, "The site's REST API was not reached.", error.message)])
    name = f" ({root.index.name})" if root.index.name else ""
    checks = [Check("reachable", True, f"WordPress answers at {root.base}{name}.")]
    try:
        user = api.get("wp/v2/users/me", RemoteUser, {"context": "edit"})
    except PublishingError as error:
        return _report([*checks, _not_authenticated(error, root)])
    roles = ", ".join(user.roles) or "no role"
    checks.append(Check("authenticated", True, f"Signed in as {user.name} ({roles}).", _plain_http(root)))
    return _report([*checks, _may_publish(user), _may_upload(user), _plugin(api)])


def _not_authenticated(error: PublishingError, root: ApiRoot) -> Check:
    hint = error.message
    if isinstance(error, Refusal):
        hint = _refusal_hint(error, root)
    return Check("authenticated", False, "The user name and application password were not accepted.", hint)


def _refusal_hint(error: Refusal, root: ApiRoot) -> str:
    if not error.remote_code:
        return error.message if FIREWALL_HINT in error.message else f"{error.message} {FIREWALL_HINT}"
    if root.index.namespaces and not root.passwords_offered:
        return PASSWORDS_OFF_HINT
    if error.status_code == 401:
        return STRIPPED_HEADER_HINT
    return error.message


def _may_publish(user: RemoteUser) -> Check:
    if not user.capabilities.get("publish_posts"):
        return Check("may_publish", False, "The user may not publish posts.", ROLE_HINT)
    limits = [
        sentence
        for capability, sentence in (
            ("manage_categories", "New categories cannot be made with this role."),
            ("publish_pages", "Pages cannot be published with this role."),
        )
        if not user.capabilities.get(capability)
    ]
    hint = f"{' '.join(limits)} Give the role Editor for that." if limits else ""
    return Check("may_publish", True, "The user may publish posts.", hint)


def _may_upload(user: RemoteUser) -> Check:
    if user.capabilities.get("upload_files"):
        return Check("may_upload", True, "The user may upload pictures.")
    return Check("may_upload", False, "The user may not upload pictures.", ROLE_HINT)


def _plugin(api: WordPressApi) -> Check:
    try:
        plugin = api.plugin()
    except PublishingError as error:
        return Check("meta_plugin", False, "The companion plug-in did not answer.", error.message)
    if plugin is None:
        return Check("meta_plugin", False, "The companion plug-in is not active.", PLUGIN_HINT)
    beside = f", beside {plugin.seo_plugin}" if plugin.seo_plugin else ""
    return Check("meta_plugin", True, f"The companion plug-in {plugin.version} is active{beside}.")


def _plain_http(root: ApiRoot) -> str:
    if root.base.startswith("https://"):
        return ""
    return "The connection is not encrypted: use the https address if the site has one."


def _report(checks: list[Check]) -> ConnectionReport:
    tried = {check.name for check in checks}
    failed = checks[-1].name
    rest = [
        Check(name, False, "Not tried.", f"Mend “{failed}” first.")
        for name in CHECK_NAMES
        if name not in tried
    ]
    return ConnectionReport((*checks, *rest))
