"""Say in words what each option is."""

from __future__ import annotations

from sim.force.config import Redeploy, Uplift
from sim.report.content import Option
from sim.study.schema import Scenario, Study
from sim.target.config import BY_NUMBER_OR_HARM, TargetConfig
from sim.target.hours_config import CHOSEN

TEAM_WORDS = {"response": "response", "neighbourhood": "neighbourhood teams", "hotspot_team": "hotspot teams"}
RANK_WORDS = {
    "count": "the most recorded crime and ASB",
    "harm": "the most recorded harm",
    "hertfordshire_rank": "the highest combined rank",
    "random": "a lottery",
    "empirical_bayes": "the most to be expected once luck is taken out",
    "recency": "the most recorded of late",
    "kernel_density": "the greatest density",
    "self_exciting": "the highest forecast from their latest records",
    "gi_star": "the highest Gi*, themselves and their neighbours",
    "preventable": "the most harm that an hour of patrol would prevent",
    "list": "a place on a list",
}
ALLOCATE_WORDS = {
    "equal": "",
    "proportional": ", as many visits shared out in proportion",
    "greedy": ", the same patrol time, journeys included, shared out visit by visit to where it is held to prevent most",
    "optimal": ", the same patrol time, journeys included, shared out so as to prevent most",
}
_NO_WINDOW = {"random", "list"}
"""Rankings that look at no records."""
OF_WORDS = {"harm": ", by harm", "count": ", by number"}
ROUTE_WORDS = {
    "overdue": "",
    "rounds": "; each patrol walks those of its district in a fixed order",
    "unpredictable": "; at times drawn by lot, no more than two hours apart",
}


def options_of(study: Study, *, by_force: bool = False) -> tuple[Option, ...]:
    """Describe the scenarios of a study, in its order; officers may be shared over several forces."""
    return tuple(
        Option(name, scenario.label or name.replace("_", " ").capitalize(), _describe(scenario, by_force=by_force))
        for name, scenario in study.scenarios.items()
    )


def _describe(scenario: Scenario, *, by_force: bool) -> str:
    """Write one line about a scenario."""
    parts = []
    if scenario.uplift:
        parts.append(_uplift(scenario.uplift))
    if scenario.redeploy:
        parts.append(_redeploy(scenario.redeploy))
    if scenario.target:
        parts.append(_target(scenario.target, "areas of each force" if by_force else "areas"))
    return "; ".join(parts) or "The force and its patrols as they are"


def _uplift(uplift: Uplift) -> str:
    """Say how many officers are added and where."""
    arrival = "in post from the first day" if uplift.arrival == "in_post" else "recruited and trained over time"
    return f"{uplift.posts} more officers on {_teams(uplift)}, {arrival}, shared by {uplift.share_by}"


def _teams(uplift: Uplift) -> str:
    """Name the teams that officers are added to."""
    teams = {TEAM_WORDS[team]: share for team, share in uplift.to.items() if share > 0}
    if len(teams) == 1:
        return next(iter(teams))
    return " and ".join(f"{team} ({share:.0%})" for team, share in teams.items())


def _redeploy(redeploy: Redeploy) -> str:
    """Say how many officers are moved."""
    return f"{redeploy.posts} officers moved from {TEAM_WORDS[redeploy.from_team]} to {TEAM_WORDS[redeploy.to]}"


def _target(target: TargetConfig, areas: str) -> str:
    """Say where patrols go and how much each place is due."""
    times = (
        f"at {', '.join(target.visits_at)}"
        if target.visits_at
        else f"{target.visits_per_day} times a day{_on_average(target)}, {_hours(target)}{_own(target)}"
    )
    return (
        f"the {target.hotspots} {areas} with {_ranking(target)} visited {times}, {target.visit_minutes:g} minutes "
        f"each{ALLOCATE_WORDS[target.allocate or 'equal']}{_floor(target)}, listed anew every {target.task_every_days} days{ROUTE_WORDS[target.route]}"
    )


def _floor(target: TargetConfig) -> str:
    """Say what each district gets at least."""
    if not target.district_floor:
        return ""
    return f", each district at least {target.district_floor:.0%} of the visits that it would get by its residents"


def _on_average(target: TargetConfig) -> str:
    """Say where single places may get more visits or fewer."""
    return " on average" if target.allocate not in {None, "equal"} else ""


def _own(target: TargetConfig) -> str:
    """Say where a list gives single areas visits or hours of their own."""
    own = sum(area.visits_per_day is not None or area.hours is not None for area in target.listed.values())
    return f" ({own} of them as the list says)" if own else ""


def _ranking(target: TargetConfig) -> str:
    """Say what makes an area a hotspot."""
    by = OF_WORDS[target.of or "harm"] if target.rank_by in BY_NUMBER_OR_HARM else ""
    seen = "" if target.rank_by in _NO_WINDOW else f" (in the last {target.window_days} days)"
    return RANK_WORDS[target.rank_by] + by + seen


def _hours(target: TargetConfig) -> str:
    """Say in which hours hotspots are visited."""
    if target.hours != CHOSEN:
        return str(target.hours)
    return f"in the {target.chosen_hours} hours of {target.chosen_within} with most harm to prevent there on that day of the week"
