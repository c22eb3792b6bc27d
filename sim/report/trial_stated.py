"""What a stated fall comes to in a study of pilots, in words: why 7 % stated is another number in each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.trial_words import design_words, fall_words, outcome_words, size_words, whole_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.trial_content import TrialContent
    from sim.trial.runs import DesignRuns

_SPOKEN_OF: Final = 3
"""Most outcomes that a sentence goes through."""
_SHORT: Final = 0.0005
"""What a fall may lack and still count as reached: half of the last digit that is shown."""


@dataclass(frozen=True, slots=True)
class StatedEffect:
    """The effect pack of a study of pilots, as far as words tell it.

    Parameters
    ----------
    label
        Its name.
    visits, visit_min
        Visits a day, and minutes of each, at which it states its effect.
    cap
        Most that it prevents at that dose, as a share of what patrol can deter of a kind of call.
    reached
        By stated fall, the smallest first: the fall that it comes to at that dose, once no kind of call is prevented beyond
        what patrol can prevent of it.
    """

    label: str
    visits: int
    visit_min: float
    cap: float
    reached: tuple[float, ...]


def stated_effect_sentences(content: TrialContent) -> list[str]:
    """Say what the stated fall is a fall of, what it comes to in single outcomes, and which falls patrol cannot reach.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        A sentence or two, with the numbers of the first design; nothing where no effect is tried.
    """
    effects = [reduction for reduction in content.study.reductions if reduction > 0]
    return [_comes_to(content, content.runs[0], effects[0]), *_out_of_reach(content)] if effects else []


def _comes_to(content: TrialContent, design: DesignRuns, reduction: float) -> str:
    """Say of the smallest effect what it is in some outcomes."""
    arm = next(arm for arm in design.arms if arm.reduction == reduction)
    changes = [(name, float(arm.truth.change[content.outcomes.index(name)])) for name in content.spoken_of]
    told = [f"{size_words(-change)} in {outcome_words(name)}" for name, change in changes if change < 0][:_SPOKEN_OF]
    effect = content.effect
    what = (
        f"A stated effect is a fall in recorded crime and anti-social behaviour together, at a place that gets {effect.visits} "
        f"visit{'' if effect.visits == 1 else 's'} of {effect.visit_min:g} minutes a day without fail"
    )
    if not told:
        return f"{what}."
    where = f" under “{design_words(design.name, content.study.designs[design.name])}”" if len(content.runs) > 1 else ""
    return (
        f"{what}. Patrol can deter only a part of each kind of crime, of some more than of others, and {_kept(content)}: a stated "
        f"{fall_words(reduction)} is really {listing(told)}{where}."
    )


def _kept(content: TrialContent) -> str:
    """Say how much of its patrol a place of this study gets."""
    compliance = content.study.dose.compliance
    if compliance is None:
        return "officers make what visits their calls leave them"
    return f"here {whole_percent(compliance.value)} of the visits are made"


def _out_of_reach(content: TrialContent) -> Iterator[str]:
    """Say of the largest effect, where it is more than patrol can do, what is left of it."""
    stated, reached = content.study.reductions[-1], content.effect.reached[-1]
    if reached < stated - _SHORT:
        yield (
            f"A fall of {fall_words(stated)} is more than patrol can make: at the stated dose it prevents at most "
            f"{whole_percent(content.effect.cap)} of what it can deter of any kind of crime, and so comes to {size_words(reached)}."
        )
