"""All settings, and the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import SetupError

PACKAGE = Path(__file__).resolve().parent

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Switches that keep libraries from calling home; set before any of them is imported."""


def data_folder(name: str) -> Path:
    """Where ``knowledge`` or ``rules`` is: inside the installed package, or beside it in a checkout.

    Raises:
        SetupError: neither is there.
    """
    for candidate in (PACKAGE / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise SetupError(f"The folder {name!r} is missing beside {PACKAGE}. Install playbook again.")


@dataclass(frozen=True)
class Settings:
    """What a company may set; every field has a default that works with no network and no key."""

    home: Path
    """Folder of index and cases. ``PLAYBOOK_HOME``; default ``~/.local/share/playbook``."""
    encoder: str | None = None
    """Name or path of a sentence-transformers model. ``PLAYBOOK_ENCODER``; default the one that ships."""
    llm: str | None = None
    """``provider:model`` as LangChain's ``init_chat_model`` takes it. ``PLAYBOOK_LLM``; default none."""
    database_url: str | None = None
    """SQLAlchemy URL. ``PLAYBOOK_DATABASE_URL``; default SQLite under home."""
    chroma_url: str | None = None
    """URL of a Chroma server. ``PLAYBOOK_CHROMA_URL``; default embedded under home."""
    rules: tuple[Path, ...] = ()
    """Rule folders laid over ours, first wins. ``PLAYBOOK_RULES``, separated as in PATH."""
    knowledge: tuple[Path, ...] = ()
    """Further card folders. ``PLAYBOOK_KNOWLEDGE``, separated as in PATH."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read ``PLAYBOOK_*`` and quiet the libraries.

        Raises:
            SetupError: an unknown ``PLAYBOOK_`` name, or a folder that does not exist.
        """
        values = os.environ if environment is None else environment
        known = {"HOME", "ENCODER", "LLM", "DATABASE_URL", "CHROMA_URL", "RULES", "KNOWLEDGE"}
        for name in values:
            if name.startswith("PLAYBOOK_") and name.removeprefix("PLAYBOOK_") not in known:
                accepted = ", ".join(f"PLAYBOOK_{k}" for k in sorted(known))
                raise SetupError(f"Unknown setting {name}; known are {accepted}.")
        home = Path(values.get("PLAYBOOK_HOME") or Path.home() / ".local/share/playbook").expanduser()
        if home.exists() and not home.is_dir():
            raise SetupError(f"PLAYBOOK_HOME is {str(home)!r}, which is a file; name a folder.")
        settings = cls(
            home=home,
            encoder=values.get("PLAYBOOK_ENCODER") or None,
            llm=values.get("PLAYBOOK_LLM") or None,
            database_url=values.get("PLAYBOOK_DATABASE_URL") or None,
            chroma_url=values.get("PLAYBOOK_CHROMA_URL") or None,
            rules=_folders("PLAYBOOK_RULES", values),
            knowledge=_folders("PLAYBOOK_KNOWLEDGE", values),
        )
        if environment is None:
            for name, value in QUIET.items():
                os.environ.setdefault(name, value)
            if settings.encoder is None:
                os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return settings


def _folders(name: str, values: Mapping[str, str]) -> tuple[Path, ...]:
    folders = tuple(Path(part).expanduser() for part in values.get(name, "").split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise SetupError(f"{name} names {str(folder)!r}, which is not a folder.")
    return folders
