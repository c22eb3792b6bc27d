"""What a study of pilots assumed about patrol, and how its numbers are to be read, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.trial_stated import stated_effect_sentences
from sim.report.trial_words import begun, design_words, hundredths, outcome_words, size_words, whole_percent

if TYPE_CHECKING:
    from sim.report.trial_content import TrialContent
    from sim.trial.config import Dose
    from sim.trial.summary import TrialRow

_STATED: Final = (
    "Patrol comes on top of today’s policing and is delivered as stated, but for visits that fall through: calls, sickness and changes of plan are not "
    "simulated. Real pilots are untidier than this, and so tell less."
)
_ON_STREET: Final = (
    "Patrol comes on top of today’s policing. Calls, absences, meals and ways keep officers from some of it; changes of plan, large events and "
    "orders from above do not. Real pilots are untidier than this, and so tell less."
)
_LIMITS: Final = (
    "The effect is the same in every place and does not wear off over the months. Patrol that makes things worse is not tried.",
    "Calls are drawn at today’s observed rates, which today’s policing has shaped already: what is measured is what patrol adds to it.",
    "The recorded past has good and bad months, but no bursts of repeats within weeks: the time before scatters a little less than the pilot.",
    (
        "The county is a model. How busy places are, how much months differ and how long good and bad months last decide what a pilot can see: fit these to "
        "your own records before you rely on a number of this page."
    ),
)
"""What to bear in mind, however patrol is delivered."""


def limits(dose: Dose) -> tuple[str, ...]:
    """Say what to bear in mind."""
    return (_ON_STREET if dose.compliance is None else _STATED, *_LIMITS)


def assumed_about_patrol(content: TrialContent) -> list[str]:
    """Say what patrol is taken to be and to do.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Sentences; each number is in the study or among the assumptions.
    """
    dose, numbers = content.study.dose, dict(content.assumptions)
    times = len(dose.visits_at)
    told = [
        (
            f"A patrolled place is due {times} visit{'' if times == 1 else 's'} of {dose.visit_minutes:g} minutes a day, at "
            f"{listing(list(dose.visits_at))}. {begun(_made(dose))}."
        ),
        f"The effect pack is “{content.effect.label}”. {' '.join(stated_effect_sentences(content))}".rstrip(),
    ]
    return told + [_presence(path, numbers[path].value) for path in _PRESENCE if path in numbers]


def _made(dose: Dose) -> str:
    """Say who makes the visits, or how many of them are made."""
    compliance = dose.compliance
    if compliance is None:
        return (
            "officers of the hotspot team make them, with the shifts and absences of the force; the nearest patrol is taken for an "
            "emergency, and what was missed is made up for until midnight"
        )
    made = f"{whole_percent(compliance.value)} of the planned visits are made"
    if compliance.low == compliance.high:
        return made
    return f"{made} (working range {whole_percent(compliance.low)} to {whole_percent(compliance.high)}; {compliance.source})"


_PRESENCE: Final = {
    "street.presence.half_life_days": ("What a visit leaves behind has halved after {}.", ""),
    "effect.diffusion": (
        "Neighbouring areas get {} of what presence at the place deters (a halo).",
        "Neighbouring areas get nothing of it.",
    ),
    "effect.displacement": (
        "{} of the crime that is prevented moves to a neighbouring area.",
        "No crime moves to neighbouring areas.",
    ),
    "effect.reporting_per_minute": (
        "Each minute of presence that is still felt makes people report {} more.",
        "Patrol does not change how much people report.",
    ),
}
"""How presence acts, and how where the number is 0, by the path of its number."""


def _presence(path: str, value: float) -> str:
    """Say one of them."""
    words, nothing = _PRESENCE[path]
    if value == 0 and nothing:
        return nothing
    if path.endswith("_days"):
        return words.format(f"{value:g} day{'' if value == 1 else 's'}")
    return words.format(size_words(value))


def exaggeration_example(content: TrialContent) -> str:
    """Say by an example of this study what exaggeration and wrong sign are; empty where none has any."""
    rows = [row for row in _tested(content) if math.isfinite(row.exaggeration) and row.exaggeration > 1]
    if not rows:
        return ""
    row = max(rows, key=lambda one: one.exaggeration)
    design = design_words(row.design, content.study.designs[row.design])
    return (
        f"An example: under “{design}”, patrol really cut {outcome_words(row.outcome)} by {size_words(-row.true_change)}. Of 100 pilots, "
        f"{hundredths(row.rejected, row.asked)} found something, and their estimates were {row.exaggeration:.1f} times as large as the truth "
        f"on average; {hundredths(row.wrong_sign, row.rejected * row.asked)} of 100 of them had the wrong sign and would have been announced as a rise."
    )


def _tested(content: TrialContent) -> list[TrialRow]:
    """Give what the shown tests make of the first outcome."""
    rows = [
        content.row(design.name, test, content.few[0], reduction)
        for design in content.runs
        for reduction in content.study.reductions
        if (test := content.test_of(design.name)) is not None and test != "before_after_test"
    ]
    return [row for row in rows if row is not None and row.true_change < 0]
