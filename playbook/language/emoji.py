"""What counts as one emoji: the sequences of Unicode TS #51, as one regular expression.

Normalising must leave a sequence whole, X weighs it as two whatever its length, a split must not cut it, and a
particle after it has no sound to go by. All four use this one definition, so that they cannot disagree.
"""

from __future__ import annotations

import re

_PICTURE = (
    "\U0001f000-\U0001f0ff\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f23a"
    "\U0001f250\U0001f251\U0001f300-\U0001faff"
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
"""Characters shown as a picture by themselves."""

_SIGN = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa"
    "\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb\u25fc\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299"
    "\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f202\U0001f237"
)
"""Characters shown as a picture only when variation selector 16 follows."""

_TONE = "[\U0001f3fb-\U0001f3ff]"
_TAGS = "[\U000e0020-\U000e007e]+\U000e007f"
_FIRST = f"(?:[{_PICTURE}]\ufe0f?|[{_SIGN}](?:\ufe0f|(?={_TONE}|\u200d[{_PICTURE}{_SIGN}])))"
_NEXT = f"[{_PICTURE}{_SIGN}]\ufe0f?"

PATTERN = f"[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}}|{_FIRST}(?:{_TONE}|{_TAGS})?(?:\u200d{_NEXT}{_TONE}?)*"
"""Source of :data:`EMOJI`, for use inside larger expressions (it has no groups that capture)."""

EMOJI = re.compile(PATTERN)
"""One emoji: keycap, flag, or picture with tone, tags and joined pictures."""
