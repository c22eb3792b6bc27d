"""How often each test finds something though nothing is done, design by design: what an analyst must know before choosing one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.listing import listing
from sim.report.trial_words import hundredths, in_hundred, label_of, outcome_words
from sim.trial.power import LEVEL

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.estimators.registry import EstimatorName
    from sim.trial.summary import TrialRow

Alarms = dict["EstimatorName", dict[str, "TrialRow"]]


def false_alarms(content: TrialContent) -> Alarms:
    """Gather what every test finds of the first outcome with nothing done.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    dict
        By test in the order of the tables, then by design, rows of those that test anything; empty where the study does not try
        what happens when nothing is done.
    """
    found: Alarms = {}
    for design in content.runs:
        for name in content.said_of(design.name):
            row = content.row(design.name, name, content.spoken_of[0], 0.0)
            if row is not None and math.isfinite(row.rejected):
                found.setdefault(name, {})[design.name] = row
    return found


def alarm_sentences(content: TrialContent) -> list[str]:
    """Say which tests, other than those that are shown for the designs, find far too much when nothing is done.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        A sentence, with the most of any design for each test; none where every test keeps near its level.
    """
    worst: list[tuple[str, TrialRow]] = []
    for name, rows in false_alarms(content).items():
        wrong = [row for row in rows.values() if row.cries_wolf and content.test_of(row.design) != name]
        if wrong:
            worst.append((label_of(name), max(wrong, key=lambda row: row.rejected)))
    if not worst:
        return []
    (first, most), *others = sorted(worst, key=lambda pair: -pair[1].rejected)
    parts = [
        f"{first} {in_hundred(most.rejected, most.asked)}",
        *(f"{name} in {hundredths(row.rejected, row.asked)}" for name, row in others),
    ]
    return [
        (
            f"Tests to be wary of: with nothing done they find a change in {outcome_words(content.spoken_of[0])}, by the worst design for each, "
            f"where {100 * LEVEL:.0f} are meant: {listing(parts)}."
        )
    ]
