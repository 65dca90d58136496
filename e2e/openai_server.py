"""A local HTTP server that speaks the OpenAI protocol, for tests: answers that make sense, faults on demand.

It serves chat completions (streamed and not, with tools and JSON schemas), images, embeddings and models,
with the standard library alone. As a class::

    with OpenAIServer() as server:
        server.script(Fault(status=429, retry_after=1), Fault(cut_after=3))
        ...  # IGNY8_AI_TEXT_BASE_URL=server.base_url

Faults are used up in order, one a request; ``server.always`` applies to every request. ``before_answer`` and
``after_answer`` are called with the number of the request (from 1) and the request, so that a chaos test can
kill a worker at a precise moment. As a command: ``python openai_server.py --port 8099 --delay 5``.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from openai_answers import embedding, png, wanted_schema
from openai_reply import Fault, Reply, content


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as it came; ``body`` is the parsed JSON, ``headers`` have lower-case names."""

    number: int
    method: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str] = field(repr=False)


Hook = Callable[[int, SeenRequest], None]


class OpenAIServer:
    """The server; start it with ``with`` or ``start`` and ``stop``. All counters are thread-safe."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        api_key: str = "",
        models: tuple[str, ...] = ("test-model",),
        features: frozenset[str] = frozenset({"json_schema", "tools"}),
        before_answer: Hook | None = None,
        after_answer: Hook | None = None,
    ) -> None:
        self.api_key = api_key
        self.models = models
        self.features = features
        self.before_answer = before_answer
        self.after_answer = after_answer
        self.always = Fault()
        self.requests: list[SeenRequest] = []
        self.most_at_once = 0
        self.stopping = threading.Event()
        self._faults: deque[Fault] = deque()
        self._active = 0
        self._lock = threading.Lock()
        self._http = _Http((host, port), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def base_url(self) -> str:
        """The address to configure as base URL."""
        host, port = self._http.server_address[:2]
        return f"http://{host!s}:{port}/v1"

    def start(self) -> OpenAIServer:
        """Serve in a thread of its own."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving; hanging requests are let go."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> OpenAIServer:
        return self.start()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def script(self, *faults: Fault) -> None:
        """Queue faults for the next requests that they fit."""
        with self._lock:
            self._faults.extend(faults)

    def forget_faults(self) -> None:
        """Drop what is queued and what always applies."""
        with self._lock:
            self._faults.clear()
            self.always = Fault()

    def count(self, path: str = "/") -> int:
        """How many requests went to addresses that contain ``path``."""
        with self._lock:
            return sum(path in request.path for request in self.requests)

    def next_fault(self, path: str) -> Fault:
        """The first queued fault for ``path``, else what always applies."""
        with self._lock:
            for fault in self._faults:
                if fault.path in path:
                    self._faults.remove(fault)
                    return fault
        return self.always if self.always.path in path else Fault()

    def enter(self, method: str, path: str, body: dict[str, Any], headers: dict[str, str]) -> SeenRequest:
        """Log a request as begun."""
        with self._lock:
            seen = SeenRequest(len(self.requests) + 1, method, path, body, headers)
            self.requests.append(seen)
            self._active += 1
            self.most_at_once = max(self.most_at_once, self._active)
            return seen

    def leave(self) -> None:
        """Log a request as ended."""
        with self._lock:
            self._active -= 1


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    owner: OpenAIServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the game; anything else is a bug of the test and shows."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _CutError(ConnectionError):
    """The connection was broken on purpose."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, *_: object) -> None:
        """Silent: the request log is ``OpenAIServer.requests``."""

    def do_GET(self) -> None:
        """``/v1/models``."""
        self._serve("GET", {})

    def do_POST(self) -> None:
        """Everything else."""
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._serve("POST", json.loads(raw or b"{}"))

    def _serve(self, method: str, body: dict[str, Any]) -> None:
        owner = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = owner.enter(method, self.path, body, headers)
        try:
            if owner.before_answer:
                owner.before_answer(seen.number, seen)
            self._answer(seen, owner.next_fault(self.path))
            if owner.after_answer:
                owner.after_answer(seen.number, seen)
        finally:
            owner.leave()

    def _answer(self, seen: SeenRequest, fault: Fault) -> None:
        owner = self.server.owner
        if fault.delay:
            owner.stopping.wait(fault.delay)
        if fault.hang:
            owner.stopping.wait(fault.hang)
            self._break()
        if fault.status:
            return self._error(fault.status, fault.message, fault.code, fault.retry_after)
        if owner.api_key and seen.headers.get("authorization") != f"Bearer {owner.api_key}":
            given = seen.headers.get("authorization", "")
            return self._error(401, f"Incorrect API key provided: {given}", "invalid_api_key")
        return self._route(seen, fault)

    def _route(self, seen: SeenRequest, fault: Fault) -> None:
        routes = {
            "/v1/chat/completions": self._chat,
            "/v1/images/generations": self._images,
            "/v1/embeddings": self._embeddings,
        }
        path = self.path.split("?")[0]
        if path == "/v1/models":
            return self._json(
                {"object": "list", "data": [_model(name) for name in self.server.owner.models]}, fault
            )
        if path not in routes:
            return self._error(404, f"unknown address {path}", "not_found")
        return routes[path](seen.body, fault)

    def _chat(self, body: dict[str, Any], fault: Fault) -> None:
        owner = self.server.owner
        if body.get("model") not in owner.models:
            return self._error(404, f"The model '{body.get('model')}' does not exist", "model_not_found")
        for feature, asked in (("tools", body.get("tools")), ("json_schema", _json_schema_asked(body))):
            if asked and feature not in owner.features:
                return self._error(400, f"{feature} is not supported by this model", "unsupported")
        schema, tool = wanted_schema(body)
        text = content(body, schema, fault)
        reply = Reply(str(body["model"]), text, tool if schema and not fault.nonsense else "", fault)
        if body.get("stream"):
            return self._stream(reply, body, fault)
        return self._json(reply.whole(), fault)

    def _images(self, body: dict[str, Any], fault: Fault) -> None:
        import base64

        size = str(body.get("size") or "1024x1024")
        width, height = (int(n) for n in (size if "x" in size else "1024x1024").split("x"))
        one = {"b64_json": base64.b64encode(png(width, height, str(body.get("prompt", "")))).decode()}
        self._json({"created": 0, "data": [one] * int(body.get("n") or 1), "output_format": "png"}, fault)

    def _embeddings(self, body: dict[str, Any], fault: Fault) -> None:
        import base64

        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        packed = body.get("encoding_format") == "base64"
        data = []
        for index, text in enumerate(texts):
            vector: Any = embedding(str(text), int(body.get("dimensions") or 256))
            if packed:
                vector = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
            data.append({"object": "embedding", "index": index, "embedding": vector})
        usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
        self._json({"object": "list", "data": data, "model": body.get("model"), "usage": usage}, fault)

    def _stream(self, reply: Reply, body: dict[str, Any], fault: Fault) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        usage = bool((body.get("stream_options") or {}).get("include_usage"))
        for number, event in enumerate(reply.events(include_usage=usage)):
            if fault.cut_after is not None and number >= fault.cut_after:
                self._break()
            data = "{broken" if fault.malformed and number == 1 else json.dumps(event)
            self._chunk(f"data: {data}\n\n".encode())
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _error(self, status: int, message: str, code: str = "", retry_after: float | None = None) -> None:
        error = {"message": message, "type": code or "error", "code": code or None, "param": None}
        extra = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
        self._send(status, json.dumps({"error": error}).encode(), extra)

    def _json(self, value: dict[str, Any], fault: Fault) -> None:
        data = json.dumps(value).encode()
        if fault.malformed:
            data = data[: len(data) // 2]
        if fault.cut_after is not None:
            self._send(200, data, {}, keep=len(data) // 2)
            self._break()
        self._send(200, data, {})

    def _send(self, status: int, data: bytes, extra: dict[str, str], *, keep: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **extra}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data if keep is None else data[:keep])
        self.wfile.flush()

    def _break(self) -> None:
        """Reset the connection, as a server that dies does."""
        self.close_connection = True
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.shutdown(socket.SHUT_RDWR)
        raise _CutError


def _json_schema_asked(body: dict[str, Any]) -> bool:
    return (body.get("response_format") or {}).get("type") == "json_schema"


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "local"}


def main(argv: list[str] | None = None) -> None:
    """Serve until interrupted; prints the address to configure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--key", default="", help="the key that requests must carry")
    parser.add_argument("--model", action="append", help="a model's name; may be given several times")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before every answer")
    args = parser.parse_args(argv)
    models = tuple(args.model or ("test-model",))
    server = OpenAIServer(host=args.host, port=args.port, api_key=args.key, models=models)
    server.always = Fault(delay=args.delay)
    with server, suppress(KeyboardInterrupt):
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
