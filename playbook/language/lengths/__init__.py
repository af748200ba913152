"""How long a text is where it will stand, and how to cut it into posts.

>>> measure("안녕하세요", "weighted")
10
>>> Limit(limit=280, unit="weighted").fits("안녕하세요")
True
"""

from __future__ import annotations

from playbook.language.lengths.measure import Limit, measure, outside_cp949
from playbook.language.lengths.split import split

__all__ = ["Limit", "measure", "outside_cp949", "split"]
