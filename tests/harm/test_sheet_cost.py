"""Home Office costs behind recorded crime."""

import pytest
from pydantic import ValidationError

from sim.errors import InputError
from tests.harm.sheets import filled, shipped

TABLE = "homeoffice_2018_cost_of_crime.csv"
HEADER = "offence,total_economic_social_cost_gbp_per_crime,multiplier_all_to_police_recorded\n"


@pytest.fixture(scope="module")
def recorded(shared_data):
    return filled(shipped("cost_recorded"), shared_data)


def test_cost_behind_a_recorded_crime_by_hand(recorded):
    pounds = {key: weight.value for key, weight in recorded.weights.items()}
    assert pounds["rape"] == pytest.approx(39_360 * 3.4)
    assert pounds["sexual_assault"] == pytest.approx(6_520 * 16.5)
    assert pounds["theft_of_vehicle"] == pytest.approx(10_290 * 0.8)  # fewer happen than are recorded
    assert pounds["homicide"] == 3_200_000
    # the file has no total: that of the pack, recalled, × 1.5
    assert pounds["common_assault"] == pytest.approx(5_930 * 1.5)
    assert recorded.weights["common_assault"].confidence == "recalled"
    assert recorded.weights["rape"].confidence == "found"
    assert "× 3.4 crimes" in recorded.weights["rape"].source


def test_the_order_of_offences_turns_with_the_multiplier(recorded, shared_data):
    actual = filled(shipped("cost_recorded", per="actual"), shared_data)
    robbery, assault = "robbery_personal", "sexual_assault"
    assert actual.weights[robbery].value > actual.weights[assault].value
    assert recorded.weights[robbery].value < recorded.weights[assault].value
    assert actual.weights["rape"].value == 39_360
    assert "for each recorded" not in actual.weights["rape"].source


def test_offences_outside_the_table_are_the_packs_own(recorded):
    assert recorded.weights["drug_possession"].value == 0
    shoplifting = recorded.weights["shoplifting"]
    assert (shoplifting.value, shoplifting.high, shoplifting.confidence) == (980, 4900, "assumption")
    assert "no multiplier was found" in shoplifting.source


def rows_of(folder, text, **changed):
    (folder / TABLE).write_text(HEADER + text, encoding="utf-8")
    return filled(shipped("cost_recorded", **({"rows": {"rape": "Rape"}, "totals": {}} | changed)), folder).weights


def test_a_total_of_the_pack_keeps_its_range(tmp_path):
    total = {"value": 100.0, "unit": "pounds", "low": 50.0, "high": 200.0, "source": "hand", "confidence": "recalled"}
    weight = rows_of(tmp_path, "Rape,,3\n", totals={"Rape": total})["rape"]
    assert (weight.low, weight.value, weight.high) == (150, 300, 600)
    # a cost that the file does have goes before it
    assert rows_of(tmp_path, 'Rape,"£1,000",3\n', totals={"Rape": total})["rape"].value == 3000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Rape,,3\n", "cost_of_crime.csv:2:1: total: Rape has no unit cost; give it under `totals`"),
        ("Rape,100,\n", "multiplier: the cell is empty"),
        ("Rape,100,-2\n", "multiplier: -2 lies below 0"),
        ("Rape,100,2\nRape,100,3\n", "Rape stands in line 2 already"),
        ("Theft,100,2\n", "there is no row Rape; there are: Theft"),
    ],
)
def test_a_damaged_table_is_refused(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        rows_of(tmp_path, text)


def test_a_sheet_weighs_in_its_own_unit():
    plain = shipped("cost_recorded").model_dump(exclude_none=True)
    with pytest.raises(ValidationError, match="home_office weighs in pounds, not in days"):
        type(shipped("cost_recorded")).model_validate(plain | {"unit": "days", "price_year": "", "weights": {}})
    del plain["sheet"]
    with pytest.raises(ValidationError, match="weighs nothing; write weights, or name a published sheet"):
        type(shipped("cost_recorded")).model_validate(plain | {"weights": {}})
