"""Nothing leaves the machine: every attempt to reach another address would be seen."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

SCRIPT = textwrap.dedent("""
    import sys, pathlib
    attempts = []
    def watch(event, arguments):
        if event == "socket.getaddrinfo" and arguments[0] not in (None, "localhost", "127.0.0.1", "::1"):
            attempts.append((event, str(arguments[0])))
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            if arguments[1][0] not in ("127.0.0.1", "::1"):
                attempts.append((event, str(arguments[1])))
    sys.addaudithook(watch)
    {probe}
    from playbook import Decision, Desk, Message, Settings
    Settings.from_environment()
    desk = Desk(Settings(home=pathlib.Path(sys.argv[1])))
    case = desk.draft(Message(text="배터리에서 연기가 났어요", channel="x"))
    desk.decide(case, Decision(verb="submit", by="김하나"))
    desk.search("소문이 돌 때 어떻게 답하나")
    desk.close()
    print("ATTEMPTS", attempts)
""")


def attempts(home: Path, probe: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(probe=probe), str(home)], capture_output=True, text=True, check=True
    )
    return done.stdout.split("ATTEMPTS", 1)[1].strip()


def test_a_whole_case_reaches_for_nothing(tmp_path: Path) -> None:
    """Triage, evidence, draft, review and search make no attempt to connect or to look up a host."""
    assert attempts(tmp_path) == "[]"


def test_the_watch_sees_an_attempt(furnish: Callable[[Path], Path], tmp_path: Path) -> None:
    """The watch itself works: a look-up of another host is noticed."""
    probe = "import socket\ntry: socket.getaddrinfo('example.invalid', 80)\nexcept OSError: pass"

    assert "example.invalid" in attempts(furnish(tmp_path), probe)
