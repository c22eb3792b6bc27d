"""What is said to be fitted was put into the packs, and the rest is said to be assumed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.fit.demand_pack import demand_pack
from sim.fit.estimate import Estimate
from sim.fit.hours import HourFits
from sim.fit.knox import KnoxTable
from sim.fit.log import LogFit
from sim.fit.near_repeat import NearRepeatFit, NearRepeatFits
from sim.fit.page import fit_page
from sim.fit.told import assumed, fitted_words
from sim.fit.travel import TravelFit
from tests.report.cards import check_cards

OFFICERS = tuple(Estimate(share, share / 2, 1.0) for share in (0.1, 0.6, 0.2, 0.1))
TRAVEL = TravelFit(
    journeys=4_321,
    km_h=Estimate(43.0, 40.0, 46.0),
    start_stop_min=Estimate(0.5, 0.4, 0.6),
    blue_light_factor=Estimate(0.75, 0.7, 0.8),
    turn_out_min=Estimate(1.25, 1.1, 1.4),
    explained=0.61,
    spread=0.3,
)


def near_repeats(value, low, high):
    """Give the near-repeats of a type; its pairs are of no interest here."""
    one = np.ones((1, 1))
    knox = KnoxTable((100.0,), (7.0,), one.astype(np.int64), one, one, one, one)
    around = Estimate(value, low, high), Estimate(11.0, 5.0, 15.0), Estimate(77.0, 50.0, 150.0)
    return NearRepeatFit(500, *around, months=0.0, knox=knox, misfit_p=0.5)


def with_log(fitted, by_kind, **known):
    """Give the county fitted to a log that tells of near-repeats, and of what else is known."""
    nothing = {
        "calls_of": dict.fromkeys(by_kind, 500),
        "volumes": {},
        "hours": HourFits(),
        "scenes": {},
        "grades": {},
        "officers": {},
    }
    log = LogFit(
        calls=5_000,
        span=("2022-01-01", "2022-12-31"),
        near_repeats=NearRepeatFits(by_kind),
        notes=(),
        **{**nothing, "handling": None, "travel": None, **known},
    )
    return replace(fitted, log=log)


@pytest.fixture
def assumed_of(eastmark):
    """Give the share of near-repeats that the base pack has for each type that has one."""
    return {row.key: row.near_repeat.branching for row in eastmark.demand.types if row.near_repeat}


def test_near_repeats_that_chance_explains_are_not_called_fitted(eastmark, assumed_of):
    """Two of the types are fitted: one is surely more than chance, the other's interval starts at 0."""
    sure, unsure = list(assumed_of)[:2]
    fitted = with_log(eastmark, {sure: near_repeats(0.21, 0.15, 0.27), unsure: near_repeats(0.12, 0.0, 0.6)})
    rows = {
        row["key"]: row["near_repeat"]["branching"] for row in demand_pack(fitted)["types"] if row.get("near_repeat")
    }
    assert rows[sure] == 0.21
    assert rows[unsure] == assumed_of[unsure]
    there = len(eastmark.demand.types)
    assert any(word.startswith(f"near-repeats of {there - 1} of {there} call types") for word in assumed(fitted))
    assert any("near-repeats was fitted to 5,000 logged calls" in word for word in fitted_words(fitted))
    page = fit_page(fitted)
    assert ">none found<small>at most 0.60</small></td>" in page
    assert page.count(">11<small>5 to 15</small>") == 1


def test_a_headline_does_not_claim_what_was_not_found(eastmark, assumed_of):
    unsure = next(iter(assumed_of))
    fitted = with_log(eastmark, {unsure: near_repeats(0.12, 0.0, 0.6)}, officers={unsure: OFFICERS})
    (words,) = [word for word in fitted_words(fitted) if "own log" in word]
    assert words.startswith("What the force's own log tells of officers sent was fitted to 5,000 logged calls")
    assert any(word.startswith("near-repeats: how many calls draw others") for word in assumed(fitted))
    (nothing,) = [word for word in fitted_words(with_log(eastmark, {})) if "own log" in word]
    assert nothing == "The force's own log says too little for anything to be fitted to it."


def test_near_repeats_that_were_brought_down_are_said_to_be(eastmark, assumed_of):
    unsure, share = next(iter(assumed_of.items()))
    fitted = with_log(eastmark, {unsure: near_repeats(0.0, 0.0, share / 2)})
    rows = {
        row["key"]: row["near_repeat"]["branching"] for row in demand_pack(fitted)["types"] if row.get("near_repeat")
    }
    assert rows[unsure] == pytest.approx(share / 2)
    assert any("at all of 1 call types of which the log shows none" in word for word in assumed(fitted))


def test_page_shows_officers_sent_and_all_of_travel(eastmark):
    key = eastmark.demand.types[0].key
    fitted = with_log(eastmark, {}, officers={key: OFFICERS}, travel=TRAVEL, calls_of={key: 500})
    page = fit_page(fitted)
    assert ">10% / 60% / 20% / 10%</td>" in page
    assert check_cards(page)
    for words in ("0.75 (0.70 to 0.80)", "4,321 journeys", "43.00 (40.00 to 46.00) km/h", "1.25 (1.10 to 1.40)", "61%"):
        assert words in page
    assert any("officers sent and what blue lights save was fitted" in word for word in fitted_words(fitted))
