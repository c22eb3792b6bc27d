"""The history: rates, near-repeats, suppression, and independence of draws."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.clock import Clock
from sim.demand.build import build_demand, handling_of
from sim.demand.model import Suppression
from sim.demand.records import DETERRABLE
from tests.demand.make import YEAR, draw, make_config, make_county

MONTHS = [1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1]
ORIGIN = {"source": "a test", "confidence": "assumption", "times": [1, 1]}
BUSY_EVENINGS = {"hours": [1] * 16 + [4] * 8, "days": [1, 1, 1, 1, 2, 2, 1], **ORIGIN}
REPEATS = {"branching": 0.3, "decay_days": 6, "sigma_m": 200}


def history_of(*types, columns=4, clock=YEAR, suppression=None, replication=0, seed=1, **rest):
    config = make_config(*types, **rest)
    county = make_county(columns)
    demand = build_demand(config, county)
    return draw(
        demand,
        county,
        handling_of(config),
        clock=clock,
        suppression=suppression,
        replication=replication,
        seed=seed,
    )


def occurring(calls, exponent, spare=1.0):
    """Let the calls occur by the book: u < e^{−βD}/M if deterrable, and the parent, if any, occurred."""
    chance = np.where(calls["flags"] & DETERRABLE > 0, np.exp(-exponent), 1.0) / spare
    happens = calls["u"] < chance
    for row in np.flatnonzero(calls["parent"] >= 0):
        happens[row] &= happens[calls["parent"][row]]
    return happens


def test_calls_are_sorted_and_parents_come_first():
    history = history_of(
        {"calls_per_year": 20_000, "near_repeat": REPEATS}, {"calls_per_year": 5_000}, handling={"sigma": 0.5}
    )
    calls = history.calls
    assert (np.diff(calls["call_min"]) >= 0).all()
    assert calls["call_min"][0] >= 0
    assert calls["call_min"][-1] < YEAR.horizon_min
    child = np.flatnonzero(calls["parent"] >= 0)
    assert child.size > 4000
    assert (calls["parent"][child] < child).all()
    assert (calls["type"][calls["parent"][child]] == calls["type"][child]).all()
    ready = calls["ready_min"][history.ready_order]
    assert (np.diff(ready) >= 0).all()
    assert sorted(history.ready_order.tolist()) == list(range(calls.size))


def test_ready_ties_are_broken_by_id():
    history = history_of({"calls_per_year": 20_000, "grades": [0, 0, 1, 0]}, handling={"appointment_mean_days": 1})
    ready = history.calls["ready_min"][history.ready_order]
    tied = np.diff(ready) == 0
    assert tied.sum() > 1000
    assert (np.diff(history.ready_order)[tied] > 0).all()


def test_textbook_arrivals_are_poisson():
    """36.5 a day: counts by day have variance = mean, gaps are exponential."""
    calls = history_of({"calls_per_year": 365 * 36.5}).calls
    by_day = np.bincount((calls["call_min"] // 1440).astype(int), minlength=365)
    assert by_day.mean() == pytest.approx(36.5, rel=0.03)
    assert by_day.var() / by_day.mean() == pytest.approx(1, abs=0.25)
    gaps = np.diff(calls["call_min"])
    assert gaps.std() / gaps.mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("near_repeat", [None, REPEATS])
def test_profile_and_season_survive_near_repeats(near_repeat):
    calls = history_of(
        {"calls_per_year": 120_000, "profile": "evening", "season": "july", "near_repeat": near_repeat},
        profiles={"evening": BUSY_EVENINGS},
        seasons={"july": {"months": MONTHS, **ORIGIN}},
    ).calls
    hour = (calls["call_min"] // 60 % 24).astype(int)
    assert (hour >= 16).mean() == pytest.approx(32 / 48, abs=0.006)
    weekday = ((calls["call_min"] // 1440).astype(int) + YEAR.start.weekday()) % 7
    assert (np.isin(weekday, [4, 5])).mean() == pytest.approx(4 / 9, abs=0.01)
    july = (calls["call_min"] >= 181 * 1440) & (calls["call_min"] < 212 * 1440)
    lag = 0.05 if near_repeat else 0.006  # near-repeats follow a step of the season some days later
    assert july.mean() == pytest.approx(93 / 427, abs=lag)


def test_near_repeats_keep_the_volume_from_the_first_day_on():
    """A sharp start would lack the children of calls before it; 30 % of 300 a day over 60 days."""
    clock = Clock(date(2026, 1, 1), 0, 60, 0)
    counts = np.zeros(60)
    repeats = []
    for replication in range(12):
        calls = history_of(
            {"calls_per_year": 365 * 300, "near_repeat": REPEATS}, clock=clock, replication=replication
        ).calls
        counts += np.bincount((calls["call_min"] // 1440).astype(int), minlength=60)
        repeats.append((calls["parent"] >= 0).mean())
    assert counts[:5].mean() / 12 == pytest.approx(300, rel=0.04)
    assert counts.mean() / 12 == pytest.approx(300, rel=0.02)
    assert 0.24 < np.mean(repeats) < 0.3  # the first children's parents are not in the history


def test_near_repeats_come_after_their_delay_and_near():
    calls = history_of({"calls_per_year": 60_000, "near_repeat": REPEATS}).calls
    child = calls[calls["parent"] >= 0]
    parent = calls[child["parent"]]
    early = parent["call_min"] < (365 - 60) * 1440
    delay = (child["call_min"] - parent["call_min"])[early] / 1440
    assert delay.min() > 0
    assert delay.mean() == pytest.approx(6, rel=0.03)
    assert np.abs(child["area"].astype(int) - parent["area"]).max() == 1


def suppressed(columns, deterrable, stock):
    """q of stocks that are constant in time: (1, n_areas, 168), and the stocks by area."""
    q = np.repeat((deterrable * (1 - np.exp(-stock)))[None, :, None], 168, axis=2).astype(np.float32)
    assert q.shape == (1, columns, 168)
    return q


def test_what_the_baseline_prevents_is_added_before():
    """Stocks of 0.8, 0, 0.4 and 0; thinned by them, every area has its observed calls again, 30 % near-repeats."""
    stock = np.array([0.8, 0.0, 0.4, 0.0])
    suppression = Suppression(np.ones(1), np.ones(1), suppressed(4, 0.75, stock))
    counts, repeats, potential = np.zeros(4), [], 0
    for replication in range(4):
        calls = history_of(
            {"calls_per_year": 80_000, "deterrable_share": 0.75, "near_repeat": REPEATS},
            suppression=suppression,
            replication=replication,
        ).calls
        happens = occurring(calls, stock[calls["area"]])
        counts += np.bincount(calls["area"][happens], minlength=4)
        repeats.append((calls["parent"][happens] >= 0).mean())
        potential += calls.size
    assert counts / 4 == pytest.approx(np.full(4, 20_000.0), rel=0.015)
    assert np.mean(repeats) == pytest.approx(0.3, abs=0.012)
    assert potential / 4 > 85_000


def test_suppression_by_hour_is_undone_hour_by_hour():
    """Nothing is deterred by day, half of it from 16:00: the potential calls of the evening are doubled."""
    q = np.zeros((1, 4, 168), dtype=np.float32)
    evening = np.arange(168) % 24 >= 16
    q[:, :, evening] = 0.5
    calls = history_of(
        {"calls_per_year": 80_000, "deterrable_share": 1.0}, suppression=Suppression(np.ones(1), np.ones(1), q)
    ).calls
    in_evening = calls["call_min"] // 60 % 24 >= 16
    assert in_evening.sum() == pytest.approx(2 * 80_000 / 3, rel=0.02)
    assert (~in_evening).sum() == pytest.approx(2 * 80_000 / 3, rel=0.02)


def test_backfire_has_calls_to_spare():
    """M = 1.25 and no stock: a call occurs if u < 1/M, and the observed calls come back, area by area."""
    suppression = Suppression(np.full(1, -0.1), np.full(1, 1.25), np.zeros((1, 4, 168), dtype=np.float32))
    calls = history_of(
        {"calls_per_year": 80_000, "deterrable_share": 0.5, "near_repeat": REPEATS}, suppression=suppression
    ).calls
    deterrable = calls["flags"] & DETERRABLE > 0
    assert (calls["u"][~deterrable] < 0.8).all()  # those that could never occur are not there
    assert deterrable.mean() > 0.5
    happens = occurring(calls, np.zeros(calls.size), spare=1.25)
    assert happens.sum() == pytest.approx(80_000, rel=0.015)
    induced = occurring(calls, np.full(calls.size, np.log(0.8)), spare=1.25)
    assert induced.sum() > happens.sum() * 1.1


def test_backfire_that_never_dies_out_is_refused():
    repeats = REPEATS | {"branching": 0.7}
    suppression = Suppression(np.full(1, -1.0), np.full(1, 2.0), np.zeros((1, 4, 168), dtype=np.float32))
    with pytest.raises(ValueError, match=r"job0: a potential call has 1\.400 near-repeats"):
        history_of({"calls_per_year": 100, "deterrable_share": 1.0, "near_repeat": repeats}, suppression=suppression)


def test_same_key_same_history_and_another_replication_another():
    first, again, other = (
        history_of({"calls_per_year": 5_000, "near_repeat": REPEATS}, replication=index) for index in (0, 0, 1)
    )
    assert first.calls.tobytes() == again.calls.tobytes()
    assert np.array_equal(first.past_calls, again.past_calls)
    assert first.calls.size != other.calls.size
    assert not np.array_equal(first.past_calls, other.past_calls)


def test_another_type_leaves_the_others_alone():
    one = {"key": "one", "calls_per_year": 5_000, "near_repeat": REPEATS}
    two = {"key": "two", "calls_per_year": 4_000}
    three = {"key": "three", "calls_per_year": 3_000, "near_repeat": REPEATS}
    alone = history_of(one, two)
    joined = history_of(three, one, two)
    for key, before, after in (("one", 0, 1), ("two", 1, 2)):
        old = alone.calls[alone.calls["type"] == before].copy()
        new = joined.calls[joined.calls["type"] == after].copy()
        for calls in (old, new):
            calls["type"] = 0
            calls["parent"] = np.minimum(calls["parent"], 0)  # rows move, parentage does not
        assert np.array_equal(old, new), key


def test_stronger_effect_adds_calls_and_moves_none():
    """Without near-repeats every call of the history without effect is there with one, marks and all."""
    row = {"calls_per_year": 20_000, "deterrable_share": 0.5}
    stock = np.array([0.5, 0.0, 0.2, 0.0])
    before = history_of(row).calls
    after = history_of(row, suppression=Suppression(np.ones(1), np.ones(1), suppressed(4, 0.5, stock))).calls
    kept = np.isin(after["u"], before["u"])
    same = after[kept]
    same["moved_area"] = before["moved_area"]  # neighbours are weighted by potential calls, which have changed
    assert np.array_equal(same, before)
    added = np.bincount(after["area"][~kept], minlength=4)
    expected = 5_000 * (1 / (1 - 0.5 * (1 - np.exp(-stock))) - 1)
    assert added == pytest.approx(expected, rel=0.12, abs=1)


def test_stronger_effect_leaves_near_repeats_with_their_parents():
    """With 30 % near-repeats nearly all calls of the history without effect are there with one, children and all."""
    row = {"calls_per_year": 20_000, "deterrable_share": 0.5, "near_repeat": REPEATS}
    stock = np.array([0.5, 0.0, 0.2, 0.0])
    before = history_of(row).calls
    after = history_of(row, suppression=Suppression(np.ones(1), np.ones(1), suppressed(4, 0.5, stock))).calls
    kept = np.isin(before["u"], after["u"])
    child = before["parent"] >= 0
    assert kept[~child].mean() > 0.98  # fewer immigrants are wanted where more near-repeats land
    assert kept[child].mean() > 0.9  # fewer near-repeats a call make up the share that they are
    assert (kept[before["parent"]] >= kept)[child].all()  # no child without its parent


def test_longer_run_keeps_frailty_and_windows_of_a_shorter_one():
    frailty = {"autocorrelation": 0.3, "all_crime": 1.5, "categories": {"Theft": 1.5}}
    row = {"calls_per_year": 500, "crimes_per_year": {"theft": 400}}
    offences = [{"key": "theft", "category": "Theft"}]
    short, long = (
        history_of(row, offences=offences, frailty=frailty, clock=Clock(date(2026, 1, 1), 0, days, 0), columns=30)
        for days in (56, 84)
    )
    assert np.array_equal(short.past_calls, long.past_calls)
    assert np.bincount(short.calls["area"]).tolist() == (
        np.bincount(long.calls["area"][long.calls["call_min"] < 56 * 1440]).tolist()
    )


def test_past_has_the_observed_rates_and_seasons_and_adds_up():
    row = {
        "calls_per_year": 73_000,
        "crimes_per_year": {"theft": 14_600, "fight": 7_300},
        "asb_records_per_year": 7_300,
        "hate_share": 0.1,
        "season": "july",
    }
    offences = [{"key": "theft", "category": "Theft"}, {"key": "fight", "category": "Violence"}]
    history = history_of(row, offences=offences, seasons={"july": {"months": MONTHS, **ORIGIN}})
    assert history.past_calls.shape == (13, 4)
    assert history.past_offences.shape == (13, 2, 4)
    assert history.past_calls.sum() == pytest.approx(73_000 * 364 / 365, rel=0.015)
    assert history.past_offences.sum(axis=(0, 2)) == pytest.approx([14_560, 7_280], rel=0.04)
    assert history.past_asb.sum() == pytest.approx(7_280, rel=0.04)
    assert history.past_hate.sum() == pytest.approx(7_280, rel=0.04)
    assert (history.past_offences.sum(axis=1) + history.past_asb <= history.past_calls).all()
    assert (history.past_hate <= history.past_calls).all()
    july = history.past_calls.sum(axis=1).argmax()  # windows from 2 January 2025: the seventh is 19 June to 16 July
    assert july in {6, 7}


def test_rates_of_zero_draw_nothing():
    history = history_of({"calls_per_year": 0})
    assert history.calls.size == 0
    assert history.ready_order.size == 0
    assert not history.past_calls.any()


def test_frailty_belongs_to_the_history_not_to_the_type():
    """Types of one category have good and bad months together."""
    frailty = {"autocorrelation": 0.3, "all_crime": 3.0, "categories": {"Theft": 3.0}}
    rows = [{"calls_per_year": 60_000, "crimes_per_year": {"theft": 60_000}}] * 2
    config = make_config(*rows, offences=[{"key": "theft", "category": "Theft"}], frailty=frailty)
    county = make_county(40)
    demand = build_demand(config, county)
    demand = replace(demand, frailty=replace(demand.frailty, own_variance=np.array([0.0, 0.1]), shared_variance=0.0))
    calls = draw(demand, county, handling_of(config)).calls
    window = (calls["call_min"] // (28 * 1440)).astype(int)
    counts = [
        np.bincount((window * 40 + calls["area"])[(calls["type"] == kind) & (window < 13)], minlength=520)
        for kind in range(2)
    ]
    assert np.corrcoef(*counts)[0, 1] > 0.8
