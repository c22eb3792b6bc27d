"""The first words of a study of pilots: whether pilots like these tell the smallest real effect from chance, and by which design."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.trial_words import design_words, hundredths, in_hundred, lowered, outcome_words, size_words

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.summary import TrialRow

_GOOD_PART: Final = 0.25
"""Bias, as a part of the effect, from which on it is told."""
_SEEN: Final = (
    (0.8, "would mostly be seen"),
    (0.6, "would be seen more often than missed"),
    (0.4, "would be missed about as often as seen"),
    (0.2, "would mostly be missed"),
)
"""From which power on what is said of an effect."""
_UNSEEN: Final = "would nearly always be missed"


def is_far_off(row: TrialRow) -> bool:
    """Tell whether the mean estimate is off by more than chance, and by a quarter of the effect or more."""
    certain = row.bias_low > 0 or row.bias_high < 0
    return certain and abs(row.bias) > _GOOD_PART * abs(row.true_change)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A design, with what its test makes of the smallest effect and, outcome by outcome of the short table, of nothing."""

    name: str
    effect: TrialRow
    nothing: tuple[TrialRow, ...]

    @property
    def false_alarms(self) -> float:
        """Share of pilots in which the test finds something in the worst outcome though nothing is done; 0 where that was not tried."""
        return max((row.rejected for row in self.nothing), default=0.0)

    @property
    def is_fair(self) -> bool:
        """Whether the test keeps near its level in every outcome (taken for granted where not tried), and does not exaggerate the effect."""
        keeps_level = not any(row.cries_wolf for row in self.nothing)
        return keeps_level and not (is_far_off(self.effect) and self.effect.bias < 0)


def verdict(content: TrialContent) -> list[str]:
    """Say whether the smallest effect that is tried would be seen, by the best of the designs and by the others.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        A sentence on the first outcome that sentences speak of, and one on designs that are not to be trusted; nothing where no
        effect is tried or tested.
    """
    candidates = _candidates(content)
    if not candidates:
        return []
    fair = sorted((one for one in candidates if one.is_fair), key=lambda one: -one.effect.falls_found)
    false = [one for one in candidates if not one.is_fair]
    if not fair:
        return [_none(candidates[0])]
    return [_best(content, fair), *([_false(content, false)] if false else [])]


def trusted(content: TrialContent) -> frozenset[str]:
    """Name the designs that keep near their level in every outcome of the short table, and do not exaggerate the smallest effect."""
    return frozenset(one.name for one in _candidates(content) if one.is_fair)


def _candidates(content: TrialContent) -> list[_Candidate]:
    """Give the designs of which a test says anything of the smallest effect."""
    effects = [reduction for reduction in content.study.reductions if reduction > 0]
    if not effects:
        return []
    outcome, found = content.spoken_of[0], []
    for design in content.runs:
        test = content.test_of(design.name)
        row = content.row(design.name, test, outcome, effects[0]) if test else None
        if test and row is not None and math.isfinite(row.falls_found) and row.true_change < 0:
            nothing = [content.row(design.name, test, one, 0.0) for one in content.few]
            tested = tuple(one for one in nothing if one is not None and math.isfinite(one.rejected))
            found.append(_Candidate(design.name, row, tested))
    return found


def _best(content: TrialContent, fair: list[_Candidate]) -> str:
    """Say how often the best design sees the effect, how often the others do, and what fall would be seen."""
    best, *others = fair
    power = best.effect.falls_found
    seen = next((words for least, words in _SEEN if power >= least), _UNSEEN)
    told = f"A real {size_words(-best.effect.true_change)} fall in {outcome_words(best.effect.outcome)} {seen}: "
    name = lowered(design_words(best.name, content.study.designs[best.name]))
    if not others:
        told += f"{name} finds it {in_hundred(power, best.effect.asked)}"
    elif best.effect.falls_found_low > max(one.effect.falls_found_high for one in others):
        told += f"the best of the {len(fair)} designs that can be trusted, {name}, finds it {in_hundred(power, best.effect.asked)}, the worst in "
        told += hundredths(others[-1].effect.falls_found, others[-1].effect.asked)
    else:
        told += f"the {len(fair)} designs that can be trusted find it in {hundredths(others[-1].effect.falls_found, others[-1].effect.asked)} to "
        told += f"{hundredths(power, best.effect.asked)} of 100 pilots, too near to each other for one of them to be called the best"
        return f"{told}."
    needed = next((row for row in content.needed_of(best.name) if row.outcome == best.effect.outcome), None)
    if needed is not None and math.isfinite(needed.smallest_fall) and needed.smallest_fall > -best.effect.true_change:
        return f"{told}. By that design a fall must be {size_words(needed.smallest_fall)} to be found in 80 of 100."
    return f"{told}."


def _none(one: _Candidate) -> str:
    """Say that no design can tell."""
    return (
        f"None of these designs can tell a real fall in {outcome_words(one.effect.outcome)} from chance: each finds a fall or a rise "
        "too often when nothing is done, or finds the fall larger than it is."
    )


def _false(content: TrialContent, false: list[_Candidate]) -> str:
    """Say which designs are not to be trusted, and how wrong the worst of them is."""
    worst = max(false, key=lambda one: one.false_alarms)
    names = listing([lowered(design_words(one.name, content.study.designs[one.name])) for one in false])
    told = f"Not to be trusted: {names}"
    row = max(worst.nothing, key=lambda row: row.rejected, default=None)
    if row is None or not row.cries_wolf:
        return f"{told}, as the effect is found larger than it is."
    which = "it finds" if len(false) == 1 else "the worst of them finds"
    return f"{told}: with nothing done {which} a fall or a rise in {outcome_words(row.outcome)} {in_hundred(row.rejected, row.asked)}."
