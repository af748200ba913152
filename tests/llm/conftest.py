"""Servers on loopback that speak as OpenAI's does, and desks that ask them.

One runs a transformer of random weights, one says what a test tells it to and keeps what it was asked, and others
fail in the ways that servers fail.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from playbook.desk import Desk
from playbook.llm.model import LanguageModel
from playbook.settings import Settings

Says = Callable[[str], "str | Response | None"]
"""From what the user says to the content of an answer, or to a response of another kind."""
LOOPBACK = "127.0.0.1"


def refusal(status: int = 500, **headers: str) -> Response:
    """An error as such servers send it."""
    error = {"message": "no weights\nand no hope", "type": "server_error"}
    return JSONResponse({"error": error}, status_code=status, headers=headers)


def completion(content: Any) -> dict[str, Any]:
    """The body of an answer."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "tiny",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


class Server:
    """Answers questions by ``says``, and keeps them."""

    def __init__(self, says: Says) -> None:
        self.says = says
        self.asked: list[dict[str, Any]] = []
        self.url = ""
        self.app = FastAPI()
        self.app.post("/v1/chat/completions", response_model=None)(self.complete)

    def complete(self, question: dict[str, Any]) -> Response:
        self.asked.append(question)
        said = self.says(question["messages"][-1]["content"])
        return said if isinstance(said, Response) else JSONResponse(completion(said))

    @property
    def texts(self) -> list[str]:
        """What the user said each time."""
        return [question["messages"][-1]["content"] for question in self.asked]

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Listen on a free port of loopback, in a thread."""
        with socket.socket() as taken:
            taken.bind((LOOPBACK, 0))
            self.url = f"http://{LOOPBACK}:{taken.getsockname()[1]}/v1"
            config = uvicorn.Config(self.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
            web = uvicorn.Server(config)
            thread = threading.Thread(target=web.run, kwargs={"sockets": [taken]}, daemon=True)
            thread.start()
            while not web.started:
                assert thread.is_alive(), "the server did not start"
                thread.join(0.01)
            try:
                yield self
            finally:
                web.should_exit = True
                thread.join(30)


class Babbler:
    """A small transformer of random weights that continues bytes with bytes."""

    LENGTH = 24
    SEEN = 40

    def __init__(self) -> None:
        import torch
        from transformers import GPT2Config, GPT2LMHeadModel

        torch.manual_seed(7)
        size = GPT2Config(
            vocab_size=256, n_positions=self.SEEN + self.LENGTH, n_embd=32, n_layer=2, n_head=2,
            bos_token_id=0, eos_token_id=0,
        )  # fmt: skip
        self._model = GPT2LMHeadModel(size).train(False)
        self._torch = torch
        self._turn = threading.Lock()
        self.said: list[str] = []

    def says(self, text: str) -> str:
        torch = self._torch
        ids = list(text.encode())[-self.SEEN :]
        dice = torch.Generator().manual_seed(crc32(text.encode()))
        with self._turn, torch.no_grad():
            for _ in range(self.LENGTH):
                odds = self._model(torch.tensor([ids])).logits[0, -1].softmax(-1)
                ids.append(int(torch.multinomial(odds, 1, generator=dice)))
            self.said.append(bytes(ids[-self.LENGTH :]).decode(errors="replace"))
            return self.said[-1]


class _HangsUp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.recv(1)


@contextmanager
def environment(url: str) -> Iterator[None]:
    """What a user sets to have questions answered at this address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", url)
        patch.setenv("OPENAI_API_KEY", "none-is-needed")
        patch.setenv("NO_PROXY", LOOPBACK)
        yield


def model_at(url: str, patience: float = 20) -> LanguageModel:
    """A model behind this address."""
    with environment(url):
        return LanguageModel("openai:tiny", patience)


def desk_at(url: str, home: Path, patience: float = 20, **fields: Any) -> Desk:
    """A desk, its parts loaded, whose language model is behind this address."""
    with environment(url):
        opened = Desk(Settings(home=home, llm="openai:tiny", **fields))
        opened._once("language_model", lambda: LanguageModel("openai:tiny", patience))
        assert opened.triager is not None
        return opened


@pytest.fixture(scope="session")
def listener() -> Iterator[Server]:
    """A server that says what it is told to; tests of one session share it."""
    with Server(lambda text: "ready").running() as listener:
        yield listener


@pytest.fixture
def server(listener: Server) -> Server:
    """The same, that was asked nothing yet and says ``ready``."""
    listener.asked.clear()
    listener.says = lambda text: "ready"
    return listener


@pytest.fixture(scope="session")
def advised(
    listener: Server, furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The program as it ships, with that server for a second reader."""
    desk = desk_at(listener.url, furnish(tmp_path_factory.mktemp("advised")))
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def babbler() -> Babbler:
    return Babbler()


@pytest.fixture(scope="session")
def tiny(babbler: Babbler) -> Iterator[Server]:
    """A server that runs a transformer; nothing is downloaded for it."""
    with Server(babbler.says).running() as tiny:
        yield tiny


@pytest.fixture
def slow() -> Iterator[str]:
    """Address of a server that says nothing until the test is over."""
    over = threading.Event()

    def says(text: str) -> str:
        over.wait(60)
        return "ready"

    with Server(says).running() as server:
        yield server.url
        over.set()


@pytest.fixture
def failing() -> Iterator[str]:
    """Address of a server that is broken."""
    with Server(lambda text: refusal()).running() as server:
        yield server.url


@pytest.fixture
def hanging_up() -> Iterator[str]:
    """Address of a server that closes every connection without a word."""
    with socketserver.ThreadingTCPServer((LOOPBACK, 0), _HangsUp) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.server_address[1]}/v1"
        server.shutdown()


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return f"http://{LOOPBACK}:{probe.getsockname()[1]}/v1"
