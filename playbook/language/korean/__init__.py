"""Korean as it is written: sounds, particles, speech levels, sentences.

>>> fill("{item}{을/를} {when}{으로/로} 옮겼습니다", item="배송일(예정)", when="11월 22일")
'배송일(예정)을 11월 22일로 옮겼습니다'
>>> register_of("확인해 드릴게요 🙏")
'polite'
"""

from __future__ import annotations

from playbook.language.korean.particles import PAIRS, Pair, attach, fill, particle
from playbook.language.korean.register import Register, register_of
from playbook.language.korean.sentences import sentences
from playbook.language.korean.sounds import FinalSound, final_sound

__all__ = [
    "PAIRS",
    "FinalSound",
    "Pair",
    "Register",
    "attach",
    "fill",
    "final_sound",
    "particle",
    "register_of",
    "sentences",
]
