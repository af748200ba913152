"""One real desk that all tests share: models and library are loaded once, cases go to a temporary home."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from playbook.desk import Desk
from playbook.settings import Settings


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The program as it ships, with a home of its own."""
    with_home = Desk(Settings(home=tmp_path_factory.mktemp("home")))
    yield with_home
    with_home.close()
