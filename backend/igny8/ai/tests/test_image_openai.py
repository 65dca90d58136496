"""The OpenAI-compatible image adapter against a scripted transport."""

import base64
import io
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest
from PIL import Image

from igny8.ai.adapters import image_openai
from igny8.ai.adapters.image_openai import OpenAIImageModel
from igny8.ai.adapters.image_openai_errors import retry_after
from igny8.ai.adapters.image_sizes import nearest_size
from igny8.ai.config import ImageSettings
from igny8.ai.port import ImageRequest
from igny8.core.errors import ProviderError, ProviderUnavailable

KEY = "sk-secret-0123456789"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REQUEST = ImageRequest(prompt="A tidy desk", title="Desks", width=1200, height=630)
Answer = httpx.Response | Exception


def png(size: tuple[int, int] = (96, 64), kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind)
    return buffer.getvalue()


def good(**extra: object) -> httpx.Response:
    return httpx.Response(200, json={"data": [{"b64_json": base64.b64encode(png()).decode()}], **extra})


def refused(status: int, code: str = "", message: str = "no", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": message}}, headers=headers)


class Server:
    """Gives the answers in order, the last one for ever, and keeps what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def body(self, index: int = 0) -> dict[str, object]:
        return json.loads(self.asked[index].content)

    def model(self, clock: Callable[[], datetime] = lambda: NOW, **settings: object) -> OpenAIImageModel:
        options = {
            "provider": "openai",
            "api_key": KEY,
            "model": "gpt-image-2",
            "max_attempts": 3,
            **settings,
        }
        return OpenAIImageModel(
            ImageSettings.model_validate(options),
            transport=httpx.MockTransport(self),
            sleep=self.waits.append,
            clock=clock,
            rng=random.Random(1),
        )


def test_it_asks_for_one_image_and_gives_its_bytes() -> None:
    server = Server(good())
    image = server.model(quality="low").generate(REQUEST)
    assert str(server.asked[0].url) == "https://api.openai.com/v1/images/generations"
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert server.body() == {
        "model": "gpt-image-2", "prompt": "A tidy desk", "n": 1, "size": "1200x624", "quality": "low",
    }  # fmt: skip
    assert (image.data, image.mime_type, image.width, image.height) == (png(), "image/png", 96, 64)
    assert (image.provider, image.model, image.usage.requests) == ("openai", "gpt-image-2", 1)
    assert image.usage.cost_usd is None


def test_it_trusts_the_bytes_about_their_type() -> None:
    server = Server(
        httpx.Response(200, json={"data": [{"b64_json": base64.b64encode(png(kind="WEBP")).decode()}]})
    )
    assert server.model().generate(REQUEST).mime_type == "image/webp"


def test_it_reports_tokens_and_their_cost() -> None:
    server = Server(good(usage={"input_tokens": 20, "output_tokens": 1000}))
    usage = server.model().generate(REQUEST).usage
    assert (usage.input_tokens, usage.output_tokens) == (20, 1000)
    assert usage.cost_usd is not None
    assert Decimal("0.001") < usage.cost_usd < Decimal("0.2")


def test_it_survives_usage_that_makes_no_sense() -> None:
    usage = Server(good(usage={"input_tokens": "many", "output_tokens": -4})).model().generate(REQUEST).usage
    assert (usage.input_tokens, usage.output_tokens, usage.cost_usd) == (0, 0, None)


def test_a_server_of_ones_own_needs_no_key_and_is_asked_for_base64() -> None:
    server = Server(good())
    server.model(base_url="http://localhost:8080/v1/", api_key=None, model="flux").generate(REQUEST)
    assert str(server.asked[0].url) == "http://localhost:8080/v1/images/generations"
    assert "authorization" not in server.asked[0].headers
    assert server.body()["response_format"] == "b64_json"
    assert server.body()["size"] == "1536x1024"


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://img.example/v1", "https://img.example/files/1.png"),
        ("http://img.example:8080/v1", "http://img.example:8080/files/1.png"),
        ("http://img.example:8080/v1", "https://img.example/files/1.png"),
    ],
)
def test_it_reads_an_address_on_the_servers_own_host(base: str, url: str) -> None:
    server = Server(httpx.Response(200, json={"data": [{"url": url}]}), httpx.Response(200, content=png()))
    image = server.model(base_url=base, model="flux").generate(REQUEST)
    assert image.data == png()
    assert str(server.asked[1].url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/1.png",
        "http://img.example/1.png",
        "https://img.example:8443/1.png",
        "https://img.example@elsewhere.example/1.png",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[broken",
        "/1.png",
    ],
)
def test_it_refuses_an_address_anywhere_else(url: str) -> None:
    server = Server(httpx.Response(200, json={"data": [{"url": url}]}))
    with pytest.raises(ProviderError, match="another host"):
        server.model(base_url="https://img.example/v1").generate(REQUEST)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(404), ProviderError),
        (httpx.Response(302, headers={"location": "http://10.0.0.1/"}), ProviderError),
        (httpx.ConnectError("down"), ProviderUnavailable),
        (httpx.ReadTimeout("slow"), ProviderUnavailable),
    ],
)
def test_an_address_that_gives_no_image_is_an_error(answer: Answer, error: type[ProviderError]) -> None:
    server = Server(httpx.Response(200, json={"data": [{"url": "https://img.example/1.png"}]}), answer)
    with pytest.raises(error):
        server.model(base_url="https://img.example/v1").generate(REQUEST)
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_it_tries_again_after_a_passing_trouble(status: int) -> None:
    server = Server(refused(status), httpx.ConnectError("down"), good())
    assert server.model().generate(REQUEST).usage.requests == 3
    assert len(server.waits) == 2
    assert 0.25 <= server.waits[0] <= 0.5 <= server.waits[1] <= 1.0


def test_it_waits_as_long_as_the_server_asks() -> None:
    server = Server(refused(429, **{"retry-after": "7"}), good())
    server.model().generate(REQUEST)
    assert server.waits == [7.0]


def test_it_does_not_wait_for_minutes_but_passes_the_wish_on() -> None:
    server = Server(refused(429, **{"retry-after": "600"}))
    with pytest.raises(ProviderUnavailable) as caught:
        server.model().generate(REQUEST)
    assert caught.value.retry_after == 600
    assert server.waits == []


def test_it_gives_up_after_the_attempts() -> None:
    server = Server(refused(503))
    with pytest.raises(ProviderUnavailable, match="error 503, also after 3 attempts"):
        server.model().generate(REQUEST)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [(httpx.ReadTimeout("slow"), "within 120 seconds"), (httpx.ConnectError("down"), "cannot be reached")],
)
def test_a_server_that_does_not_answer_is_unavailable(answer: Exception, words: str) -> None:
    with pytest.raises(ProviderUnavailable, match=words):
        Server(answer).model().generate(REQUEST)


def test_an_answer_that_trickles_in_too_slowly_is_given_up() -> None:
    times = iter(NOW + timedelta(seconds=100 * step) for step in range(100))
    with pytest.raises(ProviderUnavailable, match="did not answer within"):
        Server(good()).model(clock=lambda: next(times), timeout_seconds=50, max_attempts=1).generate(REQUEST)


def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_openai, "_MAX_ANSWER_BYTES", 50)
    with pytest.raises(ProviderError, match="too large"):
        Server(good()).model().generate(REQUEST)


@pytest.mark.parametrize("name", ["dall-e-2", "dall-e-3", "gpt-image-1"])
def test_a_retired_model_is_not_even_asked(name: str) -> None:
    server = Server(good())
    with pytest.raises(ProviderError, match="IGNY8_AI_IMAGE_MODEL") as caught:
        server.model(model=name).generate(REQUEST)
    assert caught.value.code == "model_retired"
    assert "2026-" in caught.value.message
    assert server.asked == []


def test_a_server_of_ones_own_may_call_its_model_as_it_likes() -> None:
    assert (
        Server(good()).model(base_url="http://localhost:1/v1", model="dall-e-3").generate(REQUEST).width == 96
    )


@pytest.mark.parametrize(
    "answer",
    [
        refused(404, "model_not_found"),
        refused(400, "model_not_found"),
        refused(
            404, "invalid_request_error", "The model `x` does not exist or you do not have access to it."
        ),
        refused(400, "", "The model `x` has been deprecated."),
        httpx.Response(404, json={"error": 'model "x" not found, try pulling it first'}),
    ],
)
def test_an_unknown_model_names_the_setting(answer: httpx.Response) -> None:
    server = Server(answer)
    with pytest.raises(ProviderError, match="Set IGNY8_AI_IMAGE_MODEL to a current one"):
        server.model(model="x").generate(REQUEST)
    assert len(server.asked) == 1


def test_a_model_with_an_announced_end_names_its_day() -> None:
    with pytest.raises(ProviderError, match="2026-12-01"):
        Server(refused(404, "model_not_found")).model(model="gpt-image-1.5").generate(REQUEST)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (refused(400, "moderation_blocked", "unsafe"), "content_refused", "content policy.*unsafe"),
        (refused(401, "invalid_api_key"), "provider_error", "IGNY8_AI_IMAGE_API_KEY"),
        (refused(403), "provider_error", "IGNY8_AI_IMAGE_API_KEY"),
        (refused(429, "insufficient_quota"), "provider_error", "used up"),
        (httpx.Response(404, text="<html>"), "provider_error", "IGNY8_AI_IMAGE_BASE_URL"),
        (httpx.Response(301, headers={"location": "/x"}), "provider_error", "IGNY8_AI_IMAGE_BASE_URL"),
        (refused(400, "bad", "size is wrong"), "provider_error", "error 400.*size is wrong"),
        (httpx.Response(422, json=["odd"]), "provider_error", "error 422"),
    ],
)
def test_a_refusal_is_final_and_says_what_to_do(answer: httpx.Response, code: str, words: str) -> None:
    server = Server(answer)
    with pytest.raises(ProviderError, match=words) as caught:
        server.model().generate(REQUEST)
    assert caught.value.code == code
    assert not caught.value.retryable
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="hello"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"data": []}),
        httpx.Response(200, json={"data": ["x"]}),
        httpx.Response(200, json={"data": [{}]}),
        httpx.Response(200, json={"data": [{"b64_json": "***"}]}),
        httpx.Response(200, json={"data": [{"b64_json": base64.b64encode(b"no image").decode()}]}),
    ],
)
def test_nonsense_is_an_error(answer: httpx.Response) -> None:
    with pytest.raises(ProviderError) as caught:
        Server(answer).model().generate(REQUEST)
    assert not caught.value.retryable


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_the_key_is_in_no_error(status: int) -> None:
    server = Server(refused(status, "x", f"Bad key {KEY}, also sk-other-9999999999 and Bearer {KEY}"))
    with pytest.raises(ProviderError) as caught:
        server.model().generate(REQUEST)
    told = f"{caught.value!r} {caught.value.message} {caught.value.__cause__!r}"
    assert "secret" not in told
    assert "sk-other" not in told


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3", 3.0),
        ("1.5", 1.5),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 12:00:30 -0000", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_it_understands_when_to_come_back(text: str, seconds: float | None) -> None:
    assert retry_after(httpx.Headers({"retry-after": text}), NOW) == seconds


@pytest.mark.parametrize(
    ("model", "width", "height", "size"),
    [
        ("gpt-image-1.5", 1200, 630, "1536x1024"),
        ("gpt-image-1.5", 1000, 1000, "1024x1024"),
        ("gpt-image-1-mini", 600, 1200, "1024x1536"),
        ("gpt-image-2", 1200, 630, "1200x624"),
        ("gpt-image-2.6-flare", 1024, 1024, "1024x1024"),
        ("gpt-image-2", 8721, 7844, "3024x2736"),
    ],
)
def test_it_takes_the_size_nearest_in_shape(model: str, width: int, height: int, size: str) -> None:
    assert nearest_size(model, width, height) == size


@pytest.mark.parametrize("width", [10, 300, 1200, 4000, 7000, 9000])
@pytest.mark.parametrize("height", [10, 300, 1200, 4000, 8000, 9000])
def test_free_sizes_stay_within_the_models_bounds(width: int, height: int) -> None:
    wide, high = (int(side) for side in nearest_size("gpt-image-2", width, height).split("x"))
    assert wide % 16 == high % 16 == 0
    assert 655_360 <= wide * high <= 8_294_400
    assert max(wide, high) <= 3_840
    assert max(wide, high) <= 3 * min(wide, high)
