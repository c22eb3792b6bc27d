"""The page of a backtest: what was asked, what came, and how it lay in what was foreseen. It opens offline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.backtest.charts import Strip, draw_axis, draw_histogram, draw_strip, shared_axis
from sim.backtest.findings import Findings, GroupFindings, Hotspots, Simulated
from sim.backtest.rivals import LAST_MONTH, LAST_YEAR
from sim.backtest.shape import MEASURES, Held
from sim.backtest.transform import Calibration
from sim.backtest.verdicts import BY_CHANCE, Verdict, verdicts
from sim.backtest.words import months_words, percent, rounded
from sim.report.page import render_page

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATES: Final = Path(__file__).parent / "templates"
_WIDEST: Final = 3.0
"""Multiples of the middle at which charts end."""
_WORDS: Final = {True: "holds", False: "misses", None: "told"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of a table with a chart in it.

    Parameters
    ----------
    name
        What it is of.
    cells
        Its numbers in words.
    chart
        The drawing.
    is_outside
        Whether what came lies outside its band.
    """

    name: str
    cells: tuple[str, ...]
    chart: Markup
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Drawn rows over one scale.

    Parameters
    ----------
    title
        What all are about.
    rows
        The rows.
    axis
        The scale below them.
    """

    title: str
    rows: tuple[Drawn, ...]
    axis: Markup


def backtest_page(findings: Findings) -> str:
    """Render the page.

    Parameters
    ----------
    findings
        What a backtest found.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same findings give the same text.
    """
    rows = verdicts(findings)
    return render_page(
        "backtest.html",
        _TEMPLATES,
        findings=findings,
        attribution=findings.attribution,
        facts=months_words(findings),
        lead=_lead(findings),
        sums=_sums(rows),
        verdicts=[(row.asked, row.found, _WORDS[row.holds]) for row in rows],
        totals=_totals(findings.groups),
        cells=_calibration("All types", findings.cells),
        calibrations=[_calibration(group.name, group.cells) for group in findings.groups],
        areas={group.name: f"{group.areas.coverage:.1%}" for group in findings.groups},
        hotspots=[_lists(kind) for kind in findings.hotspots if kind.lists],
        shapes=_shapes({group.name: group.shape for group in findings.groups}),
        simulated=[(_simulated_words(findings, part), _shapes(part.shape)) for part in findings.simulated],
    )


def _lead(findings: Findings) -> str:
    """Say in a sentence how it went."""
    inside = sum(group.scored[0].inside for group in findings.categories)
    return (
        f"{inside} of {len(findings.categories)} county totals, and {findings.cells.coverage:.1%} of "
        f"{findings.cells.cells:,} counts by area, type and month, came within their 95% interval{_of_sums(findings)}."
    )


def _of_sums(findings: Findings) -> str:
    """Say how the sums of types went, which can miss together what each type only just holds; nothing without any."""
    sums = [group for group in findings.groups if not group.is_category]
    missed = [group for group in sums if not group.scored[0].inside]
    told = missed or sums
    if not told:
        return ""
    named = f"the sum{'s' if len(told) > 1 else ''} {' and '.join(group.name for group in told)}"
    return f"; {named} did not" if missed else f"; so did {named}"


def _sums(rows: Sequence[Verdict]) -> str:
    """Say how many of the things asked hold."""
    judged = [row for row in rows if row.holds is not None]
    return f"Of {len(judged)} things asked of the fit {sum(bool(row.holds) for row in judged)} hold. {BY_CHANCE}"


def _totals(groups: Sequence[GroupFindings]) -> Chapter:
    """Draw the county totals over what was foreseen of them."""
    strips = [_strip(group).relative() for group in groups]
    axis = shared_axis(strips, _WIDEST)
    rows = [_total(group, draw_strip(strip, axis, _told(group))) for group, strip in zip(groups, strips, strict=True)]
    return Chapter("County totals", tuple(rows), draw_axis(axis, " ×"))


def _strip(group: GroupFindings) -> Strip:
    """Give the band of a total and what came."""
    own = group.scored[0]
    return Strip(own.low, own.mean, own.high, float(group.total))


def _told(group: GroupFindings) -> str:
    """Say what the chart of a total shows."""
    own = group.scored[0]
    return f"{group.name}: {group.total:,} recorded, {own.mean:,.0f} foreseen ({own.low:,.0f} to {own.high:,.0f})"


def _simulated_words(findings: Findings, part: Simulated) -> str:
    """Say which months are held against how many histories."""
    which = "hidden" if part.months == findings.hidden else "last fitted"
    return f"The {which} months, {part.months[0]} to {part.months[-1]}, against {part.histories} histories"


def _total(group: GroupFindings, chart: Markup) -> Drawn:
    """Write the row of a total."""
    own = group.scored[0]
    rivals = [group.scored_by(name) for name in (LAST_YEAR, LAST_MONTH)]
    scores = [own.score, *(math.nan if rival is None else rival.score for rival in rivals)]
    cells = (f"{group.total:,}", f"{own.mean:,.0f}", f"{own.low:,.0f} to {own.high:,.0f}")
    return Drawn(group.name, (*cells, *(rounded(score) for score in scores)), chart, is_outside=not own.inside)


def _calibration(name: str, found: Calibration) -> Drawn:
    """Draw one histogram."""
    words = (f"{found.coverage:.1%}", f"{found.cells:,}", f"{found.distance:.3f}")
    title = f"{name}: {words[0]} of {words[1]} counts inside their 95% interval"
    return Drawn(name, words, draw_histogram(found.histogram, title))


def _lists(kind: Hotspots) -> dict[str, object]:
    """Lay out what the lists of one kind caught."""
    lengths = list(dict.fromkeys(row.length for row in kind.lists))
    methods = dict.fromkeys(row.method for row in kind.lists)
    rows = {name: [row for row in kind.lists if row.method == name] for name in methods}
    cells = {
        name: [(percent(row.hit_rate), f"PAI {rounded(row.pai, 2)}, PEI {rounded(row.pei, 2)}") for row in own]
        for name, own in rows.items()
    }
    return {"group": kind.group, "by": kind.by, "lengths": lengths, "rows": cells}


def _shapes(shapes: dict[str, tuple[Held, ...]]) -> list[Chapter]:
    """Draw each measure of the shape for all groups."""
    if not shapes:
        return []
    chapters = []
    for measure in MEASURES:
        held = {name: row for name, rows in shapes.items() for row in rows if row.measure == measure and row.known}
        strips = [Strip(row.low, row.middle, row.high, row.observed) for row in held.values()]
        axis = shared_axis(strips, max((strip.high for strip in strips), default=1.0) * _WIDEST)
        rows = tuple(
            Drawn(name, _shape_cells(row), draw_strip(strip, axis, f"{name}: {measure}"), is_outside=not row.inside)
            for (name, row), strip in zip(held.items(), strips, strict=True)
        )
        if rows:
            chapters.append(Chapter(measure, rows, draw_axis(axis, "")))
    return chapters


def _shape_cells(row: Held) -> tuple[str, ...]:
    """Write the numbers of one measure."""
    return f"{row.observed:.2f}", f"{row.middle:.2f}", f"{row.low:.2f} to {row.high:.2f}"
