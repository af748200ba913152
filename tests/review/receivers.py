"""Receivers of notifications on this machine: HTTP servers that answer as they are told, and a mail server."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MailHandler


class Got(NamedTuple):
    """A request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its body."""
        return json.loads(self.body)

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.headers["Idempotency-Key"]


Answer = int | tuple[int, dict[str, str]] | Callable[[], int]


class Receiver:
    """A server that gives these answers one after the other, and the last one from then on."""

    def __init__(self, *answers: Answer) -> None:
        self.got: list[Got] = []
        left, lock = list(answers or (200,)), threading.Lock()
        received = self.got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with lock:
                    received.append(Got(self.path, dict(self.headers), body))
                    answer = left.pop(0) if len(left) > 1 else left[0]
                said = answer() if callable(answer) else answer
                status, headers = said if isinstance(said, tuple) else (said, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_said: Any) -> None: ...

        class Server(ThreadingHTTPServer):
            request_queue_size = 128
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a caller that hung up
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def dripping() -> Iterator[str]:
    """The address of a server that answers a byte at a time and never comes to an end."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not over.is_set():
                    connection.sendall(b"a")
                    time.sleep(0.05)
        except OSError:
            return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    over.set()
    listening.close()
    thread.join(2)


class _Box(MailHandler):
    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[Any] = []
        self.refuses = 0
        """How many recipients are refused from now on."""

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.refuses:
            self.refuses -= 1
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[tuple[_Box, int]]:
    """A mail server without TLS: what has arrived, and its port."""
    box = _Box()
    controller = Controller(box, hostname="127.0.0.1", port=0, ready_timeout=10)
    with socket.create_server(("127.0.0.1", 0)) as free:
        controller.port = free.getsockname()[1]
    controller.start()
    yield box, controller.port
    controller.stop()
