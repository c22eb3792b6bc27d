"""What a study took from a fit to its county's own data, as the report shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.config import Sourced
    from sim.report.content import ReportContent

YEARLY: Final = "county.fitted.per_year."
"""Path of the numbers that stand in a table of their own: recorded rows a year by category."""
GRADE: Final = "fitted"


@dataclass(frozen=True, slots=True)
class FittedShown:
    """A fit as the report shows it.

    Parameters
    ----------
    rows
        Category, expected rows a year, and the range of 95 % of years.
    others
        How many more of the study's numbers were fitted.
    sources
        What they were fitted to.
    """

    rows: tuple[tuple[str, str, str], ...]
    others: int
    sources: tuple[str, ...]


def fitted_shown(content: ReportContent) -> FittedShown | None:
    """Gather the numbers that were fitted; None for a study that has none.

    Parameters
    ----------
    content
        The report's content.
    """
    fitted = [(path, number) for path, number in content.assumptions if number.confidence == GRADE]
    if not fitted:
        return None
    rows = tuple(_row(path.removeprefix(YEARLY), number) for path, number in fitted if path.startswith(YEARLY))
    sources = tuple(dict.fromkeys(number.source for _, number in fitted))
    return FittedShown(rows, len(fitted) - len(rows), sources)


def _row(category: str, number: Sourced) -> tuple[str, str, str]:
    """Write one category."""
    return category, f"{number.value:,.0f}", f"{number.low:,.0f} to {number.high:,.0f}"
