"""A study of pilots at a glance: by design and outcome, how often a fall is found that is none, or one that is there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.trial_content import TrialContent
    from sim.trial.runs import DesignRuns
    from sim.trial.summary import TrialRow


@dataclass(frozen=True, slots=True)
class Glance:
    """One outcome under one design, by the test that is shown for the design.

    Parameters
    ----------
    outcome
        Its name.
    nothing
        With nothing done; None where the study does not try that.
    effects
        By stated effect above 0, the smallest first; None where nothing is tested.
    smallest
        Smallest fall that is seen in 80 of 100 pilots; NaN where that cannot be said.
    """

    outcome: str
    nothing: TrialRow | None
    effects: tuple[TrialRow | None, ...]
    smallest: float


def stated_effects(content: TrialContent) -> tuple[float, ...]:
    """Give the effects that are tried, but for none at all."""
    return tuple(reduction for reduction in content.study.reductions if reduction > 0)


def at_a_glance(content: TrialContent, design: DesignRuns) -> tuple[Glance, ...]:
    """Gather the few outcomes of a design.

    Parameters
    ----------
    content
        What was found.
    design
        The design.

    Returns
    -------
    tuple of Glance
        In the order of the few outcomes; those that are not tested are left out.
    """
    return tuple(_glances(content, design))


def _glances(content: TrialContent, design: DesignRuns) -> Iterator[Glance]:
    """Give them one by one."""
    test = content.test_of(design.name)
    if test is None:
        return
    needed = {row.outcome: row.smallest_fall for row in content.needed_of(design.name)}
    for outcome in content.few:
        rows = [content.row(design.name, test, outcome, reduction) for reduction in content.study.reductions]
        tested = [row if row is not None and math.isfinite(row.rejected) else None for row in rows]
        if any(tested):
            nothing = tested[0] if content.study.reductions[0] == 0 else None
            effects = tuple(tested[len(tested) - len(stated_effects(content)) :])
            yield Glance(outcome, nothing, effects, needed.get(outcome, math.nan))
