"""Measure the rows that are asked for, one after the other, and judge each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sim.bench.baseline import Committed
from sim.bench.cases import CASES, Measure
from sim.bench.measured import NotMeasuredError
from sim.bench.targets import BY_NAME, TARGETS, Target
from sim.bench.verdict import Row, judge, not_measured
from sim.errors import InputError
from sim.listing import listing
from sim.study.suggest import did_you_mean

Baseline = Mapping[str, Committed]
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
    return [target for target in TARGETS if target.name in names or (not names and target.measured_in(quick=quick))]


def measure_all(
    targets: Sequence[Target],
    baseline: Baseline | None,
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
        The committed ratios, row by row; None where there is nothing to be held to.
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
    for done, target in enumerate(targets):
        told(f"Measuring {target.name}", done, len(targets))
        row = _measure(target, baseline, cases[target.name], quick=quick)
        yield _measure(target, baseline, cases[target.name], quick=quick) if row.may_be_chance else row


def _measure(target: Target, baseline: Baseline | None, measure: Measure, *, quick: bool) -> Row:
    """Measure one row and judge it."""
    committed = baseline.get(target.name) if baseline is not None else None
    try:
        measured = measure(quick=quick)
    except NotMeasuredError as reason:
        return not_measured(target, committed, str(reason))
    return judge(target, measured, committed, expected=baseline is not None and target.measured_in(quick=quick))
