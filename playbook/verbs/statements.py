"""Statements of drafts as files beside the output, one for each message that has one."""

from __future__ import annotations

from pathlib import Path

from playbook.desk import Desk
from playbook.errors import InputError
from playbook.records import Case
from playbook.reply.export import file_name


class Statements:
    """A folder that takes statements as DOCX.

    Args:
        folder: where they go; made where it does not exist.
        desk: what exports them.

    Raises:
        InputError: the folder cannot be made or written.
    """

    def __init__(self, folder: Path, desk: Desk) -> None:
        self._folder, self._desk = folder, desk
        self._names: set[str] = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"--statements {folder}: cannot be a folder ({error.strerror}); name another.") from error

    def keep(self, case: Case) -> None:
        """Write the statement of a case, if it has one; a file of an earlier run with its name is replaced."""
        if case.draft is None or case.draft.statement is None:
            return
        path = self._folder / self._free(file_name(case.message.id or case.id, case.draft.statement, "docx"))
        try:
            path.write_bytes(self._desk.export(case, "docx"))
        except OSError as error:
            raise InputError(f"--statements {path}: cannot be written ({error.strerror}); name another.") from error

    @property
    def count(self) -> int:
        """How many were written."""
        return len(self._names)

    def _free(self, name: str) -> str:
        """The name, or the next one that no other message of this run has; systems may not tell case apart."""
        stem, dot, form = name.rpartition(".")
        number = 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem} ({number}){dot}{form}"
        self._names.add(name.casefold())
        return name
