"""What the local server answers: found by the data fence of a prompt and the fields of its JSON schema.

Everything is deterministic: the same request gives the same answer.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_FENCE = re.compile(r"<<<IGNY8-DATA\n(.*?)\nIGNY8-DATA>>>", re.DOTALL)
# Per language: openings and endings that combine to many different sentences; ``{k}`` is the keyphrase.
_SENTENCES: dict[str, tuple[list[str], list[str]]] = json.loads(
    Path(__file__).with_name("openai_sentences.json").read_text(encoding="utf-8")
)


def wanted_schema(body: Json) -> tuple[Json | None, str]:
    """The JSON schema an answer must fit and the tool to call, if any; looks into the prompt's text last."""
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        return form["json_schema"]["schema"], ""
    for tool in body.get("tools") or []:
        function = tool["function"]
        return function.get("parameters") or {"type": "object"}, function["name"]
    system = "\n".join(_plain(m) for m in body.get("messages", []) if m["role"] in {"system", "developer"})
    for start in (match.start() for match in re.finditer(r'\{"', system)):
        try:
            found, _ = json.JSONDecoder().raw_decode(system[start:])
        except ValueError:
            continue
        if "properties" in found:
            return found, ""
    return None, ""


def fenced(body: Json) -> Json:
    """The data of the first fence in the user's messages; empty where there is none."""
    for message in body.get("messages", []):
        found = _FENCE.search(_plain(message)) if message["role"] == "user" else None
        if found:
            data: Json = json.loads(found[1])
            return data
    return {}


def answer_json(body: Json, schema: Json) -> Json:
    """An answer that fits ``schema``: a sensible one for known prompts, else one made from the schema."""
    fields = set(schema.get("properties") or {})
    data = fenced(body)
    for known, make in _KNOWN.items():
        if known in fields and data:
            return make(data)
    made: Json = _from_schema(schema, schema.get("$defs") or {})
    return made


def answer_text(body: Json) -> str:
    """A Markdown text for the prompt's data, in its language and of the wanted length."""
    data = fenced(body)
    if "text_so_far" in data:
        return _continuation(data)
    if "findings" in data or ("text" in data and "format" in data):
        return _revised(data)
    if "brief" in data:
        return _article(data["brief"])
    if "page" in data:
        return _page(data)
    return "Hello, this is a deterministic answer."


def embedding(text: str, size: int) -> list[float]:
    """A unit vector from letter trigrams: like texts get like vectors."""
    vector = [0.0] * size
    padded = f"  {text.lower()}  "
    for start in range(len(padded) - 2):
        digest = hashlib.sha256(padded[start : start + 3].encode()).digest()
        vector[int.from_bytes(digest[:4], "big") % size] += 1.0
    norm = math.sqrt(sum(x * x for x in vector)) or 1.0
    return [x / norm for x in vector]


def png(width: int, height: int, seed: str) -> bytes:
    """A PNG in one colour that ``seed`` decides."""
    row = b"\x00" + hashlib.sha256(seed.encode()).digest()[:3] * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(row * height, 6)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _plain(message: Json) -> str:
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content)


def _sentences(keyphrase: str, language: str, offset: int = 0) -> Iterator[str]:
    """Endless different sentences; every eleventh or so holds the keyphrase."""
    openings, endings = _SENTENCES.get(language.split("-", maxsplit=1)[0], _SENTENCES["en"])
    for number in count(offset):
        opening = openings[number % len(openings)]
        ending = endings[(number + number // len(openings)) % len(endings)]
        turn = number // (len(openings) * len(endings))
        yield f"{opening} {ending.replace('{k}', keyphrase)}{f' ({turn + 1})' if turn else ''}."


def _paragraphs(words: int, sentences: Iterator[str]) -> str:
    """At least ``words`` words, one sentence more at most, in paragraphs of five sentences."""
    chosen: list[str] = []
    while sum(len(sentence.split()) for sentence in chosen) < words:
        chosen.append(next(sentences))
    return "\n\n".join(" ".join(chosen[start : start + 5]) for start in range(0, len(chosen), 5))


def _article(brief: Json) -> str:
    key, language = brief["target_keyphrase"], brief["language"]
    goal = (brief["word_count_min"] + brief["word_count_max"]) // 2
    sections = brief["outline"]
    sentences = _sentences(key, language)
    rest = goal - 12 * len(sections) - 30 * len(brief.get("faq", []))
    share = max(20, rest // (len(sections) + 1))
    parts = [f"{key[:1].upper()}{key[1:]}: {_paragraphs(share, sentences)}"]
    links = {link["section"]: link for link in brief.get("internal_links", [])}
    for section in sections:
        parts.append(f"{'#' * section['level']} {section['heading']}\n\n{_paragraphs(share, sentences)}")
        if link := links.get(section["heading"]):
            parts.append(f"[{link['anchor']}]({link['url']})")
    faq = brief.get("faq", [])
    parts += [f"### {item['question']}\n\n{next(sentences)} {next(sentences)}" for item in faq]
    return "\n\n".join(parts)


def _continuation(data: Json) -> str:
    brief = data["brief"]
    sentences = _sentences(brief["target_keyphrase"], brief["language"], offset=37)
    opening = "" if data.get("cut_off") else f"## {brief['h1']}\n\n"
    return opening + _paragraphs(max(100, data["words_missing"]), sentences)


def _revised(data: Json) -> str:
    """The same text with the keyphrase in the first paragraph; nothing else changes."""
    text, key = str(data["text"]), str(data["keyphrase"])
    if key.lower() in text[:400].lower():
        return text
    if data.get("format") == "html":
        return re.sub(r"<p>", f"<p>{key}: ", text, count=1)
    return f"{key}: {text}"


def _page(data: Json) -> str:
    page = data["page"]
    key = page.get("target_keyphrase") or page["title"]
    sentences = _sentences(key, data.get("language", "en"))
    half = (data.get("word_count_min", 300) + data.get("word_count_max", 700)) // 4
    links = "\n".join(f"- [{link['title']}]({link['url']})" for link in data.get("links", []))
    first, second = _paragraphs(half, sentences), _paragraphs(half, sentences)
    return f"{key}: {first}\n\n## {page['title']}\n\n{second}\n\n{links}"


def _ideas(data: Json) -> Json:
    cluster = data["cluster"]
    head = cluster["head_keyword"]
    texts = [keyword["text"] for keyword in cluster.get("keywords", []) if keyword["text"] != head]
    targets = [head, *texts][: data.get("count", 3)]
    return {"ideas": [_idea(target, texts, cluster.get("intent", "informational")) for target in targets]}


def _idea(target: str, texts: list[str], intent: str) -> Json:
    return {
        "title": f"{target[:1].upper()}{target[1:]}: the practical guide"[:60],
        "angle": f"Explains {target} from real use.",
        "intent": intent,
        "content_type": "guide",
        "target_keyphrase": target,
        "supporting_keywords": [text for text in texts if text != target][:8],
    }


def _brief(data: Json) -> Json:
    idea = data["idea"]
    key = idea["target_keyphrase"]
    headings = [f"{key}: the basics", "What you need", f"{key} step by step", "Common mistakes", "Next steps"]
    outline = [
        {"level": 2, "heading": heading, "notes": f"Explain: {heading}.", "keywords": []}
        for heading in headings
    ]
    links = [
        {"anchor": link["title"], "url": link["url"], "section": headings[1]}
        for link in data.get("links", [])[:2]
    ]
    return {
        "h1": idea["title"],
        "title_variants": [f"{key} explained", f"All about {key}"],
        "meta_title": f"{key}: the practical guide"[:60],
        "meta_description": f"{key}: {_DESCRIPTION}"[:156],
        "target_keyphrase": key,
        "supporting_keywords": idea.get("supporting_keywords", []),
        "intent": idea["intent"],
        "content_type": idea["content_type"],
        "audience": "people in a hurry",
        "outline": outline,
        "faq": [{"question": f"What is {key}?", "guidance": "Answer in two sentences."}],
        "internal_links": links,
        "schema_type": "Article",
        "entities": [key],
        "questions": [f"What is {key}?"],
        "tone": data.get("tone") or "friendly",
        "out_of_scope": ["history"],
        "word_count_min": data.get("word_count_min", 800),
        "word_count_max": data.get("word_count_max", 1200),
        "call_to_action": "Try it now",
        "language": data.get("language", "en"),
    }


_DESCRIPTION = (
    "a clear guide with steps, criteria and answers to the questions that come up most often, so that you "
    "get a good result at the first try and know what to check."
)


def _metadata(data: Json) -> Json:
    key = data["keyphrase"]
    slug = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-") or "page"
    return {
        "meta_title": f"{key}: the practical guide"[:60],
        "meta_description": f"{key}: {_DESCRIPTION}"[:156],
        "slug": slug,
        "excerpt": f"{key}: a clear guide with steps and criteria.",
    }


def _image(data: Json) -> Json:
    return {
        "prompt": f"A calm scene about {data['keyphrase']}",
        "alt_text": f"Picture: {data['title']}"[:125],
    }


def _structure(data: Json) -> Json:
    pages = [{"slug": "", "title": "Home", "kind": "home", "purpose": "Leads to all topics."}]
    pages.append({"slug": "topics", "title": "Topics", "kind": "hub", "purpose": "Gathers all articles."})
    for number, cluster in enumerate(data.get("clusters", [])[: data.get("max_pages", 40) - 4], start=1):
        pages.append({
            "slug": f"article-{number}",
            "title": cluster["name"],
            "kind": "article",
            "parent_slug": "topics",
            "purpose": f"Answers {cluster['name']}.",
            "cluster": cluster["name"],
            "target_keyphrase": cluster["head_keyword"],
        })  # fmt: skip
    pages.append({"slug": "about", "title": "About", "kind": "about", "purpose": "Says who we are."})
    pages.append({"slug": "privacy", "title": "Privacy", "kind": "legal", "purpose": "Informs about data."})
    return {
        "pages": [{"parent_slug": "", "cluster": "", "target_keyphrase": "", "links": []} | p for p in pages]
    }


def _cluster_name(data: Json) -> Json:
    return {"name": data["keywords"][0]["text"].title()}


# A field that only one of the known schemas has → how to answer that schema.
_KNOWN: dict[str, Callable[[Json], Json]] = {
    "ideas": _ideas,
    "outline": _brief,
    "excerpt": _metadata,
    "alt_text": _image,
    "pages": _structure,
    "name": _cluster_name,
}


def _from_schema(schema: Json, defs: Json) -> Any:
    """The smallest value that fits a JSON schema."""
    if "$ref" in schema:
        return _from_schema(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _from_schema(schema[key][0], defs)
    if "enum" in schema or "const" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    return _of_type(schema, defs)


def _of_type(schema: Json, defs: Json) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: _from_schema(sub, defs) for name, sub in (schema.get("properties") or {}).items()}
    if kind == "array":
        return [_from_schema(schema.get("items") or {}, defs)] * schema.get("minItems", 1)
    least = schema.get("minimum", 1)
    plain = {
        "string": "text".ljust(schema.get("minLength", 0), "."),
        "integer": least,
        "number": float(least),
    }
    return plain.get(kind, True if kind == "boolean" else None)
