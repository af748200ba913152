"""Opening the store: where it is made, and what is said where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.errors import SetupError
from playbook.review.store import Store


def test_a_home_is_made(tmp_path: Path) -> None:
    """With the folders above it."""
    Store.under(tmp_path / "a" / "b").close()

    assert (tmp_path / "a" / "b" / "cases.db").is_file()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    """A file stands in its way; the error names it and the setting."""
    (tmp_path / "file").write_text("no folder")
    for home in (tmp_path / "file", tmp_path / "file" / "home", Path("/proc/nothing/home")):
        with pytest.raises(SetupError, match="PLAYBOOK_HOME") as caught:
            Store.under(home)
        assert str(home) in str(caught.value)


def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder where the file should be, or a file that is no database."""
    (tmp_path / "one" / "cases.db").mkdir(parents=True)
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "cases.db").write_text("this is no database, whatever its name says" * 50)
    for home in (tmp_path / "one", tmp_path / "two"):
        with pytest.raises(SetupError, match="cannot be opened"):
            Store.under(home)


@pytest.mark.parametrize(
    ("told", "url"),
    [
        ("cannot be opened", "no url"),
        ("cannot be opened", "nonsense://here"),
        ("cannot be opened", "sqlite:////proc/nothing/cases.db"),
        ("cannot be opened", "postgresql+nosuchdriver://desk:secret@127.0.0.1/x"),
        ("cannot be opened", "postgresql+psycopg://desk:secret@127.0.0.1:1/x"),
        ("cannot be opened", "postgresql+psycopg://desk:s@cret@127.0.0.1:1/x"),
        ("needs a driver", "postgresql+pg8000://desk:secret@127.0.0.1/x"),
    ],
)
def test_a_url_that_cannot_be_used(told: str, url: str) -> None:
    """One line that says so, without the password."""
    with pytest.raises(SetupError, match=told) as caught:
        Store(url)

    assert "\n" not in str(caught.value)
    assert "cret" not in str(caught.value)
