"""Docs cannot lie: what is made from code is compared with the code."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    os.environ["COLUMNS"] = "100"
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands.md", "settings.md", "rules.md", "review.md"])
def test_page_is_what_the_code_says(generator: ModuleType, page: str) -> None:
    """`make docs` was run after the last change."""
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == generator.PAGES[page]()


def test_readme_links_and_pictures_exist() -> None:
    """Every relative link of the README leads to a file that is there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in t]

    assert targets
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_every_verb_stands_in_the_readme() -> None:
    """A newcomer finds each command."""
    from playbook.cli import parser

    verbs = next(a for a in parser()._actions if a.dest == "verb").choices
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert verbs
    assert [verb for verb in verbs if f"playbook {verb}" not in text] == []
