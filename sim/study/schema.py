"""The study file: one question, several options."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from sim.command.config import EffectPack, StreetConfig
from sim.config import Config, Sourced
from sim.county.config import CountyConfig
from sim.demand.config import DemandConfig
from sim.force.config import ForceConfig, PostsByTeam, Redeploy, Uplift
from sim.harm.config import HarmPack
from sim.outcomes.config import CostPack
from sim.outcomes.precision_config import MOST, PrecisionRule
from sim.target.config import TargetConfig
from sim.track.config import TrackConfig

MOST_DAYS: Final = 3_660
"""Ten years: the longest stretch that a study may have."""

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
)


def _slug(text: str) -> str:
    """Refuse a name that cannot name a folder on every system."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", text):
        message = f'"{text}" is no name; use up to 64 letters a to z, digits, _ and -, and begin with a letter or digit'
        raise ValueError(message)
    if text.lower() in _RESERVED:
        message = f'"{text}" is a name that Windows keeps for itself; choose another'
        raise ValueError(message)
    return text


Slug = Annotated[str, AfterValidator(_slug), Field(examples=["uplift"])]
PackWord = Annotated[str, Field(min_length=1, examples=["hertfordshire"])]
"""Name of a pack, or a file (with a suffix or a slash), relative to the file it stands in."""


class CountyChoice(Config):
    """A county of which only some districts are kept."""

    pack: PackWord | CountyConfig
    """The county: a pack, a file, or written out."""
    districts: Annotated[list[str], Field(min_length=1)] | None = None
    """Keep only these districts."""


class DemandChoice(Config):
    """Demand that is scaled."""

    pack: PackWord | DemandConfig
    """The demand: a pack, a file, or written out."""
    times: Sourced = Sourced(value=1, low=1, high=1)
    """What all yearly numbers of calls are multiplied by."""


class ForceChoice(Config):
    """A force of another size."""

    pack: PackWord | ForceConfig
    """The force: a pack, a file, or written out."""
    posts: PostsByTeam | None = None
    """Posts of each team in the whole county, instead of those of the pack; a team that is not named has none."""


class StreetChoice(Config):
    """The rules of the street, with another memory of patrol if need be."""

    pack: PackWord | StreetConfig
    """The rules: a pack, a file, or written out."""
    half_life_days: Sourced | None = None
    """Days in which half of the deterrence fades, instead of those of the pack."""


class EffectChoice(Config):
    """The effect of patrol, fixed or with other spill if need be."""

    pack: PackWord | EffectPack
    """The effect: a pack, a file, or written out."""
    draw: bool = True
    """Whether the size of the effect is drawn anew for each replication; if not, it is the pack's central value."""
    displacement: Sourced | None = None
    """Share of prevented calls that happens in a neighbouring area instead, in place of that of the pack."""
    diffusion: Sourced | None = None
    """Share of a place's deterrence that its neighbours get together, in place of that of the pack."""


class Scenario(Config):
    """One option: what differs from the force of today."""

    label: str = ""
    """What tables and maps call it; its name if left out."""
    uplift: Uplift | None = None
    """Extra officers."""
    redeploy: Redeploy | None = None
    """Officers moved from one team to another."""
    target: TargetConfig | None = None
    """Hotspot patrol; none if left out."""


class Study(Config):
    """A study file: one question, and the options that could answer it."""

    schema_version: Literal[1]
    """Version of the form of this file: 1."""
    study: Slug
    """Name of the study, which is also the folder of its results: letters, digits, _ and -."""
    question: Annotated[str, Field(min_length=1)]
    """The question that the study asks, in words; it heads the report."""
    county: PackWord | CountyChoice | CountyConfig = "hertfordshire"
    """The county: a pack, a county file, or written out."""
    demand: PackWord | DemandChoice | DemandConfig = "hertfordshire"
    """What is called in: a pack, a file, or written out."""
    force: PackWord | ForceChoice | ForceConfig = "hertfordshire"
    """The force as it is today: a pack, a file, or written out."""
    street: PackWord | StreetChoice | StreetConfig = "default"
    """Rules of dispatch and patrol: a pack, a file, or written out; with another memory of patrol if need be."""
    costs: PackWord | CostPack = "hertfordshire"
    """Prices and response targets: a pack, a file, or written out."""
    start: date
    """First day of the warm-up, as year-month-day."""
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    """Days that are measured, after the warm-up."""
    warm_up_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 28
    """Days before the measured ones, which fill an empty system and are not counted."""
    cool_down_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 3
    """Days after the measured ones, in which counted calls may still end."""
    replications: Annotated[int, Field(ge=1, le=MOST)] | PrecisionRule = 10
    """How many histories every option is run on: a number, or how closely a difference is to be known."""
    seed: Annotated[int, Field(ge=0)] = 1
    """Seed of all random draws: the same seed gives the same results."""
    harm_index: Annotated[
        str, Field(min_length=1, examples=["cambridge", "cambridge_low_harm", "severity", "cost"])
    ] = "cambridge"
    """What harm is counted in: cambridge, cambridge_low_harm, severity or cost; a published sheet (cambridge_sheet,
    ons_severity, cost_recorded); or a pack or table of your own."""
    harm_packs: dict[str, HarmPack] | None = None
    """Harm packs written out, instead of those of the program; a resolved study has them."""
    effect: PackWord | EffectChoice | EffectPack = "central"
    """What visible patrol prevents: a pack, a file, or written out."""
    track: TrackConfig | None = None
    """Tracks of all units on some days, as their trackers would report them; none if left out."""
    baseline: str
    """The scenario that the others are compared with: today's force."""
    scenarios: Annotated[dict[Slug, Scenario], Field(min_length=1)]
    """The options by name."""
