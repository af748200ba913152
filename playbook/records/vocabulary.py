"""The closed vocabularies: the labels of every record, file, rule and screen."""

from __future__ import annotations

from typing import Literal, get_args

Lang = Literal["ko", "en"]
"""Language of a message, a draft or a screen."""

Kind = Literal[
    "complaint", "inquiry", "suggestion", "praise", "rumor", "allegation", "incident", "abuse", "spam"
]  # fmt: skip
"""What sort of message it is."""

Topic = Literal[
    "product_quality", "safety", "outage", "delivery", "billing", "privacy", "labeling", "staff_conduct",
    "support", "policy", "finance", "labor", "executive", "ethics", "legal", "other",
]  # fmt: skip
"""What the message is about: the substance, not the kind."""

Severity = Literal[1, 2, 3, 4]
"""How bad it could get: 1 routine, 2 elevated, 3 serious, 4 crisis."""

Stance = Literal["transparency", "action_plan", "escalate_cs", "acknowledge", "monitor"]
"""The heart of the reply."""

Mode = Literal["confirm", "deny", "unknown", "admit", "fix", "hand_over", "thank", "answer"]
"""What a reply does about the matter: confirm it, deny it with evidence, say that it is not yet known or admit it
(transparency); fix it by a date (action_plan); hand over (escalate_cs); thank or answer (acknowledge)."""

Speaker = Literal["brand", "member", "ceo"]
"""Who speaks in a reply: the company, a member of the team by name, or the chief executive in person."""

Owner = Literal["cs", "pr", "legal", "product", "security", "safety", "ir", "hr", "executive"]
"""Who has to act first."""

Channel = Literal[
    "x", "threads", "instagram", "facebook", "youtube", "naver_blog", "naver_cafe", "kakao_channel", "sms",
    "google_play", "app_store", "email", "web_form", "press", "community",
]  # fmt: skip
"""Where a message came from and where the reply will stand."""

Author = Literal["customer", "employee", "press", "investor", "partner", "regulator", "fan", "unknown"]
"""Who wrote it, as far as the desk knows."""

PersonalDataType = Literal[
    "KR_RRN", "KR_FRN", "KR_PASSPORT", "KR_DRIVER_LICENSE", "KR_BRN", "KR_PHONE", "KR_ACCOUNT", "KR_ADDRESS",
    "KR_VEHICLE", "DOOR_CODE", "CARD", "EMAIL", "PHONE", "ORDER_NO", "TRACKING_NO", "PERSON", "US_SSN", "IP",
]  # fmt: skip
"""Sorts of personal data that are found and masked."""

PassageKind = Literal["guideline", "case", "reply"]
"""A guideline, a precedent, or a reply of our own that was approved."""

Certainty = Literal["cross_checked", "single_source", "unverified"]
"""How sure a card is: confirmed by a second source, known from one source, or not verified."""

FindingLevel = Literal["error", "warning", "note"]
"""An error blocks approval; a warning asks for a look; a note informs."""

LengthUnit = Literal["weighted", "characters", "utf16", "cp949_bytes"]
"""How a channel counts: X weights, code points, UTF-16 units, or bytes of CP949."""

KINDS: tuple[Kind, ...] = get_args(Kind)
TOPICS: tuple[Topic, ...] = get_args(Topic)
STANCES: tuple[Stance, ...] = get_args(Stance)
MODES: tuple[Mode, ...] = get_args(Mode)
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
OWNERS: tuple[Owner, ...] = get_args(Owner)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
