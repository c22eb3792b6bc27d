"""Say in our own words what is wrong with a value, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sim.listing import listing
from sim.study.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

KINDS = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a section of keys and values",
    "model_type": "a section of keys and values",
    "model_attributes_type": "a section of keys and values",
    "none_required": "nothing",
}
_LIMITS = {
    "greater_than": ("gt", "must be above {}"),
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than": ("lt", "must be below {}"),
    "less_than_equal": ("le", "must be at most {}"),
    "multiple_of": ("multiple_of", "must be a multiple of {}"),
}
_MOST_SHOWN = 40
_LENGTHS = {
    "too_short": ("min_length", "must have at least {} items"),
    "too_long": ("max_length", "must have at most {} items"),
    "string_too_short": ("min_length", "must have at least {} characters"),
    "string_too_long": ("max_length", "must have at most {} characters"),
}


def expected(details: ErrorDetails) -> str:
    """Say what kind of value was expected; empty where the error is not about kinds."""
    kind = details["type"]
    if kind == "literal_error":
        return _choice(details)
    if kind == "model_type" and details.get("ctx", {}).get("class_name") in {"ListedArea", "Sourced"}:
        return "a number"
    return KINDS.get(kind, "")


def sentence(details: ErrorDetails) -> tuple[str, str]:
    """Say what is wrong with a value and what to do.

    Parameters
    ----------
    details
        pydantic's error; not `missing` or `extra_forbidden`, which need to know the model.

    Returns
    -------
    tuple of (str, str)
        What is wrong; what to do, empty where that says it all.
    """
    kind, value = details["type"], details["input"]
    if kind == "literal_error":
        do = did_you_mean(value, options(details)) if isinstance(value, str) else ""
        return f"expected {_choice(details)}, not {shown(value)}", do
    if kind in KINDS:
        return wrong_kind([expected(details)], value)
    if kind in _OTHERS:
        return _OTHERS[kind](details)
    return f"{details['msg'][:1].lower()}{details['msg'][1:]}, not {shown(value)}", ""


def wrong_kind(kinds: list[str], value: object) -> tuple[str, str]:
    """Say that a value is of none of the kinds that it may be, and how it was probably meant."""
    what = f"expected {' or '.join(dict.fromkeys(kinds))}, not {shown(value)}"
    for kind in kinds:
        do = _remedy(kind, value)
        if do:
            return what, do
    return what, ""


def options(details: ErrorDetails) -> list[str]:
    """List the values that were allowed."""
    return re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))


def shown(value: object) -> str:
    """Show a value as it would stand in the file, shortened."""
    if isinstance(value, Mapping):
        return "a section"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= _MOST_SHOWN else f'"{value[: _MOST_SHOWN - 3]}..."'
    if isinstance(value, float):
        return f"{value:g}"
    return "nothing" if value is None else str(value).lower()


def _choice(details: ErrorDetails) -> str:
    """Write the allowed values: ``count, harm or random``."""
    words = options(details)
    if not words:
        return str(details.get("ctx", {}).get("expected", "one of the allowed values"))
    return listing(words, "or")


def _remedy(kind: str, value: object) -> str:
    """Guess how a value of the wrong kind was meant."""
    is_scalar = isinstance(value, str | int | float | date) and not isinstance(value, bool)
    word = str(value).lower()
    match kind:
        case "a number" | "a whole number":
            do = _number_meant(value, whole=kind == "a whole number")
        case "a text":
            do = "put it in quotes" if is_scalar else ""
        case "a date":
            do = _date_meant(value)
        case "a section of keys and values":
            do = "write {} for an empty one, or indent its keys below it" if value is None else ""
        case "a list":
            do = f"put it in brackets: [{value}]" if is_scalar else ""
        case "true or false":
            do = "write true" if word in {"yes", "on", "1"} else "write false" if word in {"no", "off", "0"} else ""
        case _:
            do = ""
    return do


def _number_meant(value: object, *, whole: bool) -> str:
    """Find the number in a value that is none."""
    if isinstance(value, float):
        return f"write {value:.0f}" if value.is_integer() else "round it"
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if _is_number(text):
        return "remove the quotes"
    found = re.fullmatch(r"[£$€]?\s*([-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?)\s*(.*)", text)
    if not found:
        return ""
    number, rest = found.group(1).replace(",", ""), found.group(2)
    if rest == "%" and not whole:
        return f"if a share is meant, write {float(number) / 100:g}"
    return f"write the number alone: {number}"


def _is_number(text: str) -> bool:
    """Tell whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _date_meant(value: object) -> str:
    """Say how to write the date."""
    if isinstance(value, datetime):
        return f"leave out the time: {value.date()}"
    if isinstance(value, str) and _is_iso_date(value.strip()):
        return "remove the quotes"
    return "write a date that exists as year-month-day: 2026-04-06"


def _is_iso_date(text: str) -> bool:
    """Tell whether a text is a date."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _own_words(details: ErrorDetails) -> tuple[str, str]:
    """Take the words of a check of ours; a semicolon parts what is wrong from what to do."""
    error = details.get("ctx", {}).get("error")
    words = str(error) if error is not None else details["msg"].removeprefix("Value error, ")
    what, _, do = words.rstrip(".").partition("; ")
    return what, do


def _limit(details: ErrorDetails) -> tuple[str, str]:
    """Say that a number is too large or too small."""
    name, words = _LIMITS[details["type"]]
    return f"{words.format(shown(details['ctx'][name]))}, not {shown(details['input'])}", ""


def _length(details: ErrorDetails) -> tuple[str, str]:
    """Say that a list or text is too long or too short."""
    name, words = _LENGTHS[details["type"]]
    length = len(details["input"])
    return (f"{words.format(details['ctx'][name])}, not {length}" if length else "must not be empty"), ""


def _pattern(details: ErrorDetails) -> tuple[str, str]:
    """Say that a text has characters that it may not have."""
    return f"{shown(details['input'])} does not have the right form", ""


def _bad_kind(details: ErrorDetails) -> tuple[str, str]:
    """Say that a section's `kind` is none of those there are."""
    context = details["ctx"]
    kinds = re.findall(r"'([^']*)'", context["expected_tags"])
    key = context["discriminator"].strip("'")
    written = shown(context["tag"])
    return f"there is no `{key}` {written}", did_you_mean(
        str(context["tag"]), kinds, otherwise=f"use {listing(kinds, 'or')}"
    )


def _no_kind(details: ErrorDetails) -> tuple[str, str]:
    """Say that a section lacks its `kind`."""
    key = details["ctx"]["discriminator"].strip("'")
    return f"the key `{key}` is missing", "say of which kind this section is"


def _not_finite(details: ErrorDetails) -> tuple[str, str]:
    """Say that a number is no number or infinite."""
    return f"expected an ordinary number, not {shown(details['input'])}", ""


def _fraction(details: ErrorDetails) -> tuple[str, str]:
    """Say that a number must be whole."""
    return wrong_kind(["a whole number"], details["input"])


_OTHERS: dict[str, Callable[[ErrorDetails], tuple[str, str]]] = {
    "value_error": _own_words,
    "assertion_error": _own_words,
    "string_pattern_mismatch": _pattern,
    "union_tag_invalid": _bad_kind,
    "union_tag_not_found": _no_kind,
    "finite_number": _not_finite,
    "int_from_float": _fraction,
    **dict.fromkeys(_LIMITS, _limit),
    **dict.fromkeys(_LENGTHS, _length),
}
