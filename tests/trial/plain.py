"""A county whose every number is known: areas that are alike, crimes of two kinds, and good and bad months only if asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from sim.run.parts import build_parts
from sim.run.pilots import outcomes_of, run_pilots
from sim.run.trial_lots import lots
from sim.study.load import load_study
from sim.trial.runs import join_runs

DISTRICTS = 10
FLEETING = {"pack": "default", "half_life_days": 0.1}
"""Patrol that is forgotten overnight."""
STAYS = {"pack": "central", "draw": False, "diffusion": 0}
"""A fixed effect that stays where patrol is."""
BRANCHING = {"branching": 0.2, "decay_days": 10, "sigma_m": 300}
"""One call in five follows another, within days and streets of it."""
TWO_KINDS = {"common_assault": "Violence and sexual offences", "criminal_damage": "Criminal damage and arson"}


def plain_demand(a_month=None, near_repeat=None, dispersion=None, autocorrelation=0.3, areas=80, busiest=1.0):
    """Write kinds of crime, all on record and none beyond patrol's reach, at the same rate in all areas, hours and months.

    Parameters
    ----------
    a_month
        Crimes a month in each area by offence; 17 of each of two kinds if left out.
    near_repeat
        How calls draw others after them; not at all if left out.
    dispersion
        Variance over mean of a month's counts, by category, "all crime" among them; Poisson if left out.
    autocorrelation
        How alike good and bad months are that follow each other.
    areas
        How many areas share the calls.
    busiest
        How many times as many calls the busiest area has as the quietest: 1 if all are alike.
    """
    weight = [busiest ** (number / (areas - 1)) for number in range(areas)]
    shares = dict(zip(_area_ids(areas // DISTRICTS), weight, strict=True))

    def kind(offence, mean):
        recorded = {"asb_records_per_year": mean * 12 * areas} if offence == "asb" else {}
        recorded = recorded or {"crimes_per_year": {offence: mean * 12 * areas}}
        one = {
            "key": f"call_of_{offence}",
            "calls_per_year": mean * 12 * areas,
            "scene": {"kind": "fixed", "mean_min": 10},
            "deterrable_share": 1.0,
            "effect_multiplier": 1.0,
            "share_by_area": shares,
            **recorded,
        }
        return one | ({"near_repeat": near_repeat} if near_repeat else {})

    means = a_month or dict.fromkeys(TWO_KINDS, 17.0)
    demand = {
        "offences": [{"key": key, "category": CATEGORY[key]} for key in means if key != "asb"],
        "types": [kind(key, mean) for key, mean in means.items()],
    }
    if dispersion:
        categories = {name: value for name, value in dispersion.items() if name != "all crime"}
        uneven = {"autocorrelation": autocorrelation, "all_crime": dispersion["all crime"], "categories": categories}
        demand["frailty"] = uneven
    return demand


CATEGORY = TWO_KINDS | {
    "burglary_residential": "Burglary",
    "robbery_personal": "Robbery",
    "other_crime": "Other crime",
}
"""police.uk categories of the offences that are made here."""


def _area_ids(areas_each):
    """Name the areas, so that each district has some of the busy and some of the quiet ones."""
    return [f"D{district}A{place}" for place in range(areas_each) for district in range(DISTRICTS)]


def plain_county(areas_each=8):
    """Write a county of ten districts, its areas of 1,500 residents 1 km from one to the next."""
    areas = [
        {
            "id": f"D{district}A{place}",
            "district": f"D{district}",
            "population": 1500,
            "x": 1000 * place,
            "y": 1000 * district,
        }
        for district in range(DISTRICTS)
        for place in range(areas_each)
    ]
    roads = {
        "urban_km_h": 40,
        "rural_km_h": 75,
        "trunk_km_h": 90,
        "circuity": 1.3,
        "intra_area": 0.5,
        "start_stop_min": 0.5,
    }
    return {
        "kind": "table",
        "name": "Plain",
        "areas": areas,
        "custody": [{"name": "Custody", "area": "D0A0"}],
        "travel": {"roads": roads, "blue_light_factor": 0.8},
    }


def plain_trial(folder: Path, name="plain", **changed) -> Path:
    """Write a study of half-year pilots in that county, in 40 places that the lot falls on, four in each district."""
    study = {
        "schema_version": 1,
        "kind": "trial",
        "study": name,
        "question": "Can a pilot tell where all is known?",
        "county": plain_county(),
        "demand": plain_demand(),
        "start": "2026-04-06",
        "days": 168,
        "replications": 2000,
        "seed": 5,
        "harm_index": "cambridge_low_harm",
        "effect": STAYS,
        "reductions": [0],
        "selection": {"rank_by": "random", "places": 4, "each": "district", "past_days": 168},
        "dose": {"visits_at": ["08:00", "16:00"], "visit_minutes": 15, "compliance": 1},
        "designs": {"randomised": {"kind": "cluster_randomised", "block_size": 4}},
        **changed,
    }
    path = folder / f"{name}.yaml"
    yaml = YAML(typ="safe", pure=True)
    yaml.width = 4096  # a key is not to be broken
    with path.open("w", encoding="utf-8") as file:
        yaml.dump({**study, "start": date.fromisoformat(study["start"])}, file)
    return path


def run_all(path: Path, pilots: int):
    """Run so many pilots of a study, as the program does; give its designs by name, and the names of the outcomes."""
    parts = build_parts(load_study(path))
    runs = join_runs([run_pilots(parts, numbers) for numbers in lots(pilots)])
    return {one.name: one for one in runs}, outcomes_of(parts).name
