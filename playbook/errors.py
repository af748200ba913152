"""Everything that Playbook raises on purpose.

    PlaybookError            catch this to catch all of them
    ├── InputError           a message, file or argument that cannot be used as it is
    ├── RuleError            a rule file that is wrong: names file, place and mend
    ├── KnowledgeError       a card that is wrong, or a passage id that does not exist
    ├── SetupError           something is missing on this machine: a model, a package, a free folder
    └── ReviewError          a decision that may not be taken now, by this person, on this text

A message says what was wrong with which value, and what to do about it. The command line prints it as one line
and ends with 2.
"""


class PlaybookError(Exception):
    """Base of all errors that a caller can mend.

    Args:
        message: one line in English.
        code: a stable name of what was refused, by which an interface finds its own words; empty where it has none.
        details: the values that those words need.
    """

    def __init__(self, message: str = "", code: str = "", **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.details = details


class InputError(PlaybookError):
    """Input that cannot be used: says which field or row, the value, and what is accepted."""


class RuleError(PlaybookError):
    """A rule file that cannot be trusted; nothing falls back to a default."""


class KnowledgeError(PlaybookError):
    """A card that does not follow the format, or a reference to a passage that does not exist."""


class SetupError(PlaybookError):
    """This machine lacks something: says what, and the command that mends it."""


class ReviewError(PlaybookError):
    """A step that the review does not allow: says which rule forbids it and who may do it."""
