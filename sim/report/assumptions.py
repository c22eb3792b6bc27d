"""The numbers that a run rests on, grouped as the packs are, with how far each can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.config import Sourced

CONFIDENCE: Final = {
    "seed": "from a paper of the study panel",
    "found": "from a public page that was read",
    "derived": "arithmetic on the two above",
    "fitted": "fitted to the county's own data",
    "recalled": "from literature that was not read again",
    "range": "a working range",
    "assumption": "an assumption of ours",
}
"""What each grade of confidence means, the firmest first."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number.

    Parameters
    ----------
    name
        Its path within the group.
    value, unit, range
        The number, its unit, and "low to high" or "fixed".
    confidence, source
        How far it can be trusted, and where it comes from.
    """

    name: str
    value: str
    unit: str
    range: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class AssumptionGroup:
    """The numbers of one part of the model.

    Parameters
    ----------
    label
        Name of the part.
    rows
        Its numbers, in the order given.
    """

    label: str
    rows: tuple[Assumption, ...]


def assumption_groups(numbers: Iterable[tuple[str, Sourced]]) -> tuple[AssumptionGroup, ...]:
    """Group the assumptions by the first word of their path, in the order in which the groups first appear."""
    grouped: dict[str, list[Assumption]] = {}
    for path, number in numbers:
        head, _, rest = path.partition(".")
        grouped.setdefault(head, []).append(_assumption(rest or head, number))
    return tuple(AssumptionGroup(head.replace("_", " ").capitalize(), tuple(rows)) for head, rows in grouped.items())


def confidence_counts(numbers: Iterable[tuple[str, Sourced]]) -> tuple[tuple[str, int], ...]:
    """Count the numbers of each grade of confidence that occurs, the firmest first."""
    grades = [number.confidence for _, number in numbers]
    return tuple((grade, grades.count(grade)) for grade in CONFIDENCE if grade in grades)


def _assumption(name: str, number: Sourced) -> Assumption:
    """Write one number."""
    span = "fixed" if number.low == number.high else f"{_digits(number.low)} to {_digits(number.high)}"
    words = name.replace("_", " ").replace(".", " › ")
    return Assumption(words, _digits(number.value), number.unit, span, number.confidence, number.source)


def _digits(value: float) -> str:
    """Write a number as it was given, with separated thousands."""
    return f"{value:,.6g}".replace("-", "\N{MINUS SIGN}") if abs(value) < 1e6 else f"{value:,.0f}"
