"""What a fit must do to be trusted, and whether it did."""

from __future__ import annotations

import math
import operator
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sim.backtest.findings import Findings, Hotspots
from sim.backtest.hotspots import FIT, Caught
from sim.backtest.rivals import LAST_MONTH, LAST_TWELVE, LAST_YEAR
from sim.backtest.shape import DISPERSION, GINI, MONTHLY, TOP, Held

COVERAGE: Final = (0.93, 0.97)
"""Share of area × type × month counts that a 95% interval may hold, all types together: an assumption, chance is .1 %."""
COVERAGE_OF_TYPE: Final = (0.91, 0.98)
"""The same for each type, whose cells share one county total."""
MANY: Final = 5_000
"""Rows a year from which a type's shape must be met closely, and not only within its band."""
CLOSE: Final = 0.10
"""How closely, as a share."""
MATCHED: Final = {GINI: "Gini", TOP: "top 5%", DISPERSION: "dispersion", MONTHLY: "ranks"}
"""What of the shape is judged, and what it is called for short."""
BY_CHANCE: Final = "Of twenty numbers that are foreseen honestly, about one lies outside its 95% band by chance."
"""What to bear in mind where many are asked to lie inside."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing asked of the fit.

    Parameters
    ----------
    asked
        What was asked.
    found
        What was found.
    holds
        Whether it holds; None where nothing was asked, or nothing could be said.
    """

    asked: str
    found: str
    holds: bool | None


def verdicts(findings: Findings) -> tuple[Verdict, ...]:
    """Judge a backtest.

    Parameters
    ----------
    findings
        What it found.

    Returns
    -------
    tuple[Verdict, ...]
        Totals, scores, calibration, hotspots, and the shape as foreseen and, where drawn, as simulated.
    """
    found = [_totals(findings), *_scores(findings), _cells(findings), _cells_by_type(findings)]
    found += [row for kind in findings.hotspots if kind.group not in _names(findings) for row in _lists(kind)]
    found.append(_lists_by_type(findings))
    shapes = {group.name: group.shape for group in findings.categories}
    found += _shape(shapes, findings, "foreseen")
    for simulated in findings.simulated:
        of_types = {name: held for name, held in simulated.shape.items() if name in shapes}
        which = "hidden" if simulated.months == findings.hidden else "last fitted"
        found += _shape(of_types, findings, f"simulated ({which} months)")
    return tuple(found)


def _names(findings: Findings) -> set[str]:
    """Name the categories."""
    return {group.name for group in findings.categories}


def _totals(findings: Findings) -> Verdict:
    """Count the county totals inside their interval."""
    held = [group.scored[0].inside for group in findings.categories]
    outside = [group.name for group in findings.categories if not group.scored[0].inside]
    found = f"{sum(held)} of {len(held)}"
    return Verdict(
        "county totals inside their 95% interval",
        f"{found}; outside: {', '.join(outside)}" if outside else found,
        None,
    )


def _scores(findings: Findings) -> Iterable[Verdict]:
    """Compare the interval scores of county totals with those of the rivals."""
    for rival in (LAST_YEAR, LAST_MONTH):
        pairs = [(group.scored[0], other) for group in findings.categories if (other := group.scored_by(rival))]
        truth = [max(group.total, 1) for group in findings.categories]
        own, others = [pair[0].score for pair in pairs], [pair[1].score for pair in pairs]
        ours, theirs = sum(own), sum(others)
        relative = [statistics.fmean(map(operator.truediv, scores, truth)) for scores in (own, others)]
        better = sum(map(operator.lt, own, others))
        yield Verdict(
            f"interval score of county totals below that of {rival}'s counts",
            f"sum {ours:,.0f} against {theirs:,.0f}; mean of score ÷ truth {relative[0]:.2f} against {relative[1]:.2f}; "
            f"lower in {better} of {len(pairs)} types",
            ours < theirs,
        )


def _cells(findings: Findings) -> Verdict:
    """Judge the coverage of all cells."""
    low, high = COVERAGE
    share = findings.cells.coverage
    asked = f"{low:.0%} to {high:.0%} of area × type × month counts inside their 95% interval"
    return Verdict(asked, f"{share:.1%} of {findings.cells.cells:,}", low <= share <= high)


def _cells_by_type(findings: Findings) -> Verdict:
    """Judge the coverage of each type."""
    low, high = COVERAGE_OF_TYPE
    shares = {group.name: group.cells.coverage for group in findings.categories}
    wrong = [f"{name} {share:.1%}" for name, share in shares.items() if not low <= share <= high]
    least, most = min(shares.values()), max(shares.values())
    found = f"{least:.1%} to {most:.1%}" + (f"; outside: {', '.join(wrong)}" if wrong else "")
    return Verdict(f"{low:.0%} to {high:.0%} of them for every type", found, not wrong)


def _lists(kind: Hotspots) -> Iterable[Verdict]:
    """Compare what lists catch with last year's counts; where records have a gap, tell the last twelve months beside."""
    pairs = _against(kind, LAST_YEAR)
    holds = all(own.catches_as_much_as(other) for own, other in pairs) if pairs else None
    yield Verdict(f"hotspot lists catch as much as last year's counts ({kind.by})", _side_by_side(pairs) or "–", holds)
    if recent := _against(kind, LAST_TWELVE):
        asked = f"hotspot lists beside the {LAST_TWELVE} with records, however old ({kind.by})"
        yield Verdict(asked, _side_by_side(recent), None)


def _side_by_side(pairs: Iterable[tuple[Caught, Caught]]) -> str:
    """Write what the fit's lists catch and what others do."""
    return "; ".join(
        f"top {own.length} {own.hit_rate:.1%} against {other.hit_rate:.1%}{_by_chance(other)}" for own, other in pairs
    )


def _by_chance(other: Caught) -> str:
    """Say whether a list that catches more than the fit's may do so by chance; nothing where that is not known."""
    return " (less within chance)" if other.behind < 0 <= other.behind_high else ""


def _lists_by_type(findings: Findings) -> Verdict:
    """Count the lists of single types that catch as much as last year's, and those that are worse beyond chance."""
    kinds = [kind for kind in findings.hotspots if kind.group in _names(findings)]
    pairs = [pair for kind in kinds for pair in _against(kind, LAST_YEAR)]
    least = sum(own.catches_as_much_as(other) for own, other in pairs)
    worse = sum(other.behind_high < 0 for _, other in pairs)
    found = f"{least} of {len(pairs)} catch as much; {worse} less by more than chance"
    return Verdict("hotspot lists of single types catch as much as last year's counts", found, None)


def _against(kind: Hotspots, rival: str) -> list[tuple[Caught, Caught]]:
    """Pair the fit's lists with those of a rival; none where it made none, or nothing came."""
    own = {row.length: row for row in kind.lists if row.method == FIT}
    return [(own[row.length], row) for row in kind.lists if row.method == rival and math.isfinite(row.hit_rate)]


def _shape(shapes: dict[str, tuple[Held, ...]], findings: Findings, how: str) -> list[Verdict]:
    """Judge the shape of each type against its band, and closely where there are many rows."""
    many = {group.name for group in findings.categories if group.per_year > MANY}
    judged = [(name, held) for name, rows in shapes.items() for held in rows if held.measure in MATCHED and held.known]
    found = []
    for measure in MATCHED:
        rows = [(name, held) for name, held in judged if held.measure == measure]
        if not rows:
            continue
        outside = [name for name, held in rows if not held.inside]
        told = f"{len(rows) - len(outside)} of {len(rows)}" + (f"; outside: {', '.join(outside)}" if outside else "")
        found.append(Verdict(f"{measure}: inside the 95% band {how} for every type", told, not outside))
    close = [(name, held) for name, held in judged if name in many]
    if close:
        far: dict[str, list[str]] = {}
        for name, held in close:
            if not abs(held.ratio - 1) <= CLOSE:
                far.setdefault(name, []).append(f"{MATCHED[held.measure]} {held.ratio - 1:+.0%}")
        missed = [f"{name} ({', '.join(parts)})" for name, parts in far.items()]
        count = len(close) - sum(map(len, far.values()))
        told = f"{count} of {len(close)}" + (f"; further: {', '.join(missed)}" if missed else "")
        asked = f"these within {CLOSE:.0%} of what was {how}, types of over {MANY:,} rows a year"
        found.append(Verdict(asked, told, not missed))
    return found
