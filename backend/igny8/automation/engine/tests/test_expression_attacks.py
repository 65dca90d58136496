"""Attacks on whatever a rule's author may type: payloads in the style of those published against n8n, Jinja,
Twig, Handlebars, FreeMarker and others, and random ones. None reads an attribute, none takes long, none gives
anything but plain data, wherever it is put."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igny8.automation.engine import (
    OPERATORS,
    ConditionError,
    DefinitionInvalid,
    ExpressionError,
    ExpressionInvalid,
    compile_conditions,
    compile_template,
    validate_definition,
)
from igny8.automation.engine.expressions.filters import FILTERS
from igny8.automation.engine.testing import FakeExecutor
from igny8.automation.engine.tests.support import Bench, rule

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
SECONDS = 0.05
PLAIN = (str, int, float, bool, list, dict, type(None))

PAYLOADS = [
    # n8n (CVE-2025-68613, CVE-2026-25049 and their bypasses)
    "{{ (function(){ return this.process.mainModule.require('child_process').execSync('id') })() }}",
    "{{ $json['constructor']['constructor']('return process')() }}",
    "{{ (() => { const {constructor} = ()=>{}; return constructor('return process')() })() }}",
    "{{ {}['const'+'ructor']['const'+'ructor']('return this')() }}",
    "{{ $input.all().constructor.constructor('return global')() }}",
    "{{ Reflect.get(()=>{}, 'constructor')('return process')() }}",
    "{{ `${(()=>{}).constructor`return process`()}` }}",
    "{{ $('Webhook').item.json.__proto__.polluted }}",
    "{{ [].constructor.prototype }}",
    "{{ Object.defineProperty(this,'x',{get(){return process}}) }}",
    "{{ $workflow.constructor }}",
    "{{ $env }}",
    "{{ $env.IGNY8_SECRET_KEY }}",
    "{{ $secrets.openai }}",
    "{{ with(process){ env } }}",
    "{{ import('fs') }}",
    "{{ eval('1') }}",
    "{{ require('os').hostname() }}",
    "={{ 7*7 }}",
    "{{ $jmespath({}, 'a') }}",
    "{{ DateTime.constructor }}",
    "{{ $now.constructor }}",
    # Jinja, also behind its sandbox (CVE-2025-27516, CVE-2024-56326)
    "{{ ''|attr('for' ~ 'mat')('{0.__class__}') }}",
    "{{ ('{0.__class__.__init__.__globals__}')|format(x) }}",
    "{{ title|attr('format')|attr('__self__') }}",
    "{{ cycler['__init__']['__globals__']['os'] }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}",
    "{{ x.__init__.__builtins__ }}",
    "{% set x = ''.__class__ %}{{ x }}",
    "{{ ()|attr('\\u005f\\u005fclass\\u005f\\u005f') }}",
    "{{ request|attr('application')|attr('\\x5f\\x5fglobals\\x5f\\x5f') }}",
    "{{ ids|map('attr','__class__')|list }}",
    "{{ ids|groupby('__class__') }}",
    "{{ title|string|attr('join') }}",
    "{{ g.pop.__globals__ }}",
    "{{ undefined_thing.__class__ }}",
    "{%- include '/etc/passwd' -%}",
    "{% import 'os' as os %}{{ os }}",
    "{{ lipsum|attr('__globals__')|attr('get')('os') }}",
    "{{ site|items|first }}",
    "{{ site|xmlattr }}",
    "{# comment #}{{ 1 if 1 else 2 }}",
    "{{ loop.__class__ }}",
    "{{ ids.sort(key=print) }}",
    # Twig, Handlebars, FreeMarker, Velocity, Liquid, ERB, Angular, Go, Pug
    "{{ ['id']|filter('system') }}",
    "{{ _self.env.setCache('ftp://x') }}",
    "{{ app.request.server.all|join }}",
    "{{#with 's' as |string|}}{{string.sub.apply 0 codelist}}{{/with}}",
    "{{lookup this 'constructor'}}",
    "<#assign x='freemarker.template.utility.Execute'?new()>${x('id')}",
    "#set($e='')$e.class.forName('x')",
    "{{ 'a' | where: '__class__' }}",
    "<%= `id` %>",
    "{{constructor.constructor('alert(1)')()}}",
    "{{.Env}}",
    '{{ printf "%s" .Secret }}',
    "#{global.process.env}",
    "{{ include 'x' }}",
    "{{ toString.call }}",
    # keys and numbers made to confuse
    '{{ site["__class__"] }}',
    '{{ ids["__len__"] }}',
    '{{ ids["²"] }}',
    "{{ ids.² }}",
    "{{ ids.٣ }}",
    "{{ ids[-1] }}",
    "{{ ids[0:2] }}",
    "{{ ids[99999999999999999999] }}",
    "{{ ids.999999999 }}",
    '{{ site["\x00"] }}',
    "{{ ſite }}",
    "{{ ｓite.＿＿class＿＿ }}",
    "{{ site.\u202eemit }}",
    "{{ title\u200b.name }}",
    "{{ site . __class__ }}",
    "{{ 1e999 }}",
    "{{ nan }}",
    "{{ 0x41 }}",
    "{{ 9**9**9 }}",
    "{{ ids|join:title|join:title|join:title }}",
    "{{ title|replace:'',title|replace:'',title }}",
    "{{ '{{ title }}' }}",
    "{{ {{ title }} }}",
    "{{ title }}}}{{",
]


class Trap:
    """Not plain data: any look at one of its attributes is noted. ``__class__`` is Python's own question."""

    seen: list[str]

    def __init__(self) -> None:
        object.__setattr__(self, "seen", [])

    def __getattribute__(self, name: str) -> Any:
        if name != "__class__":
            object.__getattribute__(self, "seen").append(name)
        return object.__getattribute__(self, name)


def context_with(trap: Trap) -> dict[str, Any]:
    return {
        "title": "Best espresso",
        "n": 5,
        "ids": ["a", "b"],
        "site": {"name": "Kitchen", "items": [1, {"deep": [2]}]},
        "steps": {"ideas": {"idea_ids": ["x"]}},
        "trap": trap,
        "x": trap,
    }


def noted(trap: Trap) -> list[str]:
    found: list[str] = object.__getattribute__(trap, "seen")
    return found


def refused_or(work: Callable[[], Any]) -> Any:
    """What it gives, or None where it is refused; within 50 ms (the best of three: others share the CPU)."""
    best = 9.0
    for _ in range(3):
        began = time.process_time()
        try:
            value = work()
        except (ExpressionInvalid, ExpressionError, ConditionError, DefinitionInvalid):
            value = None
        best = min(best, time.process_time() - began)
        if best <= SECONDS:
            return value
    raise AssertionError(f"took {best:.3f} s")


def attack(text: str) -> Any:
    """The text everywhere where a rule takes text; what it gives as a param."""
    trap = Trap()
    context = context_with(trap)
    value = refused_or(lambda: compile_template(text).resolve(context))
    refused_or(lambda: compile_template({"a": [{"b": text}], text: 1}).resolve(context))
    for raw in (
        {"field": text, "operator": "equals", "value": 1},
        {"field": text.strip("{} "), "operator": "is_not_empty"},
        {"field": "title", "operator": "equals", "value": text},
        {"field": "title", "operator": "matches", "value": text},
    ):
        refused_or(lambda raw=raw: _decided(raw, context))  # type: ignore[misc] # bound at once
    assert noted(trap) == []
    return value


def _decided(raw: Any, context: dict[str, Any]) -> None:
    condition = compile_conditions(raw)
    if condition is not None:
        condition.explain(context, NOW).as_json()
        condition.holds(context, NOW)


def plain(value: Any) -> bool:
    """Whether it is data all the way down."""
    if type(value) is dict:
        return all(type(key) is str and plain(inner) for key, inner in value.items())
    return all(map(plain, value)) if type(value) is list else type(value) in PLAIN


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_gives_nothing_but_data_of_the_run(payload: str) -> None:
    value = attack(payload)
    assert plain(value)
    assert not isinstance(value, str) or "49" not in value
    assert "function" not in str(value) or str(value) in payload


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("place", ["name", "params", "when", "items", "conditions", "id", "type"])
def test_a_payload_in_any_key_of_a_rule_is_refused_or_stays_text(place: str) -> None:
    for payload in PAYLOADS:
        node: dict[str, Any] = {"id": "a", "type": "set", "params": {"x": 1}}
        node |= {"params": {"x": payload}} if place == "params" else {}
        node |= {"when": [{"field": payload, "operator": "equals", "value": 1}]} if place == "when" else {}
        node |= (
            {"type": "for_each", "items": payload, "actions": [], "params": {}} if place == "items" else {}
        )
        node |= {place: payload} if place in ("name", "id", "type") else {}
        rule = {"trigger": "manual", "actions": [node]}
        rule |= {"conditions": [{"field": payload, "operator": "exists"}]} if place == "conditions" else {}
        refused_or(lambda rule=rule: validate_definition(rule))  # type: ignore[misc] # bound at once


WORDS = st.sampled_from(
    [
        "title",
        "ids",
        "site",
        "site.items",
        "trap",
        "trap.seen",
        "x.__class__",
        "steps.ideas",
        "__import__",
        "ids.0",
        'site["__class__"]',
        "ids[²]",
        "ids.²",
        "constructor",
        "self",
        "config",
        "'%s'",
        "'{0.__class__}'",
        "7*7",
    ]
)
GLUE = st.sampled_from(
    [" ", "|", ".", ":", ",", "(", ")", "[", "]", "'", '"', "{{", "}}", "~", "+", "\\", "\n"]
)
ANY_TEXT = st.text(max_size=8)
ATTACKS = st.lists(st.one_of(WORDS, GLUE, st.sampled_from(sorted(FILTERS)), ANY_TEXT), max_size=16).map(
    "".join
)


def _attacked(text: str, *, wrapped: bool) -> None:
    value = attack(f"{{{{ {text} }}}}" if wrapped else text)
    assert plain(value) or type(value) is Trap


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ATTACKS, st.booleans())
def test_random_attacks_read_no_attribute(text: str, wrapped: bool) -> None:
    _attacked(text, wrapped=wrapped)


@pytest.mark.long
@pytest.mark.timeout(1800)
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ATTACKS, st.booleans())
def test_ten_thousand_random_attacks_read_no_attribute(text: str, wrapped: bool) -> None:
    _attacked(text, wrapped=wrapped)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), ATTACKS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(OPERATORS.names()), WORDS, VALUES)
def test_no_operator_trips_over_any_value(name: str, field: str, value: Any) -> None:
    trap = Trap()
    context = context_with(trap)
    refused_or(lambda: _decided({"field": field, "operator": name, "value": value}, context))
    assert noted(trap) == []


BOMBS = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"(.*a){30}",
    r"(a*)*b",
    r"([a-z]+)*\d",
    r"(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
]
ARTICLE = 20_000


@pytest.mark.parametrize("pattern", BOMBS)
def test_no_pattern_takes_long_on_the_text_of_an_article(pattern: str) -> None:
    condition = compile_conditions({"field": "title", "operator": "matches", "value": pattern})
    assert condition is not None
    context = {"title": "a" * ARTICLE + "!"}
    assert refused_or(lambda: condition.holds(context, NOW)) in (True, False)


def laughs(name: str, before: str) -> dict[str, Any]:
    """A step that names the one before a hundred times."""
    return {"id": name, "type": "set", "params": {"list": [f"{{{{ {before} }}}}"] * 100}}


def test_values_that_share_themselves_do_not_grow_beyond_bounds() -> None:
    steps = [
        laughs("s0", "word"),
        *(laughs(f"s{number}", f"steps.s{number - 1}.list") for number in range(1, 9)),
    ]
    one = Bench(rule(*steps), FakeExecutor(), context={"word": "ha"})
    began = time.perf_counter()
    outcome = one.run()
    assert time.perf_counter() - began < 5
    assert outcome.error is not None
    assert (outcome.error.code, outcome.failed_path) == ("expression_error", "actions/2")
    assert "more than 500,000 values or 10,000,000 characters" in outcome.error.message


def test_a_loop_over_values_that_share_themselves_is_refused() -> None:
    loop = {"type": "for_each", "items": ["{{ long }}"] * 100, "actions": []}
    outcome = Bench(rule(loop), FakeExecutor(), context={"long": "x" * 150_000}).run()
    assert outcome.error is not None and outcome.error.message.startswith("items: its expressions give")


def test_a_template_holds_a_bounded_number_of_expressions() -> None:
    compile_template(["{{ a }} b"] * 500)
    with pytest.raises(ExpressionInvalid, match="more than 500 expressions"):
        compile_template({"texts": ["{{ a }} b"] * 501})
