"""Walk a parameter pack and find the numbers that do not say what they are and where they come from.

A number is explained in one of three ways: it is a mapping `{value, unit, low, high, source, confidence}`; or it stands
inside a mapping that has a source, a confidence and a range (as `times`, two factors, or as `low` and `high`); or its
table has a column for it in the pack's `fields:` block. A pattern, such as a rota, needs a source but no range: it is
chosen, not measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sim.config import Confidence

CONFIDENCES = frozenset(get_args(Confidence))
NUMBER_KEYS = frozenset({"value", "unit", "low", "high", "source", "confidence"})
ORIGIN_KEYS = frozenset({"unit", "low", "high", "times", "source", "confidence", "except_for"})
STRUCTURE = frozenset({"spatial_seed", "x", "y"})
"""Keys whose numbers seed a draw or say where a named place is (EPSG:27700)."""
PATTERNS = frozenset({"rotas"})
"""Sections that hold patterns."""


def unexplained_numbers(document: dict[str, object]) -> list[str]:
    """List what is wrong with a pack, each with its dotted path."""
    fields = document.get("fields", {})
    problems = list(_bad_fields(fields, "fields"))
    for key, value in document.items():
        if key != "fields" and key not in STRUCTURE:
            columns = fields.get(key, {}) if isinstance(fields, dict) else {}
            problems += _walk(value, key, "", columns, explained=False)
    return problems


def _walk(value: object, path: str, column: str, columns: dict[str, object], *, explained: bool) -> Iterator[str]:
    """Give the problems below one place; `column` is the place within a row of a table."""
    if _is_number(value):
        if not (explained or _has_column(column, columns)):
            yield f"{path}: a bare number"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}.{_label(item, index)}", column, columns, explained=explained)
    elif isinstance(value, dict):
        if "value" in value:
            yield from _bad_number(value, path)
        else:
            yield from _walk_mapping(value, path, column, columns, explained=explained)


def _walk_mapping(
    value: dict[str, object], path: str, column: str, columns: dict[str, object], *, explained: bool
) -> Iterator[str]:
    """Give the problems in a mapping that is no number itself."""
    is_origin = "source" in value and "confidence" in value
    if is_origin:
        yield from _bad_origin(value, path, ranged=path.split(".", maxsplit=1)[0] not in PATTERNS)
    for key, item in value.items():
        if key in STRUCTURE or (is_origin and key in ORIGIN_KEYS):
            continue
        place = f"{column}.{key}" if column else key
        yield from _walk(item, f"{path}.{key}", place, columns, explained=explained or is_origin)


def _bad_fields(fields: object, path: str) -> Iterator[str]:
    """Give the problems of the `fields:` block: every column needs unit, source, confidence and range."""
    if not isinstance(fields, dict):
        yield f"{path}: not a mapping"
        return
    for key, value in fields.items():
        if isinstance(value, dict) and "source" in value:
            yield from _bad_origin(value, f"{path}.{key}")
            if not value.get("unit"):
                yield f"{path}.{key}: no unit"
            for row, other in value.get("except_for", {}).items():
                yield from _bad_origin(other, f"{path}.{key}.except_for.{row}")
        else:
            yield from _bad_fields(value, f"{path}.{key}")


def _bad_number(number: dict[str, object], path: str) -> Iterator[str]:
    """Give the problems of one sourced number."""
    missing = sorted(key for key in NUMBER_KEYS if number.get(key) in (None, ""))
    if missing:
        yield f"{path}: no {', '.join(missing)}"
    elif not all(_is_number(number[key]) for key in ("value", "low", "high")):
        yield f"{path}: value, low and high are not all numbers"
    elif not number["low"] <= number["value"] <= number["high"]:
        yield f"{path}: {number['value']} lies outside {number['low']} to {number['high']}"
    yield from _bad_confidence(number, path)


def _bad_origin(origin: dict[str, object], path: str, *, ranged: bool = True) -> Iterator[str]:
    """Give the problems of what explains several numbers at once."""
    if not origin.get("source"):
        yield f"{path}: no source"
    times = origin.get("times", [origin.get("low"), origin.get("high")])
    if ranged and not (
        isinstance(times, list) and len(times) == 2 and all(map(_is_number, times)) and times[0] <= times[1]
    ):
        yield f"{path}: no range"
    yield from _bad_confidence(origin, path)


def _bad_confidence(value: dict[str, object], path: str) -> Iterator[str]:
    """Give the problem of a confidence that is none of the words."""
    if value.get("confidence") not in {*CONFIDENCES, None}:
        yield f"{path}: confidence {value['confidence']} is not one of {', '.join(sorted(CONFIDENCES))}"


def _has_column(column: str, columns: dict[str, object]) -> bool:
    """Tell whether a place in a row, with or without its row key in front, lies in a column of the table."""
    parts = column.split(".")
    return any(
        ".".join(parts[first:last]) in columns
        for first in range(len(parts))
        for last in range(first + 1, len(parts) + 1)
        if first <= 1
    )


def _is_number(value: object) -> bool:
    """Tell whether a value is a number, not a truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _label(item: object, index: int) -> str:
    """Name an item of a list by its key where it has one."""
    return str(item.get("key", index)) if isinstance(item, dict) else str(index)
