"""Patrol on the street in words: how much of the plan came, and what that made of a stated effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.trial_words import change_words, design_words, fall_words, outcome_words, whole_percent

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.delivered_rows import DeliveredRow


def by_effect(content: TrialContent) -> dict[str, list[DeliveredRow]]:
    """Give a row for each effect by design: what was delivered is the same for every outcome."""
    found: dict[str, list[DeliveredRow]] = {}
    for row in content.delivered:
        if row.outcome == content.few[0]:
            found.setdefault(row.design, []).append(row)
    return found


def by_outcome(content: TrialContent) -> dict[str, dict[str, list[DeliveredRow]]]:
    """Give what became of each effect above none, the smallest first, by design and then by outcome."""
    found: dict[str, dict[str, list[DeliveredRow]]] = {}
    for row in content.delivered:
        if row.outcome in content.few and row.reduction > 0:
            found.setdefault(row.design, {}).setdefault(row.outcome, []).append(row)
    return found


def delivered_sentences(content: TrialContent) -> list[str]:
    """Say for each design how much of the plan was delivered, and what became of the largest effect.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        A sentence or two for each design; none where compliance is stated.
    """
    return [_said_of(content, rows[-1]) for rows in by_effect(content).values()]


def _said_of(content: TrialContent, row: DeliveredRow) -> str:
    """Say what one design came to."""
    name = design_words(row.design, content.study.designs[row.design])
    came = (
        f"{name}: officers delivered {whole_percent(row.minute_share)} of the planned minutes and "
        f"{whole_percent(row.visit_share)} of the planned visits."
    )
    if row.reduction == 0:
        return came
    return (
        f"{came} Under a stated effect of {fall_words(row.reduction)}, {outcome_words(row.outcome)} at the patrolled places really "
        f"{change_words(row.true_change)}; with every visit made on time it would have {_participle(row.change_if_all_made)}."
    )


def _participle(share: float) -> str:
    """Write a change as something that would have happened: fallen by 15 %."""
    return change_words(share).replace("fell", "fallen").replace("rose", "risen")
