"""What is installed, which models and stores are in use, and that nothing leaves the machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from playbook.desk import Desk
from playbook.errors import PlaybookError
from playbook.settings import QUIET

Entry = tuple[str, str, bool]
"""What was looked at, how it stands, and whether that is good."""

_PACKAGES = ("torch", "langchain", "chromadb", "sentence-transformers", "gradio", "pydantic", "kiwipiepy", "model2vec")


def examine(desk: Desk) -> list[Entry]:
    """Look at everything that a person asks about when something is wrong."""
    from playbook.library.encoder import blind_to_korean

    found: list[Entry] = [("python", platform.python_version(), True)]
    for package in _PACKAGES:
        try:
            found.append((package, version(package), True))
        except PackageNotFoundError:
            found.append((package, "not installed; run make serve or pip install playbook", False))
    try:
        found.append(
            ("rules", f"{sum(map(len, desk.rulebook.tables.values()))} rules from {_paths(desk.rule_folders)}", True)
        )
        found.append(("knowledge", f"{len(desk.cards)} cards from {_paths(desk.knowledge_folders)}", True))
        blind = blind_to_korean(desk.encoder)
        said = "cannot tell Korean sentences apart; name a multilingual model" if blind else "reads Korean"
        found.append(("encoder", f"{desk.settings.encoder or 'the one that ships'} ({said})", not blind))
        found.append(("index", f"{len(desk.library.dense):,} vectors in {desk.library.dense.place}", True))
        found.append(("store", desk.settings.database_url or str(desk.settings.home / "cases.db"), bool(desk.store)))
    except PlaybookError as error:
        found.append(("set-up", str(error), False))
    finally:
        desk.close()
    if desk.settings.llm:
        found.append(("llm", f"{desk.settings.llm} is set, but this version does not use one yet", False))
    else:
        found.append(("llm", "none; everything runs without", True))
    loud = [name for name, value in QUIET.items() if os.environ.get(name, value).lower() != value.lower()]
    found.append(
        (
            "network",
            f"{', '.join(loud)} lets a library call home; unset it" if loud else "libraries are kept quiet",
            not loud,
        )
    )
    return found


def _paths(folders: Sequence[os.PathLike[str]]) -> str:
    return ", ".join(str(folder) for folder in folders)
