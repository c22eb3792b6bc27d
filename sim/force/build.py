"""Build the force of one scenario: today's officers, those moved, and those added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import Clock
from sim.county.model import County
from sim.force.apportion import apportion, apportion_within
from sim.force.config import TEAMS, ForceConfig, Redeploy, Uplift, find_conflicts
from sim.force.model import CHANGE, Force
from sim.force.pipeline import train_recruits
from sim.force.roster import Roster
from sim.force.sharing import district_share
from sim.force.shifts import all_shifts


def posts_by_district(config: ForceConfig, share: NDArray[np.float64]) -> NDArray[np.int64]:
    """Share each team's posts over the districts.

    Parameters
    ----------
    config
        The force.
    share
        (n_districts,) weights; see `sim.force.sharing.district_share`.

    Returns
    -------
    NDArray[np.int64]
        (3, n_districts) whole posts by team and district; each row sums to the team's posts.
    """
    return np.array([apportion(int(posts), share) for posts in config.posts.as_array()], dtype=np.int64)


def extra_posts_by_district(uplift: Uplift, county: County, demand_share: NDArray[np.float64]) -> NDArray[np.int64]:
    """Share the posts of an uplift over teams, then over districts.

    Parameters
    ----------
    uplift
        What is added.
    county
        Districts and residents.
    demand_share
        (n_districts,) expected calls that need a visit, in any unit.

    Returns
    -------
    NDArray[np.int64]
        (3, n_districts) whole extra posts by team and district.
    """
    share = district_share(uplift.share_by, county, demand_share)
    by_team = apportion(uplift.posts, uplift.split_array())
    return np.array([apportion(int(posts), share) for posts in by_team], dtype=np.int64)


def build_force(  # noqa: PLR0913 - a force has that many causes, and each comes from somewhere else
    config: ForceConfig,
    posts: NDArray[np.int64],
    county: County,
    demand_share: NDArray[np.float64],
    clock: Clock,
    *,
    uplift: Uplift | None = None,
    redeploy: Redeploy | None = None,
    seed: int = 0,
    replication: int = 0,
) -> Force:
    """Build the force of one scenario in one replication.

    Officers stand in a fixed order: today's by team, district and number, then those of the uplift. An officer who
    is moved keeps the id, so nobody else's absences change.

    Parameters
    ----------
    config
        The force today.
    posts
        (3, n_districts) posts today, from `posts_by_district`.
    county
        Districts and stations.
    demand_share
        (n_districts,) expected calls that need a visit, in any unit; used by `share_by: demand`.
    clock
        The run to be covered.
    uplift, redeploy
        What the scenario changes; officers are moved first, then added.
    seed, replication
        Key of the early leavers; nothing else is drawn here.

    Returns
    -------
    Force
        Officers, their changes over time, and all shifts.

    Raises
    ------
    ValueError
        When the scenario asks for what the force cannot give.
    """
    if conflicts := find_conflicts(config, uplift, redeploy):
        raise ValueError("; ".join(f"{where}: {what}" for where, what in conflicts))
    roster = Roster(config, county)
    for team, district in np.ndindex(posts.shape):
        roster.enlist(team, district, int(posts[team, district]))
    posts_now = posts.sum(axis=1)
    if redeploy is not None:
        posts_now += _move_officers(roster, redeploy, posts, district_share(redeploy.share_by, county, demand_share))
    officers, changes = roster.records(), np.empty(0, dtype=CHANGE)
    if uplift is not None:
        extra = extra_posts_by_district(uplift, county, demand_share)
        posts_now += extra.sum(axis=1)
        officers, changes = _add_officers(roster, config, uplift, extra, clock, (seed, replication))
    return Force(
        officers=officers,
        changes=changes,
        shifts=all_shifts(roster.rotas, clock),
        double_share=config.double_share.as_array(),
        takes_meals=config.meals,
        posts=posts_now.astype(np.float64),
        extra_posts=float(uplift.posts) if uplift is not None else 0.0,
    )


def _move_officers(
    roster: Roster, redeploy: Redeploy, posts: NDArray[np.int64], share: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Move the highest ids of each district from team to team; give the change in posts by team."""
    source, target = TEAMS.index(redeploy.from_team), TEAMS.index(redeploy.to)
    for district, count in enumerate(apportion_within(redeploy.posts, share, posts[source])):
        members = roster.members(source, district)
        for officer in members[len(members) - int(count) :]:
            roster.move(officer, target)
    change = np.zeros(len(TEAMS), dtype=np.int64)
    change[source], change[target] = -redeploy.posts, redeploy.posts
    return change


def _add_officers(
    roster: Roster,
    config: ForceConfig,
    uplift: Uplift,
    extra: NDArray[np.int64],
    clock: Clock,
    key: tuple[int, int],
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Add the officers of an uplift; give everybody's record at minute 0 and the changes to come."""
    if uplift.arrival == "pipeline" and config.pipeline is not None:
        return train_recruits(roster, config.pipeline, extra, clock, key)
    for team, district in np.ndindex(extra.shape):
        roster.enlist(team, district, int(extra[team, district]))
    return roster.records(), np.empty(0, dtype=CHANGE)
