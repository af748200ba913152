"""The examples in the documentation of the language room."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("room", ["privacy", "korean", "lengths"])
def test_examples_are_true(room: str) -> None:
    """What a docstring shows is what the program answers."""
    failed, tried = doctest.testmod(importlib.import_module(f"playbook.language.{room}"))

    assert tried > 0
    assert failed == 0
