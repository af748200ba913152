"""The dense arm on a Chroma server that several processes share."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from playbook.errors import SetupError
from playbook.library.dense import BATCH, Dense, name_of

from .indexed import (
    NAMES,
    SPACE,
    TEXTS,
    Compass,
    Held,
    Scattered,
    built,
    elsewhere,
    same,
    vector_of,
)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


class Server:
    """A Chroma server of its own."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        program = Path(sys.executable).with_name("chroma")
        given = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
        self._process = subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.close()
        raise OSError(f"{given} does not listen")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with closing(Server(tmp_path_factory.mktemp("server"))) as running:
        yield running


def test_two_libraries_on_one_server(server: Server) -> None:
    """Each name in the URL is a library of its own; what one drops, the other keeps."""
    one, two = f"{server.url}/one", f"{server.url}/two/"
    with closing(Dense(Compass(), ["east", "up"], url=one)) as first:
        first.wait()
        with closing(Dense(Compass(), ["north", "up"], url=two)) as second:
            second.wait()
            assert (first.place, second.place) == (one, two)
            assert same([(name_of("east"), 1), (name_of("up"), 0)], first.nearest(SPACE[0], 9))
            assert same([(name_of("north"), 1), (name_of("up"), 0)], second.nearest(SPACE[1], 9))
        with closing(Dense(Compass(), [], url=two)) as emptied:
            emptied.wait()
        assert same([(name_of("east"), 1), (name_of("up"), 0)], first.nearest(SPACE[0], 9))


def test_a_server_pays_the_difference_too(server: Server) -> None:
    """Without a name in the URL as with one; who comes with the same texts encodes nothing."""
    for url in (server.url, f"{server.url}/grows"):
        assert built(None, TEXTS[:20], url=url) == TEXTS[:20]
        assert built(None, TEXTS[:20], url=url) == []
        assert built(None, TEXTS[10:30], url=url) == TEXTS[20:30]


def test_a_server_keeps_the_vectors_of_each_encoder(server: Server) -> None:
    """Another machine may still use the other encoder."""
    asked = [len(built(None, TEXTS[:20], name, url=f"{server.url}/shared")) for name in ("first", "second", "first")]

    assert asked == [20, 20, 0]


def test_another_process_uses_the_same_library(server: Server, tmp_path: Path) -> None:
    """A server has no owner."""
    built(None, TEXTS[:20], url=f"{server.url}/both")
    other = elsewhere(f"print(built(None, TEXTS[:21], url={server.url + '/both'!r}))", tmp_path)

    assert other.stdout.strip() == str(TEXTS[20:21])


def test_a_killed_build_on_a_server_goes_on(server: Server, tmp_path: Path) -> None:
    """As in a folder."""
    url = f"{server.url}/killed"
    killed = elsewhere(f"Dense(Deadly(3), TEXTS, url={url!r}).wait()", tmp_path)
    encoder = Scattered()
    with closing(Dense(encoder, TEXTS, url=url)) as heir:
        heir.wait()

        assert killed.returncode == -signal.SIGKILL
        assert encoder.asked == TEXTS[2 * BATCH :]
        assert heir.nearest(vector_of("text 0"), 1)[0][0] == name_of("text 0")


def test_a_server_that_goes_away(tmp_path: Path) -> None:
    """Who asks is told, with its address; nothing falls back in silence."""
    with closing(Server(tmp_path)) as running, closing(Dense(Compass(), NAMES, url=running.url)) as dense:
        dense.wait()
        running.close()

        with pytest.raises(SetupError, match="does not answer") as raised:
            dense.nearest(SPACE[0], 1)
        assert running.url in str(raised.value)


def test_a_server_that_goes_away_in_the_middle(tmp_path: Path) -> None:
    """Who waits for the index is told; memory goes on answering."""
    encoder = Held()
    with closing(Server(tmp_path)) as running, closing(Dense(encoder, TEXTS[:9], url=running.url)) as dense:
        assert encoder.reached.wait(timeout=60)
        running.close()
        encoder.go.set()

        with pytest.raises(SetupError, match="cannot be built"):
            dense.wait()
        assert dense.place == "memory"
        assert dense.nearest(vector_of("text 3"), 1)[0][0] == name_of("text 3")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("somewhere", "http://host:port"),
        ("127.0.0.1:8000", "http://host:port"),
        ("ftp://127.0.0.1:8000", "http://host:port"),
        ("http://:8000", "http://host:port"),
        ("http://127.0.0.1:port", "http://host:port"),
        ("http://[127.0.0.1", "http://host:port"),
        ("http://127.0.0.1:8000/우리", "name the library in letters"),
        ("http://127.0.0.1:8000/_ours", "name the library in letters"),
        ("http://127.0.0.1:8000/our/own", "name the library in letters"),
        (f"http://127.0.0.1:8000/{'o' * 101}", "name the library in letters"),
        pytest.param(f"http://127.0.0.1:{free_port()}", "No Chroma server", id="nobody there"),
        pytest.param(f"http://127.0.0.1:{free_port()}/ours", "No Chroma server", id="nobody there, a name"),
    ],
)
def test_a_wrong_url(url: str, said: str) -> None:
    """It is named, with what is wrong with it; nothing falls back in silence."""
    with pytest.raises(SetupError, match=said) as raised:
        Dense(Compass(), NAMES, url=url)

    assert repr(url) in str(raised.value)
