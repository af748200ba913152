"""Arithmetic that tells a well-formed number from a random one.

A sum that holds makes a find surer; one that fails never drops it. Resident numbers issued since 5 October 2020
have no check digit at all, and a mistyped card number is still somebody's card number.
"""

from __future__ import annotations

from calendar import monthrange

_RRN_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_BRN_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3)


def luhn(digits: str) -> bool:
    """Whether a payment card number holds (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def resident_number(digits: str) -> bool:
    """Whether the check digit of a Korean resident registration number of 13 digits holds."""
    total = sum(weight * int(digit) for weight, digit in zip(_RRN_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def foreigner_number(digits: str) -> bool:
    """Whether the check digit of a Korean foreigner registration number of 13 digits holds."""
    total = sum(weight * int(digit) for weight, digit in zip(_RRN_WEIGHTS, digits, strict=False))
    return (13 - total % 11) % 10 == int(digits[12])


def business_number(digits: str) -> bool:
    """Whether the check digit of a Korean business registration number of 10 digits holds."""
    total = sum(weight * int(digit) for weight, digit in zip(_BRN_WEIGHTS, digits, strict=False))
    ninth = int(digits[8]) * 5
    return (10 - (total + ninth // 10 + ninth % 10) % 10) % 10 == int(digits[9])


def birth_date(digits: str) -> bool:
    """Whether the first six digits of a resident number are a day of its century.

    The seventh digit tells the century: 9, 0 the 1800s; 1, 2, 5, 6 the 1900s; 3, 4, 7, 8 the 2000s.
    """
    century = 1800 if digits[6] in "90" else 1900 if digits[6] in "1256" else 2000
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= monthrange(century + int(digits[:2]), month)[1]
