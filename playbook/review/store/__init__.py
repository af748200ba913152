"""All that the review keeps: SQLite under home, or a database that a URL names.

A case is replaced only by its next version; facts, wordings, approved replies and the audit log are only added to.
Every change is written with the entry of the log that tells of it, or not at all.
"""

from __future__ import annotations

from pathlib import Path

from playbook.errors import SetupError
from playbook.review.store.archive import Archive
from playbook.review.store.cases import Cases
from playbook.review.store.counts import Counts
from playbook.review.store.evidence import Evidence
from playbook.review.store.issues import Issues
from playbook.review.store.people import People
from playbook.review.store.presence import Presences


class Store(Cases, Issues, People, Presences, Archive, Evidence, Counts):
    """The whole store.

    Raises:
        SetupError: the database cannot be opened.
    """

    @classmethod
    def under(cls, home: Path) -> Store:
        """The embedded store of a home folder."""
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(f"The folder {home} cannot be made: {error}. Set PLAYBOOK_HOME.") from error
        return cls(f"sqlite:///{home / 'cases.db'}")
