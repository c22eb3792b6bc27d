"""What became of crimes is told beside a fit."""

import dataclasses

import numpy as np
import pytest

from sim.fit.became import Became, became, outcome_numbers
from sim.fit.numbers import fit_numbers
from sim.fit.page import fit_page
from sim.records.outcomes import Outcomes

OUTCOMES = Outcomes(
    first="2022-01",
    last="2022-06",
    category=("Burglary", "Robbery"),
    outcome=("Local resolution", "Suspect charged"),
    crimes=np.array([40, 10]),
    count=np.array([[10, 2], [0, 0]]),
    unmatched=3,
)


def test_each_category_has_its_crimes_decisions_and_charges():
    assert became(OUTCOMES) == [Became("Burglary", 40, 12, 2), Became("Robbery", 10, 0, 0)]


def test_the_share_charged_has_wilsons_interval():
    # Wilson by hand for 2 of 40, z = 1.96: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) = 0.0897 ± 0.0759
    share = became(OUTCOMES)[0].share_charged
    assert tuple(share) == pytest.approx((0.05, 0.0138, 0.1650), abs=5e-4)
    # none of 10: from 0 to z² / (n + z²)
    assert tuple(became(OUTCOMES)[1].share_charged) == pytest.approx((0, 0, 3.8415 / 13.8415), abs=1e-4)


def test_numbers_say_of_which_months_they_are():
    numbers = outcome_numbers(OUTCOMES)
    assert numbers["months"] == ["2022-01", "2022-06"]
    assert numbers["of_other_months"] == 3
    assert numbers["categories"]["Robbery"]["crimes"] == 10


def test_page_and_numbers_tell_of_outcomes_where_there_are_any(eastmark):
    assert "What became of crimes" not in fit_page(eastmark)
    assert "outcomes" not in fit_numbers(eastmark)
    told = dataclasses.replace(eastmark, outcomes=OUTCOMES)
    page = fit_page(told)
    assert "Crimes recorded from 2022-01 to 2022-06" in page
    assert "5.0%<small>1.4% to 16.5%</small>" in page
    assert fit_numbers(told)["outcomes"] == outcome_numbers(OUTCOMES)
