"""The program: in a process of its own, as users run it, or inside this one where that shows no less."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from playbook.cli import main
from playbook.desk import Desk
from playbook.settings import Settings

PROGRAM = Path(sys.executable).with_name("playbook")
COMMON = (
    "patterns", "heads", "encoder", "head_encoder", "rulebook", "triager", "composer", "channels", "checks",
    "approvals", "clock_rules",
)  # fmt: skip
"""Parts that are read once for all tests, because nothing changes them."""


class Run(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Program = Callable[..., Run]


def start(
    home: Path, *arguments: str | bytes | Path, stdin: str | bytes = "", program: Any = (PROGRAM,), **more: str
) -> Run:
    """Run the program with a home of its own and no other setting but ``more``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
    done = subprocess.run(
        [*program, *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        check=False,
        cwd=home,
        env=environment | {"PLAYBOOK_HOME": str(home)} | more,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def sharing(desk: Desk, settings: Settings) -> Desk:
    """Another desk, which has from this one what is read once for all."""
    opened = Desk(settings)
    for name in COMMON:
        getattr(desk, name)
        opened._built[name] = desk._built[name]
    return opened


def lend(desk: Desk, patch: pytest.MonkeyPatch) -> None:
    """Have the desks that verbs open share with this one what is read once for all."""
    patch.setattr(Desk, "open", lambda: sharing(desk, Settings.from_environment()))


def inside(desk: Desk, home: Path, *arguments: str | Path, stdin: str | bytes = "") -> Run:
    """The same in this process; what is read once for all is this desk's."""
    home.mkdir(exist_ok=True)
    given, out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
    given.buffer.write(stdin.encode() if isinstance(stdin, str) else stdin)
    given.seek(0)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith("PLAYBOOK_"):
                patch.delenv(name)
        patch.setenv("PLAYBOOK_HOME", str(home))
        patch.chdir(home)
        lend(desk, patch)
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as end:  # what argparse refuses
            code = int(end.code or 0)
        out.flush()
        err.flush()
    return Run(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def lines(*rows: Any) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def check_refused(run: Run, verb: str, said: tuple[str, ...]) -> None:
    """Exit code 2, nothing on standard output, and one line that says where, what and how to mend it."""
    assert (run.code, run.out) == (2, "")
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith(("playbook: ", f"playbook {verb}"))
    assert run.err.endswith("\n")
    assert [words for words in said if words not in run.err] == []
