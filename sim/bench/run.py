"""Measure the rows that are asked for, one after the other, and judge each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sim.bench.baseline import Committed, read_baseline
from sim.bench.cases import CASES, Measure
from sim.bench.measured import NotMeasuredError
from sim.bench.targets import BY_NAME, TARGETS, Target
from sim.bench.verdict import Row, judge, not_measured
from sim.errors import InputError
from sim.study.suggest import did_you_mean, listing

Told = Callable[[str, int, int], None]
"""Is told what is measured, how many rows are done, and how many there are."""


def targets_named(names: Sequence[str], *, quick: bool) -> list[Target]:
    """Give the rows to measure.

    Parameters
    ----------
    names
        Names of rows; none asks for all of the form.
    quick
        Whether the short form is meant; a row that is named is measured in either.

    Returns
    -------
    list[Target]
        In the order of the table.

    Raises
    ------
    InputError
        With every name that no row has.
    """
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        there = f"there are {listing(BY_NAME)}"
        problems = [
            InputError.of(
                name, "there is no such benchmark", f"{did_you_mean(name, BY_NAME)} {there}".strip()
            ).problems[0]
            for name in unknown
        ]
        raise InputError(problems)
    return [target for target in TARGETS if target.name in names or (not names and (target.quick or not quick))]


def measure_all(
    targets: Sequence[Target],
    baseline: Path,
    told: Told,
    *,
    quick: bool,
    cases: Mapping[str, Measure] = CASES,
) -> Iterator[Row]:
    """Measure and judge rows; one that fails is measured once more, and that counts.

    Parameters
    ----------
    targets
        The rows.
    baseline
        File of the committed ratios.
    told
        Is told how far the run is.
    quick
        Whether in the short form.
    cases
        What measures each row.

    Yields
    ------
    Row
        Row by row.
    """
    committed = read_baseline(baseline, quick=quick)
    for done, target in enumerate(targets):
        told(f"Measuring {target.name}", done, len(targets))
        row = _measure(target, committed.get(target.name), cases[target.name], quick=quick)
        yield _measure(target, committed.get(target.name), cases[target.name], quick=quick) if row.failed else row
    told("Measuring", len(targets), len(targets))


def _measure(target: Target, committed: Committed | None, measure: Measure, *, quick: bool) -> Row:
    """Measure one row and judge it."""
    try:
        return judge(target, measure(quick=quick), committed)
    except NotMeasuredError as reason:
        return not_measured(target, committed, str(reason))
