"""Patrol on the street in words: how much of the plan came, and what that made of a stated effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.report.trial_words import PERCENT, fall_words, outcome_words, size_words, whole_percent

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
    """Say how much of the plan was delivered, from the worst design to the best, and what became of the largest effect.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        One sentence or two; none where compliance is stated.
    """
    rows = [rows[-1] for rows in by_effect(content).values()]
    if not rows:
        return []
    minutes = _from_to([row.minute_share for row in rows], whole_percent)
    visits = _from_to([row.visit_share for row in rows], whole_percent)
    told = f"Officers deliver {minutes} of the planned minutes and {visits} of the planned visits{_by_design(rows)}."
    if any(not row.true_change < 0 for row in rows):
        return [told]
    falls = _from_to([-row.true_change for row in rows], size_words)
    whole = _from_to([-row.change_if_all_made for row in rows], size_words)
    return [
        (
            f"{told} Under a stated effect of {fall_words(rows[0].reduction)}, {outcome_words(rows[0].outcome)} at the patrolled places really "
            f"falls by {falls}; with every visit made on time it would fall by {whole}."
        )
    ]


def _by_design(rows: list[DeliveredRow]) -> str:
    """Say what the range is over."""
    return ", depending on the design" if len(rows) > 1 else ""


def _from_to(shares: list[float], write: Callable[[float], str]) -> str:
    """Write the range of some shares; one number where it is as wide as nothing."""
    low, high = write(min(shares)), write(max(shares))
    return low if low == high else f"{low.removesuffix(PERCENT)} to {high}"
