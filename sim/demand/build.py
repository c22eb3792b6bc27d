"""From the catalogue and a county to rates and shares in arrays."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.demand.branching import branching_excess, follows_own
from sim.demand.calendar import hour_profile, season
from sim.demand.config import BY_POPULATION, CallType, DemandConfig, SpatialModel
from sim.demand.frailty import Rows, own_autocorrelation, solve_frailty
from sim.demand.model import Demand, Frailty, Handling, NearRepeat
from sim.demand.near_repeat import landing_kernel, landing_probability, near_repeat_of, solve_immigration
from sim.demand.recorded import Scaled, posterior_of, scale_to_recorded
from sim.demand.scene import scene_time
from sim.demand.spatial import area_shares
from sim.errors import InputError
from sim.harm.components import ASB_CATEGORY
from sim.ratio import ratio

log = logging.getLogger(__name__)

NO_CATEGORY = "no police.uk category"
"""Frailty group of the types that leave no row: they share in what all types share, and no more."""
_MAX_OFFICERS = 4
_FILE = "demand"
"""What an error names where the file is not known."""


def build_demand(config: DemandConfig, county: County) -> Demand:
    """Turn a demand configuration into rates and shares for one county.

    Parameters
    ----------
    config
        The configuration.
    county
        The county; where it has recorded counts, areas and volumes follow these (`sim.demand.recorded`).

    Returns
    -------
    Demand
        Observed rates, under today's policing.

    Raises
    ------
    InputError
        If a type names an area that the county does not have, or a dispersion that no frailty can reach.
    """
    types = config.types
    scenes = [scene_time(row.scene) for row in types]
    offence_share, asb_share = _record_shares(config)
    rates = _rates(config, county)
    categories = tuple(row.category for row in config.offences)
    posterior = None
    if county.recorded_category:
        given = Scaled(rates, offence_share, asb_share)
        posterior = posterior_of(given, categories, ASB_CATEGORY, county)
        scaled = scale_to_recorded(given, categories, ASB_CATEGORY, county)
        rates, offence_share, asb_share = scaled.per_year, scaled.offence_share, scaled.asb_share
    demand = Demand(
        type_key=tuple(row.key for row in types),
        type_label=tuple(row.label or row.key for row in types),
        offence_key=tuple(row.key for row in config.offences),
        offence_category=categories,
        observed_per_year=rates,
        hour_profile=np.array([_profile(config, row) for row in types]),
        season=np.array([_season(config, row) for row in types]),
        grade_share=_normal([row.grades for row in types]),
        officers_share=_normal([[*row.officers, *[0.0] * (_MAX_OFFICERS - len(row.officers))] for row in types]),
        scene_kind=np.array([scene.way for scene in scenes], dtype=np.int8),
        scene_mean_min=_column([scene.mean_min for scene in scenes]),
        scene_cv=_column([scene.cv for scene in scenes]),
        scene_points=tuple(scene.points for scene in scenes),
        offence_share=offence_share,
        asb_record_share=asb_share,
        hate_share=_column([row.hate_share for row in types]),
        arrest_share=_column([row.arrest_share for row in types]),
        deterrable_share=_column([row.deterrable_share for row in types]),
        effect_multiplier=_column([row.effect_multiplier for row in types]),
        unreported_ratio=_column([row.unreported_ratio for row in types]),
        near_repeat=_near_repeat(config, county),
        frailty=Frailty(0.0, np.zeros(1), np.zeros(len(types), dtype=np.int16), (NO_CATEGORY,), 0.0),
        posterior=posterior,
    )
    if config.frailty:
        demand = replace(demand, frailty=_frailty(config, demand))
    _echo(demand)
    return demand


def handling_of(config: DemandConfig) -> Handling:
    """Read what happens to a call before anyone is sent."""
    handling = config.handling
    return Handling(
        handling_median_min=handling.median_min.value,
        handling_sigma=handling.sigma.value,
        desk_mean_min=handling.desk_mean_min.value,
        appointment_mean_days=handling.appointment_mean_days.value,
        appointment_hours=(int(handling.appointment_from_hour.value), int(handling.appointment_until_hour.value)),
        patience_share=_column([share.value for share in handling.patience_share]),
        patience_mean_min=_column([mean.value for mean in handling.patience_mean_min]),
        custody_median_min=handling.custody_median_min.value,
        custody_sigma=handling.custody_sigma.value,
    )


def restrict(demand: Demand, county: County, keep_mask: NDArray[np.bool_]) -> Demand:
    """Keep the demand of some areas of a county.

    Parameters
    ----------
    demand
        Demand of the whole county.
    county
        The whole county.
    keep_mask
        (n_areas,) which areas stay, in their order.

    Returns
    -------
    Demand
        The rates of the areas that stay; near-repeats that would land outside land inside instead, in proportion.
    """
    if keep_mask.shape != (county.n_areas,):
        message = f"keep_mask has shape {keep_mask.shape}; the county has {county.n_areas} areas"
        raise ValueError(message)
    number = np.cumsum(keep_mask) - 1
    candidates = demand.near_repeat.landing_area[0, keep_mask]
    inside = keep_mask[candidates]
    own = np.arange(int(keep_mask.sum()))[:, None]
    renumbered = np.where(inside, number[candidates], own).astype(np.int16)
    probability = np.where(inside, landing_probability(demand.near_repeat)[:, keep_mask], 0.0)
    probability[:, :, 0] += probability.sum(axis=2) <= 0
    near_repeat = near_repeat_of(demand.near_repeat.branching, demand.near_repeat.decay_days, probability, renumbered)
    posterior = demand.posterior
    if posterior is not None:
        shape, place = posterior.shape[:, keep_mask], posterior.place[:, keep_mask]
        posterior = replace(posterior, shape=shape, place=place)
    rates = demand.observed_per_year[:, keep_mask]
    return replace(demand, observed_per_year=rates, near_repeat=near_repeat, posterior=posterior)


def expected_by_category(demand: Demand) -> dict[str, float]:
    """Give the expected police.uk rows a year by category, anti-social behaviour included."""
    calls = demand.observed_per_year.sum(axis=1)
    rows = dict.fromkeys(demand.offence_category, 0.0)
    for category, crimes in zip(demand.offence_category, calls @ demand.offence_share, strict=True):
        rows[category] += float(crimes)
    asb = float(calls @ demand.asb_record_share)
    return rows | {ASB_CATEGORY: asb} if asb else rows


def clipped_areas(demand: Demand) -> dict[str, int]:
    """Count the areas where near-repeats from busier neighbours would exceed what is observed, by type.

    There the least share of calls that are nobody's child is kept, and expected calls exceed the observed rate a little;
    other areas make up for it. Types without such areas are left out.
    """
    everything = np.ones(demand.n_areas)
    counts = {
        key: solve_immigration(demand.observed_per_year[kind], demand.near_repeat, kind, everything).clipped
        for kind, key in enumerate(demand.type_key)
    }
    return {key: count for key, count in counts.items() if count}


def category_share(demand: Demand) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Give the categories, and (n_types, n_categories) probability that a call becomes a row of each."""
    names = tuple(dict.fromkeys([*demand.offence_category, ASB_CATEGORY]))
    share = np.zeros((demand.n_types, len(names)))
    for offence, category in enumerate(demand.offence_category):
        share[:, names.index(category)] += demand.offence_share[:, offence]
    share[:, names.index(ASB_CATEGORY)] += demand.asb_record_share
    return names, share


def _echo(demand: Demand) -> None:
    """Log the effective values, so that a rate that was scaled can be seen."""
    rows = ", ".join(f"{category} {count:,.0f}" for category, count in expected_by_category(demand).items())
    log.info("demand: %s calls a year in %d areas", f"{demand.observed_per_year.sum():,.0f}", demand.n_areas)
    log.info("demand: expected police.uk rows a year: %s", rows or "none")
    log.info(
        "demand: frailty variance %.3f shared; own: %s",
        demand.frailty.shared_variance,
        ", ".join(f"{k} {v:.3f}" for k, v in zip(demand.frailty.group_key, demand.frailty.own_variance, strict=True)),
    )
    clipped = clipped_areas(demand)
    if clipped:
        log.info("demand: areas with the least share of calls that are no near-repeats: %s", clipped)


def _column(values: list[float]) -> NDArray[np.float64]:
    """Make a column of numbers."""
    return np.array(values, dtype=np.float64)


def _normal(rows: list[list[float]]) -> NDArray[np.float64]:
    """Make rows that sum to exactly 1 of rows that nearly do."""
    table = np.array(rows, dtype=np.float64)
    normal: NDArray[np.float64] = table / table.sum(axis=1, keepdims=True)
    return normal


def _rates(config: DemandConfig, county: County) -> NDArray[np.float64]:
    """Give the calls a year by type and area, from the spatial models."""
    models = {BY_POPULATION: SpatialModel(population=1.0), **config.spatial}
    shares = {name: area_shares(name, model, county, config.spatial_seed) for name, model in models.items()}
    return np.array(
        [
            row.calls_per_year * (_given_shares(row, county) if row.share_by_area else shares[row.spatial])
            for row in config.types
        ]
    )


def _given_shares(row: CallType, county: County) -> NDArray[np.float64]:
    """Shares of the areas as the type itself states them."""
    index = {code: area for area, code in enumerate(county.area_code)}
    unknown = sorted(row.share_by_area.keys() - index.keys())
    weight = np.zeros(county.n_areas)
    if unknown or not any(row.share_by_area.values()):
        what = f"no area of {county.name} is called {', '.join(unknown)}" if unknown else "all weights are 0"
        raise InputError.of(_FILE, what, "name areas by their code", where=f"types.{row.key}.share_by_area")
    for code, share in row.share_by_area.items():
        weight[index[code]] = share
    shares: NDArray[np.float64] = weight / weight.sum()
    return shares


def _record_shares(config: DemandConfig) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probability that a call becomes each offence, (n_types, n_offences), and an ASB row, (n_types,)."""
    offences = [row.key for row in config.offences]
    calls = np.maximum(_column([row.calls_per_year for row in config.types]), 1e-300)
    crimes = np.array([[row.crimes_per_year.get(key, 0.0) for key in offences] for row in config.types])
    asb = _column([row.asb_records_per_year for row in config.types])
    return crimes.reshape(calls.size, len(offences)) / calls[:, None], asb / calls


def _profile(config: DemandConfig, row: CallType) -> NDArray[np.float64]:
    """Hour profile of a type; flat where it names none."""
    profile = config.profiles.get(row.profile)
    if profile is None:
        return hour_profile([1.0] * 24, [1.0] * 7, 1.0)
    return hour_profile(profile.hours, profile.days, profile.weekend_night)


def _season(config: DemandConfig, row: CallType) -> NDArray[np.float64]:
    """Season of a type; none where it names none."""
    given = config.seasons.get(row.season)
    return season([1.0] * 12 if given is None else given.months)


def _near_repeat(config: DemandConfig, county: County) -> NearRepeat:
    """Near-repeats of all types; only the own area as a candidate when there are none."""
    given = [row.near_repeat for row in config.types]
    if not any(given):
        own = np.arange(county.n_areas, dtype=np.int16)[:, None]
        alone = np.ones((len(given), county.n_areas, 1))
        return near_repeat_of(np.zeros(len(given)), np.ones(len(given)), alone, own)
    probability, candidates = landing_kernel(county, _column([row.sigma_m if row else 0.0 for row in given]))
    return near_repeat_of(
        _column([row.branching if row else 0.0 for row in given]),
        _column([row.decay_days if row else 1.0 for row in given]),
        probability,
        candidates,
    )


def _frailty(config: DemandConfig, demand: Demand) -> Frailty:
    """Solve the frailty of a demand whose rates are known."""
    given = config.frailty
    if given is None:
        return demand.frailty
    names, share = category_share(demand)
    group_of_type = np.where(share.any(axis=1), share.argmax(axis=1), -1)
    groups = {names[index]: _rows_of(demand, share[:, index]) for index in sorted({*group_of_type.tolist()} - {-1})}
    published = {key: number.value for key, number in given.categories.items()}
    rho, by_group = (
        given.autocorrelation.value,
        {key: number.value for key, number in (given.autocorrelations or {}).items()},
    )
    try:
        shared, own = solve_frailty(
            groups, published, given.all_crime.value, set(groups) - {ASB_CATEGORY}, rho, by_group
        )
    except ValueError as error:
        raise InputError.of(_FILE, str(error), "lower the published dispersion", where="frailty") from error
    keys = (NO_CATEGORY, *groups)
    of_own = [own_autocorrelation(by_group.get(key, rho), shared, own.get(key, 0.0), rho) for key in keys]
    return Frailty(
        shared_variance=shared,
        own_variance=_column([own.get(key, 0.0) for key in keys]),
        group_of_type=np.array(
            [keys.index(names[index]) if index >= 0 else 0 for index in group_of_type], dtype=np.int16
        ),
        group_key=keys,
        autocorrelation=rho,
        own_autocorrelation=_column(of_own) if by_group else np.zeros(0),
    )


def _rows_of(demand: Demand, share: NDArray[np.float64]) -> Rows:
    """Rows a year of one category by area, and what branching adds to their dispersion."""
    by_type = demand.observed_per_year * share[:, None]
    per_year = by_type.sum(axis=0)
    near = demand.near_repeat
    seen = per_year > 0
    excess, follows = np.zeros_like(per_year), np.ones_like(per_year)
    for kind in np.flatnonzero((share > 0) & (near.branching > 0)):
        part = ratio(by_type[kind], per_year, 0.0)
        repeats = float(near.branching[kind]), float(near.decay_days[kind]), near.landing[kind, :, 0]
        excess += part * branching_excess(*repeats, float(share[kind]))
        follows -= part * (1 - follows_own(*repeats))
    if not seen.any():
        return Rows(per_year, 0.0, 1.0)
    return Rows(per_year, float(excess[seen].mean()), float(np.average(follows, weights=per_year)))
