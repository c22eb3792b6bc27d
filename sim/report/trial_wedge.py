"""Stepped wedges that end before every district has had its turn, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.trial_words import design_words
from sim.trial.config import SteppedWedgeDesign

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent


def never_begin(content: TrialContent, name: str) -> str:
    """Say of a stepped wedge how many districts begin where its days are too few for all; empty of all else.

    Parameters
    ----------
    content
        What was found.
    name
        Of the design.
    """
    design, days = content.study.designs[name], content.study.days
    if not isinstance(design, SteppedWedgeDesign):
        return ""
    begin = math.ceil(days / design.step_days) - 1  # nobody is patrolled in the first step
    if begin >= content.districts:
        return ""
    return f"Only {begin} of {content.districts} districts begin{'s' if begin == 1 else ''} within {days} days; the others are never patrolled."


def never_begin_sentences(content: TrialContent) -> list[str]:
    """Say it of every design of a study."""
    told = [(design.name, never_begin(content, design.name)) for design in content.runs]
    return [
        f"{design_words(name, content.study.designs[name])}: {words[0].lower()}{words[1:]}"
        for name, words in told
        if words
    ]
