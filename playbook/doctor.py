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
        own = sum(card.company for card in desk.cards)
        from_ = f" and {own} of your own from {_paths(desk.company_folders)}" if own else ""
        found.append(("knowledge", f"{len(desk.cards) - own} cards of ours{from_}", True))
        blind = blind_to_korean(desk.encoder)
        said = "cannot tell Korean sentences apart; name a multilingual model" if blind else "reads Korean"
        found.append(("encoder", f"{desk.settings.encoder or 'the one that ships'} ({said})", not blind))
        desk.library.build()
        found.append(("index", f"{len(desk.library.dense):,} vectors in {desk.library.dense.place}", True))
        found.append(("store", desk.settings.database_url or str(desk.settings.home / "cases.db"), bool(desk.store)))
        found.append(("seal", desk.seal.fingerprint, True))
        found.append(notifications(desk))
    except PlaybookError as error:
        found.append(("set-up", str(error), False))
    finally:
        desk.close()
    found.append(language_model(desk))
    loud = [name for name, value in QUIET.items() if os.environ.get(name, value).lower() != value.lower()]
    found.append(
        (
            "network",
            f"{', '.join(loud)} lets a library call home; unset it" if loud else "libraries are kept quiet",
            not loud,
        )
    )
    return found


def notifications(desk: Desk) -> Entry:
    """Who outside the page is told of cases.

    Raises:
        SetupError: the company's file of targets is wrong.
    """
    targets = ", ".join(f"{target.name} ({target.format})" for target in desk.notifier.targets.values())
    if not targets:
        return "notifications", "none; nobody outside the page is told of anything", True
    leaves = "what happened, level, id and clock of a case leave this machine, no words of it"
    given_up = len(desk.store.letters(waiting=False))
    lost = f"; {given_up} given up, see playbook notify list" if given_up else ""
    return "notifications", f"{targets}; {leaves}{lost}", not given_up


def language_model(desk: Desk) -> Entry:
    """Whether the language model that is configured, if any, answers a question."""
    if not desk.settings.llm:
        return "llm", "none; everything runs without", True
    try:
        model = desk.language_model
    except PlaybookError as error:
        return "llm", str(error), False
    failure = model.ask("Answer with the word ready.", "Are you ready?").failure if model else "not opened"
    if failure:
        return "llm", f"{desk.settings.llm} does not answer: {failure}", False
    does = "it reads messages a second time and words drafts; both leave this process to it, personal data masked"
    return "llm", f"{desk.settings.llm} answers; {does}", True


def _paths(folders: Sequence[os.PathLike[str]]) -> str:
    return ", ".join(str(folder) for folder in folders)
