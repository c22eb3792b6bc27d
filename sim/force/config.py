"""What a force is made of, and what a scenario may change about it."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from sim.config import Config, Sourced
from sim.force.numbers import Share, WholeNotNegative
from sim.force.pipeline_config import PipelineConfig
from sim.force.rota import ALWAYS, Rota

TeamName = Literal["response", "neighbourhood", "hotspot_team"]
TEAMS: Final[tuple[TeamName, ...]] = ("response", "neighbourhood", "hotspot_team")
"""The teams in the order of `sim.force.model.TEAM_NAMES`."""
ShareBy = Literal["demand", "population", "equal"]
"""How posts are shared over districts: by expected calls that need a visit, by residents, or evenly."""
Arrival = Literal["in_post", "pipeline"]


def _for_every_team(value: object) -> object:
    """Turn one name into a name for each team."""
    return dict.fromkeys(TEAMS, value) if isinstance(value, str) else value


def _all_to_one(value: object) -> object:
    """Turn the name of a team into a split that gives it everything."""
    return {value: 1.0} if isinstance(value, str) else value


RotaOfTeam = Annotated[
    dict[TeamName, str], BeforeValidator(_for_every_team, json_schema_input_type=str | dict[TeamName, str])
]
Split = Annotated[
    dict[TeamName, float], BeforeValidator(_all_to_one, json_schema_input_type=TeamName | dict[TeamName, float])
]


class PostsByTeam(Config):
    """Established posts of each team, in whole officers."""

    response: WholeNotNegative = Sourced(value=0, unit="officers", low=0, high=0)
    """Response officers: calls of grades 1 to 3."""
    neighbourhood: WholeNotNegative = Sourced(value=0, unit="officers", low=0, high=0)
    """Neighbourhood officers: grade 3, and grade 2 when no response unit is free."""
    hotspot_team: WholeNotNegative = Sourced(value=0, unit="officers", low=0, high=0)
    """Officers who patrol hotspots and take grade 1 only."""

    def as_array(self) -> NDArray[np.int64]:
        """Give the posts as (3,) whole officers, in the order of `TEAMS`."""
        return np.array([round(getattr(self, name).value) for name in TEAMS], dtype=np.int64)


class DoubleShare(Config):
    """Share of each team's units that are crewed by two."""

    response: Share
    """Response units."""
    neighbourhood: Share
    """Neighbourhood units."""
    hotspot_team: Share
    """Hotspot units."""

    def as_array(self) -> NDArray[np.float64]:
        """Give the shares as (3,), in the order of `TEAMS`."""
        return np.array([getattr(self, name).value for name in TEAMS], dtype=np.float64)


def _for_each_team(value: object) -> object:
    """Turn one number, bare or with its source, into a number for each team."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number or (isinstance(value, dict) and "value" in value):
        return dict.fromkeys(TEAMS, value)
    return value


DoubleShareOrOne = Annotated[
    DoubleShare, BeforeValidator(_for_each_team, json_schema_input_type=float | Sourced | DoubleShare)
]
"""A share for each team, or one number for all."""


class ForceConfig(Config):
    """The force of a study, as it is today."""

    posts: PostsByTeam
    """Established posts by team."""
    share_by: ShareBy = "demand"
    """How each team's posts are shared over districts."""
    rotas: dict[str, Rota] = Field(default_factory=dict)
    """Shift patterns by name."""
    rota: RotaOfTeam
    """Which pattern each team works: a name in `rotas`, or `always` for a team that never goes home."""
    abstraction: Share
    """Share of rostered shifts not worked: leave, sickness, training, court."""
    double_share: DoubleShareOrOne
    """Share of units that are double-crewed."""
    meals: bool = True
    """Whether units stop for a meal."""
    pipeline: PipelineConfig | None = None
    """How recruits become officers; needed when an uplift arrives by `pipeline`."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if self.abstraction.value == 1:
            message = "abstraction is 1, so that nobody is ever on duty; give a share below 1"
            raise ValueError(message)
        if ALWAYS in self.rotas:
            message = f"'{ALWAYS}' is built in and cannot be redefined; choose another name in rotas"
            raise ValueError(message)
        for team, name in self.rota.items():
            self._check_rota(team, name)
        for team, posts in zip(TEAMS, self.posts.as_array(), strict=True):
            if posts and team not in self.rota:
                message = f"{team} has {posts} posts but no rota; add rota.{team}"
                raise ValueError(message)
        return self

    def _check_rota(self, team: str, name: str) -> None:
        """Refuse a rota that is not there, and absences of officers who work one endless shift."""
        known = [*self.rotas, ALWAYS]
        if name not in known:
            message = f"rota.{team} names '{name}', but the rotas are {', '.join(known)}"
            raise ValueError(message)
        if name == ALWAYS and self.abstraction.value > 0:
            message = f"rota.{team} is '{ALWAYS}', one shift for the whole run: abstraction must then be 0"
            raise ValueError(message)


class Uplift(Config):
    """Officers over and above the establishment."""

    posts: int = Field(ge=0, le=100_000)
    """Extra posts, in officers."""
    arrival: Arrival = "in_post"
    """`in_post`: trained officers from day 0. `pipeline`: recruits by intake, from the first measured day."""
    to: Split
    """The team that they go to, or a share for each of several teams; shares sum to 1."""
    share_by: ShareBy = "demand"
    """How they are shared over districts."""

    @model_validator(mode="after")
    def _shares_sum_to_one(self) -> Self:
        for name, share in self.to.items():
            if not 0 <= share <= 1:
                message = f"to.{name} is {share:g}; a share lies between 0 and 1"
                raise ValueError(message)
        total = sum(self.to.values())
        if abs(total - 1) > 1e-9:
            message = f"the shares in 'to' sum to {total:g}; they must sum to 1"
            raise ValueError(message)
        return self

    def split_array(self) -> NDArray[np.float64]:
        """Give the split over teams as (3,) shares, in the order of `TEAMS`."""
        return np.array([self.to.get(name, 0.0) for name in TEAMS], dtype=np.float64)


class Redeploy(Config):
    """Officers moved from one team to another, within their districts."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    posts: int = Field(ge=0, le=100_000)
    """Posts moved, in officers."""
    from_team: TeamName = Field(alias="from")
    """The team that gives them up."""
    to: TeamName
    """The team that gets them."""
    share_by: ShareBy = "demand"
    """How the move is shared over districts."""

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Self:
        if self.from_team == self.to:
            message = f"'from' and 'to' are both {self.to}; name two different teams"
            raise ValueError(message)
        return self


def find_conflicts(config: ForceConfig, uplift: Uplift | None, redeploy: Redeploy | None) -> list[tuple[str, str]]:
    """Find what a scenario asks of a force that it cannot give.

    Parameters
    ----------
    config
        The force today.
    uplift, redeploy
        What the scenario changes.

    Returns
    -------
    list[tuple[str, str]]
        The key in the scenario and what is wrong there, for example ``("redeploy.posts", "…")``; empty when all is well.
    """
    conflicts = _redeploy_conflicts(config, redeploy) if redeploy is not None else []
    if uplift is not None:
        conflicts += _uplift_conflicts(config, uplift)
    return conflicts


def _redeploy_conflicts(config: ForceConfig, redeploy: Redeploy) -> list[tuple[str, str]]:
    """Find what is wrong with a move between teams."""
    conflicts = []
    there = config.posts.as_array()[TEAMS.index(redeploy.from_team)]
    if redeploy.posts > there:
        conflicts.append(
            (
                "redeploy.posts",
                f"cannot move {redeploy.posts} officers: {redeploy.from_team} has {there}; move at most {there}",
            )
        )
    if redeploy.posts and redeploy.to not in config.rota:
        conflicts.append(("redeploy.to", _no_rota(redeploy.to)))
    return conflicts


def _uplift_conflicts(config: ForceConfig, uplift: Uplift) -> list[tuple[str, str]]:
    """Find what is wrong with an uplift."""
    conflicts = [
        ("uplift.to", _no_rota(name)) for name, share in uplift.to.items() if share and name not in config.rota
    ]
    if uplift.arrival == "pipeline":
        if config.pipeline is None:
            conflicts.append(
                ("uplift.arrival", "recruits need a training pipeline; add force.pipeline, or use in_post")
            )
        if "response" not in config.rota:
            conflicts.append(("uplift.arrival", "recruits are tutored on response; add force.rota.response"))
        if ALWAYS in config.rota.values():
            conflicts.append(
                ("uplift.arrival", f"recruits cannot join a rota that is '{ALWAYS}': no shift ever starts; use in_post")
            )
    return conflicts


def _no_rota(team: str) -> str:
    """Say that a team has no shift pattern."""
    return f"{team} has no rota; add force.rota.{team}"
