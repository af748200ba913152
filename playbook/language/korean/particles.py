"""The particle that fits a word: 은 or 는, 을 or 를, 으로 or 로."""

from __future__ import annotations

import re
from typing import Literal, cast, get_args

from playbook.errors import InputError
from playbook.language.korean.sounds import final_sound

Pair = Literal["은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라", "아/야", "이에요/예요"]
"""A particle in its two forms, the one after a consonant first."""

PAIRS: tuple[Pair, ...] = get_args(Pair)

_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def particle(word: str, pair: Pair) -> str:
    """The form of ``pair`` that follows ``word``. After ㄹ, 으로/로 takes 로: 서울로, 7로.

    Raises:
        InputError: when ``pair`` is not one of :data:`PAIRS`.
    """
    if pair not in PAIRS:
        raise InputError(f"no particle pair {pair!r}; write one of {', '.join(PAIRS)}")
    after_consonant, after_vowel = pair.split("/")
    sound = final_sound(word)
    if sound == "none" or (sound == "rieul" and pair == "으로/로"):
        return after_vowel
    return after_consonant


def attach(word: str, pair: Pair) -> str:
    """``word`` and the fitting form of ``pair``, written together."""
    return word + particle(word, pair)


def fill(template: str, **values: object) -> str:
    """``template`` with its values, and after each the particle that fits.

    ``{name}`` stands for a value; ``{을/를}`` for the form that fits whatever stands before it, be that a value, a
    word of the template or a slot in square brackets. ``{{`` and ``}}`` are braces. Values are never read as
    templates.

    Raises:
        InputError: when values are missing, naming all of them, or a pair is unknown.
    """
    names = {match[1] for match in _FIELD.finditer(template) if match[1] is not None and "/" not in match[1]}
    if missing := sorted(names - values.keys()):
        raise InputError(f"no value for {', '.join(missing)} in the template {template!r}")
    text, last = "", 0
    for match in _FIELD.finditer(template):
        text += template[last : match.start()]
        last = match.end()
        if match[1] is None:
            text += match.group()[0]
        elif "/" in match[1]:
            text += particle(text, cast(Pair, match[1]))  # particle() refuses what is not a pair
        else:
            text += str(values[match[1]])
    return text + template[last:]
