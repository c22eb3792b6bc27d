"""What the reader must be told about a run: what is off, what is thin, what is made up."""

from __future__ import annotations

from sim.run.parts import Parts
from sim.study.load import LoadedStudy

THIN = (
    (
        "Roads are a graph between area centres with three classes of speed; congestion follows the hour of the day and no "
        "incident on the road."
    ),
    (
        "PCSOs, street triage, special constables and crime teams are not modelled; every day has 24 hours and no day is a "
        "bank holiday."
    ),
    (
        "Calls of grade 2 wait less than forces report, because response officers here have no follow-up work between calls "
        "beyond the stated time on scene and in custody."
    ),
)
"""What is thin in this version, whatever the study."""


def notes_of(parts: Parts, reached: float) -> tuple[str, ...]:
    """Write the caveats of a study, the most important first.

    Parameters
    ----------
    parts
        What every run shares.
    reached
        The reduction at the reference dose that the call types add up to, at the pack's own value.

    Returns
    -------
    tuple[str, ...]
        Plain sentences.
    """
    loaded = parts.loaded
    return (
        *_about_effect(loaded, reached),
        _about_places(parts),
        _about_speed(),
        *_about_patrols(loaded),
        *_about_force(loaded),
        *THIN,
    )


def _about_places(parts: Parts) -> str:
    """Say what the map is worth."""
    if parts.county.synthetic:
        return (
            "The county is synthetic: it has Hertfordshire's size, towns and totals, but no area in it is a real place. "
            "Do not choose patrol places from its maps."
        )
    return (
        "Rates by area are the recorded counts of the stated period, taken as they are: a place with a bad year keeps "
        "it, so hotspots look steadier than they are."
    )


def _about_effect(loaded: LoadedStudy, reached: float) -> list[str]:
    """Say how sure the effect is, and what the cap took."""
    effect = loaded.effect
    stated = effect.reduction.value
    if stated == 0 and not loaded.effect_drawn:
        return ["The effect of patrol is set to zero: this run shows what patrol costs, not what it buys."]
    sure = (
        "is drawn anew for each replication, none and slight backfire included"
        if loaded.effect_drawn and effect.distribution.kind != "fixed"
        else "is held fixed, so the intervals leave out that nobody knows it"
    )
    notes = [
        (
            f"What patrol prevents is an assumption taken from trials elsewhere ({stated:.0%} less crime and ASB at two "
            f"delivered visits of {effect.visit_minutes.value:g} minutes a day); its size {sure}."
        )
    ]
    if abs(reached - stated) > 5e-4:
        notes.append(
            f"Of the stated reduction of {stated:.1%}, {reached:.1%} is reached: some call types hit the cap on what "
            "patrol can deter."
        )
    return notes


def _about_speed() -> str:
    """Say that speed alone prevents nothing here."""
    return (
        "A faster response prevents no crime in this run (its effect on detection is off), so options that add to "
        "response can win only in minutes, and a little in visible presence."
    )


def _about_patrols(loaded: LoadedStudy) -> list[str]:
    """Say why patrols can make the response faster."""
    if not any(scenario.target for scenario in loaded.study.scenarios.values()):
        return []
    return [
        (
            "Hotspot officers take grade 1 calls too, and their shifts lie where calls peak; that is why an option with "
            "patrols can answer faster than one with the same officers spread round the clock on response."
        )
    ]


def _about_force(loaded: LoadedStudy) -> list[str]:
    """Say how extra officers arrive."""
    uplifts = [scenario.uplift for scenario in loaded.study.scenarios.values() if scenario.uplift]
    if any(uplift.arrival == "in_post" for uplift in uplifts):
        return [
            (
                "Extra officers are trained and in post from the first day, which is what the third year of an uplift looks "
                "like; recruiting them takes longer."
            )
        ]
    return []
