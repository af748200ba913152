"""Rule files: read once, checked strictly; a wrong one stops the program with file, place and mend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, ValidationError

from playbook.errors import RuleError
from playbook.records import Record

R = TypeVar("R", bound=Record)


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error
    return value


Expression = Annotated[str, AfterValidator(_expression)]
"""A regular expression as a rule file writes it."""


def load_yaml(path: Path) -> Any:
    """The content of one file.

    Raises:
        RuleError: the file cannot be read or is no YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both loaders are safe ones
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from error
    except (yaml.YAMLError, ValueError) as error:  # a date that no calendar has is a ValueError
        raise RuleError(f"{path}: no YAML: {' '.join(str(error).split())}") from error


def validated(record: type[R], value: Any, name: str) -> R:
    """``value`` as a record.

    Raises:
        RuleError: it does not fit; names the place within the file and the id of the row where there is one.
    """
    try:
        return record.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place, at = "", value
        for step in first["loc"]:
            place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
            at = at[step] if isinstance(at, dict) and step in at else at[step] if _indexes(at, step) else None
            if isinstance(at, dict) and "id" in at:
                place += f" (id {at['id']!r})"
        raise RuleError(f"{name}: {place or 'the file'}: {first['msg']} (got {first['input']!r:.80})") from error


def _indexes(value: Any, step: Any) -> bool:
    return isinstance(value, list) and isinstance(step, int) and step < len(value)
