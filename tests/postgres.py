"""A PostgreSQL server of the tests' own: on a Unix socket, with nothing kept when they end."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
"""Nobody needs these data after a power cut."""


class Postgres:
    """A server that runs until it is stopped.

    PostgreSQL refuses to run as root; started by root it runs as the user ``postgres``.

    Args:
        options: what it is started with.
    """

    def __init__(self, options: str = OPTIONS) -> None:
        self._programs = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="playbook-pg-", dir="/tmp"))
        if os.getuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._run("initdb", "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        log = str(self.folder / "log")
        self._run("pg_ctl", "-w", "-l", log, "-o", f"{options} -c unix_socket_directories={self.folder}", "start")
        self._admin = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://desk@/{name}?host={self.folder}"

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, a copy of another one; it goes when the test is over."""
        name = f"t_{secrets.token_hex(6)}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield self.url(name)
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def stop(self) -> None:
        """Stop the server and remove all that it kept."""
        self._admin.dispose()
        self._run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self.folder / "data"), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        with (self.folder / f"{program}.out").open("wb") as out:  # no pipe: the server would hold it open
            code = subprocess.run(command, cwd="/", stdout=out, stderr=subprocess.STDOUT, check=False).returncode
        if code:
            told = "".join(path.read_text() for path in (self.folder / f"{program}.out", self.folder / "log")
                           if path.is_file())  # fmt: skip
            pytest.fail(f"{' '.join(command)} ended with {code}:\n{told}", pytrace=False)


def programs() -> Path:
    """The folder of PostgreSQL's programs, which Debian keeps off the path."""
    on_path = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in (*on_path, *debian):
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    pytest.fail("PostgreSQL is missing, on which the store is tested, too: run scripts/postgres.", pytrace=False)
