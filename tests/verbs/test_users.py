"""Accounts on the command line, and who proves to be whom there."""

from __future__ import annotations

import json
import os
import pty
import shutil
from pathlib import Path

import pytest
from program import PROGRAM, inside

from playbook.desk import Desk

pytestmark = pytest.mark.usefixtures("quick_hashes")


class Shell:
    """A home, and the program run in it."""

    def __init__(self, desk: Desk, home: Path) -> None:
        self.desk, self.home = desk, home
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAYBOOK_")}
        self.environment = {**kept, "PLAYBOOK_HOME": str(home)}

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a verb; standard output, or standard error where it is refused."""
        done = inside(self.desk, self.home, *arguments)
        assert done.code == code, done.err + done.out
        return done.out if code == 0 else done.err

    def secret(self, password: str, name: str = "password") -> str:
        path = self.home.parent / name
        path.write_text(f"{password}\n", encoding="utf-8")
        return str(path)

    def at_terminal(self, answers: list[str], *arguments: str) -> tuple[int, str]:
        """Run a verb with somebody who answers what it asks."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(PROGRAM, [str(PROGRAM), *arguments], self.environment)
        said = b""
        for answer in answers:
            asked = b""
            while not asked.rstrip().endswith(b":"):
                asked += os.read(terminal, 1024)
            os.write(terminal, answer.encode() + b"\n")
            said += asked
        try:
            while more := os.read(terminal, 1024):
                said += more
        except OSError:  # the other end is closed
            pass
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said.decode()


@pytest.fixture
def shell(desk: Desk, migrated: Path, tmp_path: Path) -> Shell:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated, home / "cases.db")
    return Shell(desk, home)


def test_accounts_from_the_first_to_the_last(shell: Shell) -> None:
    """Made, granted, revoked, given a deputy, disabled; the log holds, and knows no password."""
    assert "Nobody has an account" in shell.run("users", "list")
    first = json.loads(shell.run("users", "add", "boss", "--name", "박대표", "--role", "admin", "--ceo", "--json"))
    assert first["roles"] == ["admin"]
    assert first["must_change"]
    assert len(first["password"]) == 23
    secret = shell.secret("purple giraffe tango")
    added = shell.run(
        "users", "add", "kim", "--name", "김하나", "--role", "staff", "--team", "cs", "--password-file", secret
    )
    assert "김하나" in added
    assert "Password" not in added
    assert "staff, reviewer" in shell.run("users", "grant", "kim", "--role", "reviewer", "--why", "승진")
    assert "deputy 김하나" in shell.run("users", "deputy", "boss", "kim")
    assert "deputy" not in shell.run("users", "deputy", "박대표")
    assert "no role" in shell.run("users", "revoke", "kim", "--role", "staff", "--role", "reviewer")
    assert "disabled" in shell.run("users", "disable", "kim")
    listed = [json.loads(line) for line in [shell.run("users", "list", "--json")][0].splitlines()]

    assert [(each["login"], each["disabled"], each["locked_until"]) for each in listed] == [
        ("boss", False, None), ("kim", True, None),
    ]  # fmt: skip
    assert not any("password" in each for each in listed)
    assert "disabled" not in shell.run("users", "enable", "kim")
    assert "Password: " in shell.run("users", "password", "kim")
    assert "everything is as it was written" in shell.run("audit", "verify")
    whole = b"".join(file.read_bytes() for file in shell.home.rglob("cases.db*"))
    assert first["password"].encode() not in whole
    assert b"purple giraffe" not in whole


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "lee", "--name", "박 대표"], "a name stands for one person"),
        (["add", "boss", "--name", "이두리"], "login 'boss' is taken"),
        (["add", "이두리", "--name", "이두리"], "small letters"),
        (["add", "lee", "--name", "이두리", "--ceo"], "one at most"),
        (["add", "lee", "--name", "이두리", "--password-file", "/nowhere"], "cannot be read"),
        (["add", "lee", "--name", "이두리", "--role", "king"], "invalid choice"),
        (["add", "lee"], "--name"),
        (["revoke", "boss", "--role", "admin"], "The only account"),
        (["disable", "boss"], "Nobody could grant"),
        (["grant", "boss"], "Name what to change"),
        (["grant", "nobody", "--role", "staff"], "no account 'nobody'"),
        (["deputy", "boss", "nobody"], "no account 'nobody'"),
        (["deputy", "boss", "boss"], "nobody else of that name"),
        (["password"], "LOGIN"),
    ],
)
def test_what_is_refused(shell: Shell, arguments: list[str], said: str) -> None:
    """With one line, and nothing has changed."""
    shell.run("users", "add", "boss", "--name", "박대표", "--role", "admin", "--ceo")
    before = shell.run("users", "list")
    refusal = shell.run("users", *arguments, code=2)

    assert said in refusal
    assert len(refusal.splitlines()) == 1
    assert shell.run("users", "list") == before


@pytest.mark.parametrize("password", ["short", "password1234", ""])
def test_a_bad_password_is_refused(shell: Shell, password: str) -> None:
    """From a file, too."""
    shell.run("users", "add", "boss", "--name", "박대표", "--role", "admin")

    assert "password" in shell.run("users", "password", "boss", "--password-file", shell.secret(password), code=2)


def test_who_decides_has_to_prove_it(shell: Shell) -> None:
    """By a password from a file or at the terminal; without accounts a name is enough."""
    opened = json.loads(shell.run("issue", "open", "물류센터 화재", "--json"))["id"]
    add = ["issue", "add-fact", opened, "부상자 2명", "--by"]
    shell.run(*add, "누구나")
    secret = shell.secret("purple giraffe tango")
    shell.run(
        "users", "add", "boss", "--name", "박대표", "--role", "admin", "--role", "staff", "--password-file", secret
    )

    assert "has to be proven" in shell.run(*add, "박대표", code=2)
    assert "could not be proven" in shell.run(*add, "누구나", "--password-file", secret, code=2)
    wrong = shell.secret("velvet harbour spoon", "wrong")
    assert "could not be proven" in shell.run(*add, "박대표", "--password-file", wrong, code=2)
    assert "박대표" in shell.run(*add, "boss", "--password-file", secret)
    code, said = shell.at_terminal(["purple giraffe tango"], *add, "박대표")
    assert (code, "Password of 박대표" in said, "purple" in said) == (0, True, False)
    assert shell.at_terminal(["velvet harbour spoon"], *add, "박대표")[0] == 2
    assert "say who opens" in shell.run("issue", "open", "또 다른 일", code=2)


def test_a_password_is_asked_for_at_the_terminal(shell: Shell) -> None:
    """Twice, unseen; an empty one has one made."""
    add = ["users", "add", "boss", "--name", "박대표", "--role", "admin"]
    assert shell.at_terminal(["purple giraffe tango", "purple giraffe"], *add)[0] == 2
    code, said = shell.at_terminal(["purple giraffe tango", "purple giraffe tango"], *add)
    assert (code, "purple" in said, "Password: " in said) == (0, False, False)
    code, said = shell.at_terminal([""], "users", "password", "boss")
    assert (code, "Password: " in said) == (0, True)
