"""The smallest falls of evidence §8 by the program: its assumptions written as a county, and what each of them hides."""

import pytest

from sim.trial.needed import needed_rows
from tests.trial import plain

EVIDENCE = {
    "all crime": 0.107,
    "asb": 0.16,
    "Violence and sexual offences": 0.16,
    "Criminal damage and arson": 0.27,
    "Burglary": 0.37,
    "Robbery": 0.54,
}
"""Falls that 40 areas in six months see in 80 % of pilots, by formula."""
COUNTY = {
    "all crime": 0.22,
    "asb": 0.26,
    "Violence and sexual offences": 0.24,
    "Criminal damage and arson": 0.40,
    "Burglary": 0.60,
    "Robbery": 0.68,
}
"""What the 40 busiest areas of the synthetic county need by a model of counts (docs/decisions/0025)."""
A_MONTH = {
    "common_assault": 13.0,
    "asb": 12.4,
    "criminal_damage": 3.2,
    "burglary_residential": 1.47,
    "robbery_personal": 0.47,
    "other_crime": 17.0,
}
"""Records a month in one of the 40 areas with most of a kind (2021)."""
DISPERSION = {
    "all crime": 1.72,
    "Violence and sexual offences": 1.51,
    "Anti-social behaviour": 1.44,
    "Criminal damage and arson": 1.22,
    "Burglary": 1.2,
    "Robbery": 1.09,
    "Other crime": 1.6,
}
"""Variance over mean of a month's counts, over all 690 areas."""


def smallest_falls(folder, pilots, a_month, **uneven):
    """Run pilots without effect and with one; give the smallest fall that each test finds, by test and outcome."""
    path = plain.plain_trial(
        folder,
        county=plain.plain_county(areas_each=4),
        demand=plain.plain_demand(a_month, areas=40, **uneven),
        reductions=[0, 0.1],
        estimators=["did", "negative_binomial"],
        model_pilots=50,
        designs={"randomised": {"kind": "cluster_randomised", "block_size": 4}},
    )
    runs, outcomes = plain.run_all(path, pilots)
    rows = needed_rows(list(runs.values()), outcomes, 168)
    return {(row.estimator, row.outcome): row.smallest_fall for row in rows}


def test_by_its_assumptions_the_program_gives_the_falls_of_the_evidence(tmp_path):
    """Forty areas that vary as all areas do, months that have nothing to do with each other: within a third.

    The formula is one of logs. So is the model of counts; differences of rare crimes are farther from normal, and need more of a fall.
    """
    found = smallest_falls(tmp_path, 150, A_MONTH, dispersion=DISPERSION, autocorrelation=0.0)
    for outcome, fall in EVIDENCE.items():
        assert found["negative_binomial", outcome] == pytest.approx(fall, rel=1 / 3), outcome
        if outcome != "Robbery":
            assert found["did", outcome] == pytest.approx(fall, rel=1 / 3), outcome
    assert found["did", "Robbery"] > 1.2 * EVIDENCE["Robbery"]


def test_busy_and_unequal_areas_whose_months_last_give_those_of_the_county(tmp_path):
    """The same unevenness where four times as much is recorded, months alike, and a few areas that outweigh the rest."""
    busy = {name: 1 + 3.9 * (value - 1) for name, value in DISPERSION.items()}
    found = smallest_falls(tmp_path, 150, A_MONTH, dispersion=busy, busiest=12)
    for outcome, fall in COUNTY.items():
        assert found["negative_binomial", outcome] == pytest.approx(fall, rel=0.3), outcome
    assert found["did", "all crime"] > 2 * EVIDENCE["all crime"]
