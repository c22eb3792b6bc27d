"""The default pack against the published figures (MODEL.md §1, §6; evidence §2)."""

import numpy as np
import pytest

from sim.config import Sourced
from sim.demand.build import category_share, expected_by_category, handling_of
from sim.demand.config import assumptions
from tests.harm.offences import OFFENCES

ROWS_2021 = {
    "Violence and sexual offences": 29_667,
    "Anti-social behaviour": 26_156,
    "Other theft": 7_394,
    "Criminal damage and arson": 7_343,
    "Vehicle crime": 7_215,
    "Shoplifting": 6_064,
    "Public order": 5_540,
    "Burglary": 3_403,
    "Drugs": 2_692,
    "Other crime": 1_635,
    "Bicycle theft": 1_088,
    "Theft from the person": 985,
    "Possession of weapons": 675,
    "Robbery": 550,
}
HOURLY_INDEX = [0.75] * 3 + [0.35] * 4 + [0.85] * 3 + [1.1] * 5 + [1.35] * 3 + [1.5] * 4 + [1.15] * 2


@pytest.fixture(scope="module")
def calls(hertfordshire):
    """Calls a year by type."""
    return hertfordshire.observed_per_year.sum(axis=1)


def kind(demand, key):
    return demand.type_key.index(key)


def test_catalogue_is_complete(hertfordshire, calls):
    assert 25 <= hertfordshire.n_types <= 30
    assert sorted(hertfordshire.offence_key) == sorted(OFFENCES)
    assert calls.sum() == pytest.approx(468_000)


def test_rows_by_category_are_those_of_2021(hertfordshire):
    rows = expected_by_category(hertfordshire)
    assert rows.keys() == ROWS_2021.keys()
    assert rows == pytest.approx(ROWS_2021, rel=1e-9)
    crimes = sum(rows.values()) - rows["Anti-social behaviour"]
    assert crimes == pytest.approx(74_251)
    assert crimes / 468_000 == pytest.approx(0.159, abs=0.0005)


def test_every_type_leaves_rows_of_one_category_at_most(hertfordshire):
    _, share = category_share(hertfordshire)
    assert ((share > 0).sum(axis=1) <= 1).all()


def test_shares_within_categories(hertfordshire, calls):
    crimes = dict(zip(hertfordshire.offence_key, calls @ hertfordshire.offence_share, strict=True))
    assert crimes["burglary_residential"] / 3_403 == pytest.approx(0.73, abs=0.001)
    assert crimes["burglary_residential"] / 365 == pytest.approx(6.8, abs=0.05)
    assert crimes["arson"] / 7_343 == pytest.approx(0.035, abs=0.0005)
    assert crimes["drug_trafficking"] / 2_692 == pytest.approx(0.15, abs=0.0005)
    assert 6 <= crimes["homicide"] <= 10


def test_grades_together(hertfordshire, calls):
    grades = calls @ hertfordshire.grade_share / calls.sum()
    assert grades == pytest.approx([0.17, 0.32, 0.17, 0.34], abs=0.002)


def test_mix_of_incidents(hertfordshire, calls):
    share = dict(zip(hertfordshire.type_key, calls / calls.sum(), strict=True))
    assert share["asb_nuisance"] + share["asb_personal"] == pytest.approx(0.15, abs=0.01)
    assert share["domestic"] == pytest.approx(0.07, abs=0.005)
    assert share["suspicious"] == pytest.approx(0.10, abs=0.01)
    assert share["mental_health"] == pytest.approx(0.04, abs=0.002)


def test_officer_hours_of_a_dispatched_incident(hertfordshire, calls):
    """Officers × (scene + 8 minutes of travel), and 2 officers × 4 hours for each of about 50 arrests a day."""
    dispatched = calls * hertfordshire.grade_share[:, :3].sum(axis=1)
    officers = hertfordshire.officers_share @ np.arange(1, 5)
    at_scene = (dispatched * officers * (hertfordshire.scene_mean_min + 8) / 60).sum()
    arrests = (dispatched * hertfordshire.arrest_share).sum()
    assert arrests / 365 == pytest.approx(50, abs=4)
    assert 1.75 <= (at_scene + arrests * 8) / dispatched.sum() <= 2.2


def test_health_deployment_takes_the_published_officer_hours(hertfordshire):
    """5.7 officer-hours: 2.05 officers × (150 + 8) minutes = 5.4."""
    health = kind(hertfordshire, "mental_health")
    officers = hertfordshire.officers_share[health] @ np.arange(1, 5)
    assert officers * (hertfordshire.scene_mean_min[health] + 8) / 60 == pytest.approx(5.7, abs=0.6)


def test_custody_lasts_four_hours_on_average(pack):
    handling = handling_of(pack)
    mean = handling.custody_median_min * np.exp(handling.custody_sigma**2 / 2)
    assert mean == pytest.approx(240, abs=3)


def test_all_incidents_follow_the_hourly_index(hertfordshire, calls):
    hourly = (calls @ hertfordshire.hour_profile).reshape(7, 24).sum(axis=0) / calls.sum() * 24
    assert np.abs(hourly - HOURLY_INDEX).max() < 0.2
    assert np.abs(hourly - HOURLY_INDEX).mean() < 0.1
    daily = (calls @ hertfordshire.hour_profile).reshape(7, 24).sum(axis=1) / calls.sum() * 7
    assert daily == pytest.approx([0.96] * 4 + [1.04, 1.12, 1.0], abs=0.06)


@pytest.mark.parametrize(
    ("key", "hours", "low", "high"),
    [
        ("asb_nuisance", range(15, 23), 0.6, 0.7),
        ("violence_public", [20, 21, 22, 23, 0, 1, 2, 3], 0.45, 0.55),
        ("shoplifting", range(10, 19), 0.7, 0.95),
        ("vehicle_crime", range(6, 10), 0.25, 0.45),
        ("burglary_residential", range(16, 21), 0.3, 0.45),
    ],
)
def test_hours_of_a_type(hertfordshire, key, hours, low, high):
    by_hour = hertfordshire.hour_profile[kind(hertfordshire, key)].reshape(7, 24).sum(axis=0)
    assert low <= by_hour[list(hours)].sum() <= high


def test_weekend_nights_of_violence_are_twice_those_of_weekdays(hertfordshire):
    week = hertfordshire.hour_profile[kind(hertfordshire, "violence_public")].reshape(7, 24)
    assert week[5:7, :4].mean() / week[1:5, :4].mean() == pytest.approx(2.3, abs=0.3)


def test_asb_in_july_is_1_9_times_that_of_december(hertfordshire):
    season = hertfordshire.season[kind(hertfordshire, "asb_nuisance")]
    assert season[6] / season[11] == pytest.approx(1.9, abs=0.01)


def test_welfare_cannot_be_deterred(hertfordshire):
    for key in ("concern", "mental_health", "missing", "sudden_death", "collision"):
        assert hertfordshire.deterrable_share[kind(hertfordshire, key)] == 0
        assert hertfordshire.effect_multiplier[kind(hertfordshire, key)] == 0


def test_at_most_45_per_cent_of_violence_is_deterrable(hertfordshire, calls):
    names, share = category_share(hertfordshire)
    violence = calls * share[:, names.index("Violence and sexual offences")]
    assert 0.15 <= (violence @ hertfordshire.deterrable_share) / violence.sum() <= 0.45


def test_every_assumption_has_an_origin(pack):
    numbers = assumptions(pack)
    assert len(numbers) > 1000
    assert len({path for path, _ in numbers}) == len(numbers)
    for path, number in numbers:
        assert isinstance(number, Sourced)
        assert number.source not in {"", "study file"}, path
        assert number.unit, path
