"""What all tests share: one real desk, a PostgreSQL server, and databases and desks of a test's own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import settings as hypothesis_settings
from postgres import Postgres
from program import sharing
from sqlalchemy import make_url

from playbook.desk import Desk
from playbook.review import passwords
from playbook.review.store import Store
from playbook.settings import LEAN, Settings

os.environ.update(LEAN)  # as the program does for itself: pages that are served in a test answer as fast

hypothesis_settings.register_profile("same", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.load_profile("same")  # a run that passes here passes elsewhere


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that drive a browser mostly wait; each runs beside one that reckons, and none is left for the end."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    waiting = [path for path in files if path.parent.name == "screens"]
    reckoning = sorted(files.keys() - set(waiting), key=lambda path: (-len(files[path]), path))
    order = [path for pair in zip_longest(waiting, reckoning) for path in pair if path]
    items[:] = [item for path in order for item in files[path]]


@pytest.fixture(scope="session")
def furnish(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Puts the index of what ships, built once for all tests, into a home."""
    base = tmp_path_factory.getbasetemp()
    first = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "first"
    first.mkdir(exist_ok=True)
    with (first / "one.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (first / "home").exists():  # whoever comes later only copies: nobody writes there then
            desk = Desk(Settings(home=first / "home"))
            desk.library.build()
            desk.close()

    def furnished(home: Path) -> Path:
        shutil.copytree(first / "home" / "index", home / "index", ignore=shutil.ignore_patterns("owner.lock"))
        return home

    return furnished


@pytest.fixture(scope="session")
def desk(furnish: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The program as it ships, with a home of its own."""
    with_home = Desk(Settings(home=furnish(tmp_path_factory.mktemp("home"))))
    yield with_home
    with_home.close()


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with less work than people's are: for tests that log in often and look at other things."""
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: weak)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite store that is up to date, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "cases.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def migrated_name(postgres: Postgres) -> Iterator[str]:
    """The name of an empty PostgreSQL store that is up to date, to be copied."""
    with postgres.database() as url:
        Store(url).close()
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A store of the test's own, empty and up to date, on each database that the program works with."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('migrated'), tmp_path / 'desk.db')}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database(request.getfixturevalue("migrated_name")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database() as url:
        yield url


@pytest.fixture
def fresh(desk: Desk, migrated: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty store of its own."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated, home / "cases.db")
    opened = sharing(desk, Settings(home=home))
    yield opened
    opened.close()


@pytest.fixture
def either(desk: Desk, database_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk with an empty store of its own, on each database."""
    opened = sharing(desk, Settings(home=tmp_path / "home", database_url=database_url))
    yield opened
    opened.close()


@pytest.fixture
def beside(desk: Desk, tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    """Opens desks on a database of the test's choice."""
    opened: list[Desk] = []

    def open_on(url: str) -> Desk:
        opened.append(sharing(desk, Settings(home=tmp_path / "home", database_url=url)))
        return opened[-1]

    yield open_on
    for each in opened:
        each.close()


@pytest.fixture
def drafting(desk: Desk, either: Desk) -> Iterator[Desk]:
    """Such a desk that also knows the library, of which the index is made once for all."""
    either._built["library"] = desk.library
    yield either
    del either._built["library"]  # closing the one desk must not close it for the others
