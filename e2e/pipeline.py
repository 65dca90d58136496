"""The whole pipeline for one fresh account: site, keywords, a place to publish to, and the rule."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import httpx

from api import Api, Json
from system import ROOT, Account

if TYPE_CHECKING:
    from wordpress.wordpress import RealWordPress


def _of_item(node_id: str, action: str) -> Json:
    """An action on the article of this turn of a loop."""
    return {"id": node_id, "type": action, "params": {"content_ids": ["{{ item }}"]}}


RULE: Json = json.loads((ROOT / "demo" / "rule.json").read_text())
KEYWORDS = """keyword,volume
espresso machine,9900
best espresso machine,5400
espresso machine for home,3600
espresso machine reviews,1900
small espresso machine,1300
sourdough bread recipe,8100
easy sourdough bread recipe,4400
sourdough bread recipe for beginners,2900
quick sourdough bread recipe,1000
simple sourdough bread recipe,880
"""
ARTICLES = 2
LOOP_ACTIONS: list[Json] = [
    {"id": "cluster", "type": "cluster_keywords", "params": {}},
    {"id": "ideas", "type": "generate_ideas", "params": {"limit": ARTICLES}},
    {"id": "write", "type": "generate_content", "params": {"limit": ARTICLES}},
    {
        "id": "each",
        "type": "for_each",
        "items": "{{ steps.write.content_ids }}",
        "concurrency": ARTICLES,
        "actions": [
            {
                "id": "both",
                "type": "parallel",
                "branches": [
                    {"actions": [_of_item("images", "generate_images")]},
                    {
                        "actions": [
                            {"id": "pause", "type": "wait", "params": {"seconds": 1}},
                            _of_item("optimize", "optimize_content"),
                        ]
                    },
                ],
            },
            {"id": "ask", "type": "approval", "params": {"message": "Publish {{ item }}?"}},
            _of_item("publish", "publish_to_wordpress"),
        ],
    },
]
"""The demo rule with every article in a lane of its own, its picture and its improvement beside each other,
and a person who decides."""
LOOPBACK = "127.0.0.1/32"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A rule that is ready to run."""

    account: Account
    site: str
    rule: str
    connection: str
    credits: int

    @property
    def api(self) -> Api:
        """The account's client."""
        return self.account.api

    def mine(self, kind: str) -> list[Json]:
        """What the site has of a kind, such as ``content`` or ``ideas``."""
        return self.api.every(f"/{kind}/", site=self.site)

    def check_balance(self, spent: int) -> None:
        """The account paid exactly that much since this pipeline was made, and nothing is held back."""
        balance = self.api.get("/credits/balance/")
        assert balance == {"available": self.credits - spent, "reserved": 0}


def provider_env(base_url: str, **more: str) -> dict[str, str]:
    """The environment that sends text and images to an OpenAI-compatible server."""
    env = {"IGNY8_OUTGOING_ALLOW": LOOPBACK}
    for kind in ("TEXT", "IMAGE"):
        env |= {
            f"IGNY8_AI_{kind}_PROVIDER": "openai",
            f"IGNY8_AI_{kind}_BASE_URL": base_url,
            f"IGNY8_AI_{kind}_API_KEY": "test-key-that-must-never-show",
            f"IGNY8_AI_{kind}_MODEL": "test-model",
        }
    return env | more


def make_site(account: Account, **values: Any) -> str:
    """A site whose ideas are approved by themselves."""
    name = f"Kitchen Notes {secrets.token_hex(4)}"
    body = {"name": name, "url": "https://kitchen.example", "auto_approve_ideas": True} | values
    return str(account.api.post("/sites/", body)["id"])


def add_keywords(api: Api, site: str, text: str = KEYWORDS) -> None:
    """Import keywords into a sector, whose name becomes the articles' category."""
    sector = api.post("/sectors/", {"site": site, "name": "Kitchen & Home"})["id"]
    response = api.upload("keywords.csv", text.encode(), site, sector=sector)
    assert response.status_code == 200, response.text
    assert response.json()["data"]["created"] == len(text.splitlines()) - 1


def make_rule(api: Api, site: str, *, articles: int = ARTICLES, **values: Any) -> str:
    """The demo rule with fewer articles."""
    actions = [dict(node) for node in RULE["actions"]]
    for node in actions[1:3]:
        node["params"] = {**node["params"], "limit": articles}
    return str(api.post("/automation/rules/", {**RULE, "actions": actions, "site": site, **values})["id"])


def connect_wordpress(api: Api, site: str, wordpress: RealWordPress, *, secret: str = "") -> str:
    """A connection to the real WordPress as an editor."""
    user = wordpress.user("editor")
    body = {
        "site": site,
        "kind": "wordpress",
        "name": "WordPress",
        "url": wordpress.url,
        "username": user.login,
        "secret": secret or user.password,
        "is_default": True,
    }
    return str(api.post("/connections/", body)["id"])


def connect_preview(api: Api, site: str) -> str:
    """A connection to the built-in preview."""
    body = {"site": site, "kind": "preview", "name": "Preview", "is_default": True}
    return str(api.post("/connections/", body)["id"])


def make_pipeline(account: Account, wordpress: RealWordPress | None = None, **values: Any) -> Pipeline:
    """A fresh site with everything that a run needs; publishes to the preview without a WordPress.

    :param values: what is different in the rule, such as its ``actions``.
    """
    site = make_site(account)
    add_keywords(account.api, site)
    connection = (
        connect_wordpress(account.api, site, wordpress) if wordpress else connect_preview(account.api, site)
    )
    return pipeline_of(account, site, connection, **values)


def pipeline_of(account: Account, site: str, connection: str = "", **values: Any) -> Pipeline:
    """The rule for a site that is there already."""
    credits = account.api.get("/credits/balance/")["available"]
    return Pipeline(account, site, make_rule(account.api, site, **values), connection, credits)


class WordPressApi:
    """WordPress's own API, asked as the administrator with ``context=edit``."""

    def __init__(self, wordpress: RealWordPress) -> None:
        user = wordpress.user("administrator")
        self._http = httpx.Client(
            base_url=f"{wordpress.url}/wp-json/wp/v2",
            auth=(user.login, user.password),
            timeout=30,
            trust_env=False,
        )

    def list(self, route: str, **params: Any) -> list[Json]:
        """All objects of a kind."""
        response = self._http.get(route, params={"context": "edit", "per_page": 100, **params})
        assert response.status_code == 200, response.text
        return list(response.json())

    def posts(self) -> list[Json]:
        """All posts but those in the trash, lowest id first."""
        return self.list("/posts", status="any", orderby="id", order="asc")

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


def words_of(html: str) -> list[str]:
    """The words that a reader sees; block comments and tags left out."""
    text = re.sub(r"<!--.*?-->", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text)).split()
