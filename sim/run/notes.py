"""What the reader must be told about a run: what is off, what is thin, what is made up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.listing import listing
from sim.outcomes.names import EFFECT_REACHED, EFFECT_STATED
from sim.outcomes.replications import Replications
from sim.run.parts import Parts
from sim.study.loaded import LoadedStudy
from sim.study.schema import Scenario

SHOWN_DIFFERENCE = 5e-4
"""Reductions are shown to a tenth of a point."""
HALF_YEAR = 6
"""In windows of 28 days, near enough."""

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


def notes_of(parts: Parts, replications: Replications) -> tuple[str, ...]:
    """Write the caveats of a study, the most important first.

    Parameters
    ----------
    parts
        What every run shares.
    replications
        The values of all runs.

    Returns
    -------
    tuple[str, ...]
        Plain sentences.
    """
    baseline = replications.values[parts.loaded.study.baseline]
    first, *finer = _about_effect(parts, baseline[EFFECT_STATED], baseline[EFFECT_REACHED])
    return (
        *about_nobody(parts.loaded.study.scenarios, replications),
        first,
        _about_places(parts),
        _about_speed(parts.loaded),
        *finer,
        *about_routes(parts.loaded.study.scenarios),
        *_about_cars(parts),
        *_about_arrival(parts.loaded, replications),
        *THIN,
    )


def about_nobody(scenarios: Mapping[str, Scenario], replications: Replications) -> list[str]:
    """Say which options plan patrol that nobody is there to do."""
    idle = [
        f"\N{LEFT DOUBLE QUOTATION MARK}{scenario.label or name}\N{RIGHT DOUBLE QUOTATION MARK}"
        for name, scenario in scenarios.items()
        if scenario.target is not None and _is_planned_only(replications.values[name])
    ]
    if not idle:
        return []
    note = (
        f"No patrol at all was delivered under {listing(idle)}: hotspots are patrolled by hotspot teams, so give them officers "
        "with `uplift` or `redeploy`."
    )
    return [note]


def _is_planned_only(values: Mapping[str, NDArray[np.float64]]) -> bool:
    """Tell whether visits were planned in some run of an option, and none was made in any."""
    return bool(values["dose_planned"].any()) and not values["dose_delivered"].any()


def _about_effect(parts: Parts, stated: NDArray[np.float64], reached: NDArray[np.float64]) -> list[str]:
    """Say how sure the effect is, what the cap took, and what a spot is worth over an area."""
    effect = parts.loaded.effect
    if not stated.any():
        return ["The effect of patrol is set to zero: this run shows what patrol costs, not what it buys."]
    dose = f"{len(effect.visits_at)} delivered visits of {effect.visit_minutes.value:g} minutes a day"
    what = f"What patrol prevents is an assumption taken from trials elsewhere ({effect.reduction.value:.0%} less crime and ASB at {dose})"
    if (stated == stated[0]).all():
        notes = [f"{what}; it is held fixed, so the intervals leave out that nobody knows it."]
    else:
        notes = [
            f"{what}; its size is drawn anew for each history, here from {stated.min():.0%} to {stated.max():.0%}."
        ]
    if np.abs(reached - stated).max() > SHOWN_DIFFERENCE:
        notes.append(
            f"Some call types hit the cap on what patrol can deter: of a stated reduction of {stated.mean():.1%} on average, "
            f"{reached.mean():.1%} is reached."
        )
    if effect.place == "spot":
        share = effect.covered_share.value
        notes.append(
            f"The effect is stated inside spots that hold {share:.0%} of an area's deterrable calls: over the whole area "
            f"it comes to {share * reached.mean():.1%}."
        )
    return notes


def _about_places(parts: Parts) -> str:
    """Say what the map is worth."""
    if parts.county.force_name:
        return (
            f"The {len(parts.county.force_name)} forces are synthetic and alike: each has a county laid out anew with the calls, officers and rules of one "
            "pattern, in proportion to its areas. Their sum stands for a nation of like forces, not for the differences "
            "between real ones."
        )
    if parts.county.synthetic:
        return (
            "The county is synthetic: it has Hertfordshire's size, towns and totals, but no area in it is a real place. "
            "Do not choose patrol places from its maps."
        )
    if parts.demand.posterior is not None:
        return (
            "Rates by area are fitted to recorded counts and drawn anew for each history from what these leave open; what "
            "is recorded depends on where police look and on who reports."
        )
    return (
        "Rates by area are the recorded counts of the stated period, taken as they are: a place with a bad year keeps "
        "it, so hotspots look steadier than they are."
    )


def _about_speed(loaded: LoadedStudy) -> str:
    """Say that speed alone prevents nothing here, and where some of the speed comes from."""
    speed = (
        "A faster response prevents no crime in this run (its effect on detection is off), so options that add to "
        "response can win only in minutes."
    )
    if not any(scenario.target for scenario in loaded.study.scenarios.values()):
        return speed
    return (
        f"{speed} Much of what options with hotspot teams gain in minutes is their rota: these officers take grade 1 calls "
        "and work when calls peak, while response is spread round the clock."
    )


def about_routes(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Say that nobody here learns when patrols come, where an option takes care that nobody can."""
    if not any(scenario.target and scenario.target.route == "unpredictable" for scenario in scenarios.values()):
        return []
    note = (
        "Nobody in the simulated county learns when patrols come: for unpredictable routes this run shows what they cost "
        "in patrol delivered, not what being unpredictable buys."
    )
    return [note]


def _about_cars(parts: Parts) -> list[str]:
    """Say that the deterrence of cars at calls has no source."""
    weight = parts.loaded.street.presence.attend_weight
    if weight.value == 0 or not (parts.demand.deterrable_share > 0).any():
        return []
    note = (
        f"A car at a call is taken to deter {weight.value:g} times as much as a visit ({weight.low:g} to {weight.high:g}; no source "
        "was found). The less it does, the more extra patrol prevents."
    )
    return [note]


def _about_arrival(loaded: LoadedStudy, replications: Replications) -> list[str]:
    """Say how extra officers arrive, month by month where they are recruited."""
    notes = []
    uplifts = {name: scenario.uplift for name, scenario in loaded.study.scenarios.items() if scenario.uplift}
    if any(uplift.arrival == "in_post" for uplift in uplifts.values()):
        notes.append(
            "Extra officers are trained and in post from the first day, which is what the third year of an uplift looks "
            "like; recruiting them takes longer."
        )
    for name, uplift in uplifts.items():
        if uplift.arrival == "pipeline":
            notes.append(_recruits(loaded, replications, name, uplift.posts))
    return notes


def _recruits(loaded: LoadedStudy, replications: Replications, scenario: str, posts: int) -> str:
    """Say what a pipeline has put on the street by each half year."""
    months = [name for name in replications.values[scenario] if name.startswith("officers_deployable[month=")]
    base = replications.values[loaded.study.baseline]
    gains = [float((replications.values[scenario][name] - base[name]).mean()) for name in months]
    shown = sorted({0, *range(HALF_YEAR - 1, len(gains), HALF_YEAR), len(gains) - 1})
    steps = ", ".join(f"{gains[at]:+.0f} in month {at + 1}" for at in shown)
    label = loaded.study.scenarios[scenario].label or scenario
    return (
        f"“{label}” recruits its {posts} officers: against today the force can post {steps} (full-time equivalents; months "
        "of 28 days; tutors lose half their time)."
    )
