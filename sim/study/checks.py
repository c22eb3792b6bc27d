"""What must hold between the parts of a study.

The checks look at the plain data, part by part, so that they find what they can even where other parts are wrong:
all that is wrong with a study is told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.county.places import DISTRICTS
from sim.county.table_config import TableCounty
from sim.force.config import TEAMS, find_conflicts
from sim.listing import listing
from sim.outcomes.names import MEASURES
from sim.study.errors import validate
from sim.study.listed import list_sections
from sim.study.schema import Scenario
from sim.study.suggest import did_you_mean

if TYPE_CHECKING:
    from sim.errors import Problem
    from sim.force.config import ForceConfig
    from sim.study.reader import Document, Loc

    County = EmbeddedCounty | FilesCounty | TableCounty | ForcesCounty


def check_names(study: Document) -> Iterator[Problem]:
    """Check the baseline against the scenarios, and the scenarios' names against each other."""
    names = _scenario_names(study)
    baseline = study.data.get("baseline")
    if names and isinstance(baseline, str) and baseline not in names:
        do = did_you_mean(baseline, names, otherwise=f"it must be {listing(names, 'or')}")
        yield study.problem(("baseline",), f'there is no scenario "{baseline}"', do)
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            what = f'"{name}" and "{first}" differ only in capitals, which some systems do not tell apart'
            yield study.problem(("scenarios", name), what, "rename one of them", at_key=True)


def check_baseline(study: Document) -> Iterator[Problem]:
    """Refuse extra officers in the baseline, which is what the observed demand was fitted to."""
    baseline = study.data.get("baseline")
    scenarios = study.data.get("scenarios")
    if not (isinstance(baseline, str) and isinstance(scenarios, Mapping)):
        return
    scenario = scenarios.get(baseline)
    if isinstance(scenario, Mapping) and scenario.get("uplift") is not None:
        what = "the baseline is the force as it is today, without extra officers"
        yield study.problem(("scenarios", baseline, "uplift"), what, "move the uplift to another scenario", at_key=True)


def check_precision(study: Document) -> Iterator[Problem]:
    """Check that a stated precision is of a measure that there is, and that there are two scenarios to compare."""
    rule = study.data.get("replications")
    if not isinstance(rule, Mapping):
        return
    measures = [measure.name for measure in MEASURES]
    of = rule.get("of")
    if isinstance(of, str) and of and of not in measures:
        do = did_you_mean(of, measures, otherwise=f"there are {listing(measures)}")
        yield study.problem(("replications", "of"), f'there is no measure "{of}"', do)
    if len(_scenario_names(study)) == 1:
        what = "one scenario alone has no difference that could be known to a precision"
        yield study.problem(("replications",), what, "write a number of replications", at_key=True)


def check_track(study: Document) -> Iterator[Problem]:
    """Check that the days to be tracked are among those that are measured."""
    track, days = study.data.get("track"), study.data.get("days")
    if not isinstance(track, Mapping) or not isinstance(days, int):
        return
    first, count = track.get("first_day", 0), track.get("days", 1)
    if isinstance(first, int) and isinstance(count, int) and first + count > days:
        what = f"days {first} to {first + count - 1} are to be tracked, and measured are 0 to {days - 1}"
        yield study.problem(("track",), what, "track fewer days, or earlier ones", at_key=True)


def check_force(study: Document, force: ForceConfig) -> Iterator[Problem]:
    """Check that the force can give what each scenario asks of it."""
    for name in _scenario_names(study):
        scenario, _ = validate(Scenario, study, ("scenarios", name))
        if scenario is None:
            continue
        for where, message in find_conflicts(force, scenario.uplift, scenario.redeploy):
            what, _, do = message.partition("; ")
            yield study.problem(("scenarios", name, *where.split(".")), what, do)


def check_moves(study: Document, scenarios: Mapping[str, Scenario], posts: NDArray[np.int64]) -> Iterator[Problem]:
    """Check that no scenario moves more officers than a team has: `posts` is (3,) by team in the kept districts."""
    for name, scenario in scenarios.items():
        move = scenario.redeploy
        if move is None or move.posts <= (there := int(posts[TEAMS.index(move.from_team)])):
            continue
        what = f"cannot move {move.posts} officers: {move.from_team} has {there} in the districts that are kept"
        yield study.problem(("scenarios", name, "redeploy", "posts"), what, f"move at most {there}")


def check_targets(study: Document, areas: int, whose: str = "the county") -> Iterator[Problem]:
    """Check that no scenario has more hotspots than the county, or each force, has areas."""
    for name in _scenario_names(study):
        scenario, _ = validate(Scenario, study, ("scenarios", name))
        if scenario is None or scenario.target is None or scenario.target.list_file is not None:
            continue  # how long a list is, its file says
        if scenario.target.hotspots <= areas:
            continue
        what = f"{scenario.target.hotspots} hotspots are more than the {areas} areas of {whose}"
        yield study.problem(("scenarios", name, "target", "hotspots"), what, f"ask for at most {areas}")


def check_no_list(study: Document) -> Iterator[Problem]:
    """Refuse lists of hotspots where several forces stand side by side: each has areas of its own."""
    for loc in list_sections(study):
        what = "a list of areas is one force's, and there are several"
        yield study.problem(loc, what, "rank by what each has on record", at_key=True)


def check_no_trial(study: Document) -> Iterator[Problem]:
    """Refuse a trial where several forces stand side by side: a pilot is one force's."""
    if "kind" in study.data:
        what = "a pilot is one force's, and here are several"
        yield study.problem(("county",), what, "give one county", at_key=True)


def check_districts(document: Document, loc: Loc, wanted: list[str], county: County) -> Iterator[Problem]:
    """Check that the districts to be kept exist, where that is known before data are read."""
    known = district_names(county)
    for position, name in enumerate(wanted):
        if known and name not in known:
            do = did_you_mean(name, known, otherwise=f"there are {listing(known)}")
            yield document.problem((*loc, position), f'the county has no district "{name}"', do)


def district_names(county: County) -> list[str]:
    """List the districts of a county; none where that takes reading its data."""
    if isinstance(county, EmbeddedCounty):
        return [district.name for district in DISTRICTS]
    if isinstance(county, TableCounty):
        return list(dict.fromkeys(area.district for area in county.area_rows))
    return []


def area_count(county: County) -> int | None:
    """Count the areas of a county; None where that takes reading its data."""
    if isinstance(county, ForcesCounty):
        return county.areas_per_force
    kept = county.districts
    if isinstance(county, EmbeddedCounty):
        return sum(district.areas for district in DISTRICTS if kept is None or district.name in kept)
    if isinstance(county, TableCounty):
        return sum(1 for area in county.area_rows if kept is None or area.district in kept)
    return None


def _scenario_names(study: Document) -> list[str]:
    """List the scenarios, as far as they are a mapping."""
    scenarios = study.data.get("scenarios")
    return [str(name) for name in scenarios if isinstance(name, str)] if isinstance(scenarios, Mapping) else []
