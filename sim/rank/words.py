"""A ranking in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.listing import listing
from sim.rank.evidence import LABELS
from sim.rank.lists import default_length
from sim.rank.outcome import TOP_TEN

if TYPE_CHECKING:
    from sim.rank.against import Compared
    from sim.rank.outcome import Outcome

_SURE = 0.95


def place(rank: float) -> str:
    """Write a rank: 7, or 7.5 for two that share the seventh and eighth place."""
    return f"{rank:g}"


def share(probability: float) -> str:
    """Write how often something happens in the draws, never as certainty."""
    if probability >= 0.995:
        return ">99 %"
    return "<1 %" if probability < 0.005 else f"{probability:.0%}".replace("%", " %")


def first_words(outcome: Outcome) -> str:
    """Say which areas come first."""
    listed = listing(outcome.name(row) for row in outcome.order[:3].tolist())
    by = listing(outcome.label(part.key).lower() if part.key != "asb" else "ASB" for part in outcome.ranking.component)
    return f"By {by} together, {listed} come first of {outcome.evidence.n_areas:,} areas."


def meeting_words(outcome: Outcome) -> str:
    """Say where high and low harm meet."""
    lists, low = outcome.lists, outcome.low
    if low is None or not lists.high.any():
        return "High and low harm cannot be laid over each other: crime harm or low harm is not known."
    both, deprived = int(lists.both.sum()), int((lists.both & lists.deprived).sum())
    of_low = (
        f"low harm: ASB{''.join(f', {name.lower()}' for name in low.category)}" if low.category else "low harm: ASB"
    )
    return (
        f"{both} of the first {lists.length} areas by crime harm are also among the first {lists.length} by low harm; "
        f"{deprived} of these are among the {lists.length} most deprived as well ({of_low}).{_too_long(outcome)}"
    )


def _too_long(outcome: Outcome) -> str:
    """Say where lists are so long that most areas must be on both; nothing otherwise."""
    length, areas = outcome.lists.length, outcome.evidence.n_areas
    if 2 * length <= areas:
        return ""
    return f" Lists of {length} of {areas} areas hold most of them whatever happens: --top {default_length(areas)} says more."


def how_sure_words(outcome: Outcome) -> str:
    """Say how sure the first ten are."""
    sure = outcome.sureness
    if sure is None:
        return "How sure the order is cannot be said: there are no counts by month to draw anew."
    first = outcome.order[:TOP_TEN]
    certain = int((sure.in_top[TOP_TEN][first] >= _SURE).sum())
    others = np.setdiff1d(np.flatnonzero(sure.in_top[TOP_TEN] >= 1 - _SURE), first).size
    return (
        f"If the {len(outcome.evidence.month)} months are drawn anew, {certain} of the first {first.size} stay among the "
        f"first {TOP_TEN} at least 19 times in 20, and {others} other area{'' if others == 1 else 's'} would be there at "
        "least once in 20."
    )


def sums_of_comparison(outcome: Outcome) -> str:
    """Say how many published areas are among the first here."""
    here = np.array([area.here for area in outcome.compared])
    length, listed = outcome.lists.length, {area.row for area in outcome.compared}
    others = [row for row in outcome.order.tolist() if outcome.ranking.rank[row] <= TOP_TEN and row not in listed]
    told = ", ".join(f"{outcome.name(row)} ({place(outcome.ranking.rank[row])})" for row in others)
    return (
        f"Published areas among the first {TOP_TEN} here: {int((here <= TOP_TEN).sum())} of {here.size}; among the first "
        f"{length}: {int((here <= length).sum())} of {here.size}."
        + (f" Among the first {TOP_TEN} here and not published: {told}." if told else "")
    )


def reason_words(outcome: Outcome, area: Compared) -> str:
    """Say what the difference between a published rank and ours is due to."""
    if area.published == area.here:
        return "the same"
    if area.with_all is None:
        return "not known: its components were not published, or are combined otherwise"
    if not area.reasons:
        return _no_component(outcome, area)
    reason = area.reasons[0]
    return (
        f"{LABELS[reason.component]} {place(reason.here)}, published {place(reason.published)}: with that it would be "
        f"{place(reason.rank_instead)}"
    )


def _no_component(outcome: Outcome, area: Compared) -> str:
    """Say what the difference is due to where no published rank of a component brings an area nearer to its place."""
    published = {other.row for other in outcome.compared}
    before = np.flatnonzero(outcome.ranking.rank < area.here)
    others = sum(row not in published for row in before.tolist())
    if area.here < area.published:
        passed = any(other.published < area.published and other.here > area.here for other in outcome.compared)
        return "no component" + (": areas that were published before it lie behind it here" if passed else " by itself")
    if not others:
        return "no component: areas that were published behind it lie before it here"
    went = "one area that was not published goes" if others == 1 else f"{others} areas that were not published go"
    return f"no component: {went} before it"
