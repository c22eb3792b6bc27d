"""What must hold between a study of pilots and the county, the catalogue and the program that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.clock import minute_of_day
from sim.errors import InputError, Problem
from sim.force.apportion import apportion
from sim.force.config import Uplift, find_conflicts
from sim.force.model import HOTSPOT
from sim.listing import listing
from sim.study.errors import in_file_order, validate
from sim.study.suggest import did_you_mean
from sim.study.trial_schema import TrialStudy
from sim.trial.config import CrossoverDesign, Dose
from sim.trial.outcomes import ALL_CRIME, ASB
from sim.trial.pilot import HARM

if TYPE_CHECKING:
    from sim.force.config import ForceConfig
    from sim.study.loaded import LoadedStudy
    from sim.study.reader import Document, Loc


def check_delivery(study: Document, force: ForceConfig | None) -> Iterator[Problem]:
    """Check that what a study says of how patrol is delivered fits together, and that there is somebody to deliver it.

    Parameters
    ----------
    study
        The study file.
    force
        The force as it is today; None where that could not be read.
    """
    if "kind" not in study.data:
        return
    dose = study.data.get("dose")
    compliance = dose.get("compliance", 1) if isinstance(dose, Mapping) else 1
    if study.data.get("delivery") != "street":
        if study.data.get("uplift") is not None:
            what = "nobody patrols where visits are delivered as stated, so extra officers would do nothing"
            yield study.problem(("uplift",), what, "remove them, or write delivery: street", at_key=True)
        if compliance is None:
            yield study.problem(("dose", "compliance"), "no share is given", "give one from 0 to 1, or remove the key")
        return
    if compliance is not None and isinstance(dose, Mapping) and "compliance" in dose:
        what = "with delivery: street the share of visits that are made is what comes out"
        do = "remove it, or write delivery: stated"
        yield study.problem(("dose", "compliance"), what, do, at_key=True)
    yield from _check_changes(study)
    if force is not None:
        yield from _check_patrols(study, force)


def _check_changes(study: Document) -> Iterator[Problem]:
    """Refuse lists of places that change between the visits of a day: a street owes a place what has fallen due that day."""
    dose, _ = validate(Dose, study, ("dose",)) if "dose" in study.data else (Dose(), [])
    designs = study.data.get("designs")
    if dose is None or not isinstance(designs, Mapping):
        return
    for name in designs:
        design, _ = validate(CrossoverDesign, study, ("designs", name))
        if design is not None and minute_of_day(design.change_at) > minute_of_day(dose.visits_at[0]):
            what = (
                f"with delivery: street places change before the first visit of a day, which is at {dose.visits_at[0]}"
            )
            yield study.problem(("designs", name, "change_at"), what, "give that time, or an earlier one")


def _check_patrols(study: Document, force: ForceConfig) -> Iterator[Problem]:
    """Check that the force of a pilot has officers who patrol, and that it can take those that are added."""
    uplift, _ = validate(Uplift, study, ("uplift",)) if "uplift" in study.data else (None, [])
    if uplift is not None:
        for where, message in find_conflicts(force, uplift, None):
            what, _, do = message.partition("; ")
            yield study.problem(tuple(where.split(".")), what, do)
        if uplift.arrival == "pipeline":
            what = "recruits are in training for most of a pilot, or all of it"
            yield study.problem(("uplift", "arrival"), what, "leave it out: the officers of a pilot are trained ones")
    added = apportion(uplift.posts, uplift.split_array())[HOTSPOT] if uplift is not None else 0
    if force.posts.as_array()[HOTSPOT] + added == 0 and (uplift is not None or "uplift" not in study.data):
        what = "nobody is in the hotspot team, so no visit would be made"
        yield study.problem(("delivery",), what, "give it officers: uplift: {posts: 10, to: hotspot_team}", at_key=True)


def check_outcomes(study: Document, categories: Sequence[str]) -> Iterator[Problem]:
    """Check the names of outcomes of a study of pilots.

    Parameters
    ----------
    study
        The study file.
    categories
        Categories of crime that the catalogue of calls has.
    """
    if "kind" not in study.data:
        return
    outcomes = (ALL_CRIME, ASB, HARM, *dict.fromkeys(categories))
    listed, announced = study.data.get("outcomes"), study.data.get("announced")
    wanted: list[tuple[Loc, object]] = []
    if isinstance(listed, list):
        wanted += [(("outcomes", position), name) for position, name in enumerate(listed)]
    if isinstance(announced, Mapping):
        wanted += [(("announced", name), name) for name in announced]
    for loc, name in wanted:
        if isinstance(name, str) and name not in outcomes:
            do = did_you_mean(name, outcomes, otherwise=f"there are {listing(outcomes)}")
            yield study.problem(loc, f'there is no outcome "{name}"', do, at_key=loc[0] == "announced")


def check_trial_places(study: Document, trial: TrialStudy, district: NDArray[np.int16]) -> Iterator[Problem]:
    """Check that there are areas and districts enough: `district` is (n_areas,) of the kept areas."""
    sizes = np.unique(district, return_counts=True)[1]
    for name, design in trial.designs.items():
        selection = trial.selection_of(name)
        loc: Loc = ("selection", "places") if design.places is None else ("designs", name, "places")
        least, whole = (
            (district.size, "the county") if selection.each == "county" else (int(sizes.min()), "the smallest district")
        )
        if selection.places > least:
            what = f"{selection.places} places are more than the {least} areas of {whole}"
            yield study.problem(loc, what, f"ask for at most {least}")
            continue
        chosen = selection.places * (1 if selection.each == "county" else sizes.size)
        if design.kind == "matched_controls" and 2 * chosen > district.size:
            what = f"{chosen} places and as many controls are more than the {district.size} areas there are"
            yield study.problem(("designs", name), what, "choose fewer places", at_key=True)
        if design.kind == "cluster_randomised" and chosen < 2:
            yield study.problem(("designs", name), "one place alone cannot be drawn by lot", "choose more", at_key=True)
        if design.kind == "stepped_wedge" and sizes.size < 2:
            what = "one district alone cannot begin one after the other"
            yield study.problem(("designs", name), what, "keep more districts", at_key=True)


def _check_list_is_long_enough(
    study: Document, trial: TrialStudy, district: NDArray[np.int16], area_code: Sequence[str]
) -> Iterator[Problem]:
    """Check that a list has the places that each design wants, in the county or in every district."""
    areas = trial.selection.areas
    if areas is None:
        return
    listed = np.bincount(district[np.isin(np.array(area_code), list(areas))], minlength=int(district.max()) + 1)
    least, whole = (
        (int(listed.sum()), "") if trial.selection.each == "county" else (int(listed.min()), " of some district")
    )
    for name, design in trial.designs.items():
        if (places := trial.selection_of(name).places) > least:
            loc: Loc = ("selection", "places") if design.places is None else ("designs", name, "places")
            what = f"{places} places are wanted, and the list has {least}{whole}"
            yield study.problem(loc, what, "ask for fewer, or list more")


def refuse_what_does_not_fit(loaded: LoadedStudy, district: NDArray[np.int16], area_code: Sequence[str]) -> None:
    """Check a study of pilots against the county that was built for it.

    Parameters
    ----------
    loaded
        The study, a trial.
    district
        (n_areas,) district of each kept area.
    area_code
        (n_areas,) codes of the kept areas.

    Raises
    ------
    InputError
        With all that does not fit, at its line.
    """
    if (trial := loaded.trial) is None:
        return
    problems = [
        *_check_list_is_long_enough(loaded.document, trial, district, area_code),
        *check_trial_places(loaded.document, trial, district),
    ]
    if problems:
        raise InputError(in_file_order(problems))
