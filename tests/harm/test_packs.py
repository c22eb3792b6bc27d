"""The harm indices and prices that come with the program."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.config import sourced_numbers
from sim.errors import InputError
from sim.harm.config import HarmPack
from sim.harm.index import harm_by_offence, harm_by_type, harm_index
from sim.outcomes.config import CostPack
from tests.files import read_yaml
from tests.harm.offences import OFFENCES

ROOT = Path(__file__).resolve().parents[2]
INDICES = ("cambridge", "cambridge_low_harm", "severity", "cost")


@pytest.fixture(scope="module")
def packs():
    return {name: HarmPack.model_validate(read_yaml(ROOT / "models" / "harm" / f"{name}.yaml")) for name in INDICES}


def pack_of(**changed):
    """Build a pack of two offences."""
    weights = {"abh": {"value": 15, "unit": "days", "low": 10, "high": 20}, "arson": 33}
    plain = {"key": "mine", "label": "Mine", "unit": "days", "note": "Round.", "weights": weights, "low_harm_call": 0.5}
    return HarmPack.model_validate(plain | changed)


@pytest.mark.parametrize("name", INDICES)
def test_every_offence_has_a_weight_with_its_source(packs, name):
    pack = packs[name]
    assert pack.key == name
    assert tuple(pack.weights) == OFFENCES
    for path, number in sourced_numbers(pack):
        assert len(number.source) > 10, path
        assert number.unit == pack.unit, path


def test_cambridge_by_anchors_of_the_evidence(packs):
    days = dict(zip(OFFENCES, harm_by_offence(packs["cambridge"], OFFENCES), strict=True))
    assert days["homicide"] == 5475  # fifteen years
    assert days["gbh_intent"] == 1460
    assert days["gbh"] == 365
    assert days["rape"] == 1825
    assert days["robbery_personal"] == 365
    assert days["shoplifting"] == 1
    assert days["theft_from_vehicle"] == 2


def test_pure_cambridge_leaves_out_what_police_detect_and_says_why(packs):
    for key in ("drug_possession", "drug_trafficking", "weapons_possession"):
        weight = packs["cambridge"].weights[key]
        assert weight.value == 0
        assert "police" in weight.source


def test_low_harm_index_is_cambridge_with_a_weight_for_low_harm_calls(packs):
    pure, low = packs["cambridge"], packs["cambridge_low_harm"]
    assert low.weights == pure.weights
    asb_record_share = np.array([0.6, 0.0, 0.01])
    assert harm_by_type(pure, asb_record_share).tolist() == [0, 0, 0]
    assert harm_by_type(low, asb_record_share).tolist() == [1, 0, 1]


def test_other_indices_by_numbers_of_the_evidence(packs):
    assert packs["severity"].weights["homicide"].value == 7979
    assert packs["severity"].weights["robbery_personal"].value == 993.55
    assert packs["cost"].weights["homicide"].value == 3_217_740
    assert packs["cost"].weights["theft_of_vehicle"].value == 10_290
    assert packs["cost"].price_year == "2015/16"


def test_the_order_of_offences_differs_between_indices(packs):
    """Robbery to residential burglary is 1.3 by Cambridge and 2.3 by severity (evidence base §4.2)."""

    def ratio(name):
        weights = packs[name].weights
        return weights["robbery_personal"].value / weights["burglary_residential"].value

    assert ratio("cambridge") == pytest.approx(1.33, abs=0.01)
    assert ratio("severity") == pytest.approx(2.34, abs=0.01)


def test_an_index_is_laid_over_a_catalogue_in_its_order():
    index = harm_index(pack_of(), ("arson", "abh"), np.array([0.0, 0.3]))
    assert index.by_offence.tolist() == [33, 15]
    assert index.by_type.tolist() == [0, 0.5]
    assert index.unit == "days"


def test_missing_offences_are_named_all_at_once():
    with pytest.raises(InputError, match="'mine' has no weight for rape, homicide"):
        harm_by_offence(pack_of(), ("rape", "abh", "homicide"))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"weights": {"abh": -1}}, "below 0: abh"),
        ({"low_harm_call": -0.5}, "below 0: low_harm_call"),
        (
            {"weights": {"abh": {"value": 1, "unit": "pounds", "low": 1, "high": 1}}},
            "not in the pack's unit, days: abh",
        ),
        ({"unit": "pounds"}, "price_year is needed"),
        ({"price_year": "2016"}, "price_year is needed"),
        ({"unit": "years"}, "'days', 'severity', 'pounds' or 'points'"),
        ({"weight": {}}, "weight"),
    ],
)
def test_a_wrong_pack_is_refused(changed, message):
    with pytest.raises(ValidationError, match=message):
        pack_of(**changed)


def test_prices_and_targets_by_numbers_of_the_evidence():
    pack = CostPack.model_validate(read_yaml(ROOT / "models" / "costs" / "hertfordshire.yaml"))
    assert pack.post_per_year.value == 92_000  # 18.5 billion / 10 years / 20,000 officers is 92,500
    assert pack.overtime_hour.value == pytest.approx(1_000_000 / 26_108, abs=0.01)
    assert (pack.response_target_min.grade1.value, pack.response_target_min.grade2.value) == (15, 60)
    assert not pack.patrol_on_overtime


@pytest.mark.parametrize(
    "changed", [{"overtime_hour": -1}, {"response_target_min": {"grade1": 0, "grade2": 60}}, {"patrol": True}]
)
def test_wrong_prices_are_refused(changed):
    plain = {
        "key": "x",
        "label": "X",
        "price_year": "2022",
        "note": "Round.",
        "post_per_year": 1,
        "overtime_hour": 1,
        "patrol_hour": 1,
        "response_target_min": {"grade1": 15, "grade2": 60},
    }
    assert CostPack.model_validate(plain).post_per_year.value == 1
    with pytest.raises(ValidationError):
        CostPack.model_validate(plain | changed)
