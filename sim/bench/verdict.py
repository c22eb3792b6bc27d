"""Judge a measurement: against its target, and against what was committed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sim.bench.baseline import Committed
from sim.bench.measured import Measured
from sim.bench.targets import SECONDS, Target


class Verdict(StrEnum):
    """What a row comes to; the first three are failures."""

    REGRESSED = "REGRESSED"
    MISSED = "floor MISSED"
    NOT_COMMITTED = "NOT COMMITTED"
    MISSED_BEFORE = "floor missed, as committed"
    MISSED_HERE = "floor missed here"
    NOT_MEASURED = "not measured"
    FLOOR = "floor met"
    MOONSHOT = "moonshot met"
    HELD = "held"


FAILURES = frozenset({Verdict.REGRESSED, Verdict.MISSED, Verdict.NOT_COMMITTED})


@dataclass(frozen=True, slots=True)
class Row:
    """A judged row.

    Parameters
    ----------
    target
        What was asked.
    measured
        What was found; None where nothing could be measured.
    committed
        What the baseline holds; None where it holds nothing.
    verdict
        What it comes to.
    remark
        Why it was not measured, how far it has regressed, or that the baseline must or may be renewed; may be empty.
    """

    target: Target
    measured: Measured | None
    committed: Committed | None
    verdict: Verdict
    remark: str = ""

    @property
    def failed(self) -> bool:
        """Whether the row counts against the run."""
        return self.verdict in FAILURES

    @property
    def may_be_chance(self) -> bool:
        """Whether the row failed in a way that a second measurement may undo."""
        return self.failed and self.verdict is not Verdict.NOT_COMMITTED


def judge(target: Target, measured: Measured, committed: Committed | None, *, expected: bool = False) -> Row:
    """Judge a measurement.

    Parameters
    ----------
    target
        What is asked.
    measured
        What was found.
    committed
        What the baseline holds, if anything.
    expected
        Whether the baseline must hold the row: then it fails where it does not.

    Returns
    -------
    Row
        Regressed when the ratio is worse than the committed one by more than the tolerance; else by floor and
        moonshot. A floor that the committed value missed too is shown, and does not fail; nor does a floor in
        seconds, since a slow machine misses it whatever the program does.
    """
    if expected and committed is None:
        return _uncommitted(target, measured)
    worse = target.worsening(measured.ratio, committed.ratio) if committed else 1.0
    if worse > target.tolerance:
        remark = f"{worse:.2f} times worse than committed; {target.tolerance:g} allowed"
        return Row(target, measured, committed, Verdict.REGRESSED, remark)
    remark = ""
    if worse < 1.0 / target.tolerance:
        remark = f"{1.0 / worse:.2f} times better than committed: renew it with --update"
    return Row(target, measured, committed, _by_target(target, measured.value, committed), remark)


def not_measured(target: Target, committed: Committed | None, reason: str) -> Row:
    """Show a row that could not be measured.

    Parameters
    ----------
    target
        What is asked.
    committed
        What the baseline holds, if anything.
    reason
        Why nothing was measured.
    """
    return Row(target, None, committed, Verdict.NOT_MEASURED, reason)


def _uncommitted(target: Target, measured: Measured) -> Row:
    """Show a row that had to be compared with what was committed, and could not."""
    by_target = _by_target(target, measured.value, None)
    verdict = by_target if by_target in FAILURES else Verdict.NOT_COMMITTED
    return Row(target, measured, None, verdict, "no ratio of this form is committed: write it with --update")


def _by_target(target: Target, value: float, committed: Committed | None) -> Verdict:
    """Judge a value by floor and moonshot."""
    if target.floor is None:
        return Verdict.HELD
    if not target.meets(value, target.floor):
        if target.unit == SECONDS:
            return Verdict.MISSED_HERE
        known = committed is not None and not target.meets(committed.value, target.floor)
        return Verdict.MISSED_BEFORE if known else Verdict.MISSED
    return Verdict.MOONSHOT if target.meets(value, target.moonshot) else Verdict.FLOOR
