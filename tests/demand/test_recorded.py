"""Demand of a county that comes with recorded counts."""

import numpy as np
import pytest

from sim.county.build import build_county
from sim.county.files_config import FilesCounty
from sim.demand.build import build_demand, category_share, expected_by_category
from tests.demand.make import MODELS, make_config, make_county
from tests.files import read_yaml

OFFENCES = [
    {"key": "theft", "category": "Theft"},
    {"key": "fight", "category": "Violence"},
    {"key": "arson", "category": "Damage"},
]
RECORDED = {"theft": [30, 10], "Violence": [20, 20], "Anti-social behaviour": [0, 20]}


def build(*types):
    return build_demand(make_config(*types, offences=OFFENCES), make_county(2, recorded=RECORDED))


def test_areas_and_volume_follow_the_category():
    """20 thefts of 100 calls in the catalogue, 40 on record (the case of the name aside): 200 calls, 3 : 1."""
    demand = build({"calls_per_year": 100, "crimes_per_year": {"theft": 20}})
    assert demand.observed_per_year[0] == pytest.approx([150, 50])
    assert demand.offence_share[0, 0] == pytest.approx(0.2)


def test_type_of_two_categories_gives_each_its_rows():
    """10 thefts and 30 fights become 40 and 40: twice the calls, half the rows of each, areas half 3 : 1, half even."""
    demand = build({"calls_per_year": 100, "crimes_per_year": {"theft": 10, "fight": 30}})
    assert expected_by_category(demand) == pytest.approx({"Theft": 40, "Violence": 40, "Damage": 0})
    assert demand.observed_per_year[0] == pytest.approx([125, 75])
    assert demand.offence_share[0] == pytest.approx([0.2, 0.2, 0])


def test_asb_rows_follow_their_category():
    demand = build({"calls_per_year": 100, "asb_records_per_year": 40})
    assert demand.observed_per_year[0] == pytest.approx([0, 50])
    assert demand.asb_record_share[0] == pytest.approx(0.4)


def test_type_without_category_follows_all_rows():
    """100 rows on record against 50 of the catalogue: twice the calls, 50 : 50."""
    demand = build({"calls_per_year": 500}, {"calls_per_year": 100, "crimes_per_year": {"theft": 50}})
    assert demand.observed_per_year[0] == pytest.approx([500, 500])


def test_type_whose_category_was_not_recorded_leaves_no_rows():
    demand = build({"calls_per_year": 100, "crimes_per_year": {"arson": 50}})
    assert demand.offence_share[0, 2] == 0
    assert demand.observed_per_year[0] == pytest.approx([100, 100])


def test_real_county(pack, shared_data):
    """97,516 rows of 2021 carry one of the 690 areas; expected rows equal them by category, and by area."""
    county = build_county(FilesCounty.model_validate(read_yaml(MODELS / "hertfordshire_real.yaml")), shared_data)
    demand = build_demand(pack, county)
    rows = expected_by_category(demand)
    assert sum(rows.values()) == pytest.approx(97_516)
    recorded = dict(zip(county.recorded_category, county.recorded_per_year, strict=True))
    assert rows == pytest.approx({name: counts.sum() for name, counts in recorded.items()})
    names, share = category_share(demand)
    for index, name in enumerate(names):
        assert demand.observed_per_year.T @ share[:, index] == pytest.approx(recorded[name], abs=1e-6)
    assert demand.observed_per_year.sum() == pytest.approx(468_000, rel=0.04)
    assert np.isfinite(demand.frailty.own_variance).all()
