"""Many people at one desk: are decisions lost, doubled or torn, and how long does one take?

    python benchmarks/desk.py load [--clients 50] [--processes 5] [--seconds 300]
    python benchmarks/desk.py web [--clients 50] [--seconds 300] [--pause 2]
    python benchmarks/desk.py kill [--target store|server|cli] [--kills 200]

``load``: clients create, edit, submit, approve, return, overrule, comment, assign, record and close the same and
different cases at once, in several processes on one database. ``web``: the same through ``playbook serve``, each
logged in, with a page of their own. Afterwards every decision that somebody was told is done has to stand in the
database exactly once, every decision in the database has to be one that somebody made, and the audit log has to hold.

``kill``: processes that decide all the time (``store``), the web application while people work in it (``server``) or
``playbook case …`` (``cli``) are killed with SIGKILL at random moments; each time the store has to open clean, with
every decision that was told as done, no half decision, and every approved text.

Each works on SQLite in a folder of its own; with ``--postgres`` on a server of its own that is gone afterwards, with
``--url`` on an empty database of yours. They end with 1 where anything is amiss.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(dest="act", required=True)
    for name in ("load", "web", "kill"):
        act = acts.add_parser(name)
        act.add_argument("--url", help="an empty database instead of SQLite in a folder of its own")
        act.add_argument("--postgres", action="store_true", help="a PostgreSQL server of its own")
        act.add_argument("--clients", type=int, default=10 if name == "kill" else 50)
        act.add_argument("--seconds", type=float, default=300)
        act.add_argument("--processes", type=int, default=5, help="of load")
        act.add_argument("--pause", type=float, default=2, help="of web: seconds between two steps of one person")
        act.add_argument("--target", choices=("store", "server", "cli"), default="store", help="of kill")
        act.add_argument("--kills", type=int, default=200)
    given = parser.parse_args()
    with database(given) as url:
        return _ACTS[given.act](given, Path(tempfile.mkdtemp(prefix="desk-")), url)


@contextmanager
def database(given: argparse.Namespace) -> Iterator[str | None]:
    """The address of the database; None for SQLite."""
    if not given.postgres:
        yield given.url
        return
    from postgres import Postgres

    server = Postgres("-c listen_addresses='' -c max_connections=200")  # as durable as people have it
    try:
        with server.database() as url:
            yield url
    finally:
        server.stop()


def _load(given: argparse.Namespace, home: Path, url: str | None) -> int:
    from desk_load import load

    return load(given, home, url)


def _web(given: argparse.Namespace, home: Path, url: str | None) -> int:
    from desk_web import web

    return web(given, home, url)


def _kill(given: argparse.Namespace, home: Path, url: str | None) -> int:
    from desk_kill import kill

    return kill(given, home, url)


_ACTS = {"load": _load, "web": _web, "kill": _kill}

if __name__ == "__main__":
    raise SystemExit(main())
