"""SEO meta: which meta keys carry it at this site, and what came through."""

from __future__ import annotations

from igny8.integrations.publishing.port import SeoMeta
from igny8.integrations.publishing.wordpress.lookup import KEY_META
from igny8.integrations.publishing.wordpress.models import PluginInfo, RemotePost

NO_PLUGIN = (
    "The SEO title, description and structured data were not set: WordPress takes them only with the IGNY8 "
    "companion plug-in (see the connection test)."
)
# title, description, keyphrase of the SEO plug-ins; All in One SEO is served by filters of the companion.
_SEO_PLUGIN_KEYS: dict[str, tuple[str, str, str]] = {
    "yoast": ("_yoast_wpseo_title", "_yoast_wpseo_metadesc", "_yoast_wpseo_focuskw"),
    "rank_math": ("rank_math_title", "rank_math_description", "rank_math_focus_keyword"),
    "seopress": ("_seopress_titles_title", "_seopress_titles_desc", "_seopress_analysis_target_kw"),
}


def meta_fields(meta: SeoMeta, digest: str, plugin: PluginInfo | None) -> dict[str, str]:
    """:return: the meta to send; empty without the companion plug-in, as WordPress would drop it."""
    if plugin is None:
        return {}
    texts = (meta.title, meta.description, meta.keyphrase)
    own = dict(zip(("_igny8_title", "_igny8_description", "_igny8_keyphrase"), texts, strict=True))
    theirs = dict(zip(_SEO_PLUGIN_KEYS.get(plugin.seo_plugin, ()), texts, strict=False))
    return {KEY_META: digest, **own, "_igny8_json_ld": meta.json_ld, **theirs}


def meta_warnings(meta: SeoMeta, sent: dict[str, str], echo: RemotePost) -> list[str]:
    """Compare the echo: meta that is not registered is dropped with a friendly status."""
    if not sent:
        return [NO_PLUGIN] if meta != SeoMeta() else []
    lost = sorted(name for name, value in sent.items() if echo.meta.get(name, "") != value)
    if not lost:
        return []
    return [f"WordPress did not keep this SEO meta: {', '.join(lost)}. Update the IGNY8 companion plug-in."]
