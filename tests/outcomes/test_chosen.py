"""Hotspots before they were chosen, with patrol and without: by hand, and regression to the mean as it should be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.outcomes.chosen import PAST_DAYS, AtHotspots, Chosen, before_choice, during, recorded_by_day, stays_on_list
from sim.outcomes.hotspot_rows import HOTSPOT_COLUMNS, hotspot_rows
from sim.outcomes.tables import hotspots_csv
from sim.target.plan import choose
from tests.outcomes.handmade import ROWS, make_record

ONE_EACH = (np.ones(2), 1.0)
"""What a crime of each offence counts, and an ASB record."""


def with_past(record):
    """Give area 0 a crime a day for ever, and area 2 two a day in the last 28 days."""
    offences = np.zeros((13, 2, 3), dtype=np.int32)
    offences[:, 0, 0], offences[12, 1, 2] = 28, 56
    return replace(record, history=replace(record.history, past_offences=offences))


def test_what_was_recorded_day_by_day():
    recorded = np.diff(recorded_by_day(with_past(make_record()), *ONE_EACH), axis=0)
    assert recorded[:PAST_DAYS, 0].tolist() == [1.0] * 364
    assert recorded[[335, 336, 363], 2].tolist() == [0, 2, 2]
    # the day of warm-up has one, the measured day two, one and two; calls without a row and unrecorded crimes are none
    assert recorded[PAST_DAYS : PAST_DAYS + 2].tolist() == [[1, 0, 0], [2, 1, 2]]
    assert not recorded[PAST_DAYS + 2 :].any()


def test_hotspots_of_a_run_by_hand():
    record = with_past(make_record(scenario="patrol"))
    stays = stays_on_list(record)
    assert stays.tolist() == [[0, 0, 1, 2], [2, 1, 1, 2]]
    recorded = recorded_by_day(record, *ONE_EACH)
    # area 0: one a day; area 2, chosen a day later: 27 days of two and one of none
    assert before_choice(stays, recorded, 28) == pytest.approx(1 + 54 / 28)
    assert during(stays, recorded) == 4.0


@pytest.mark.parametrize("order", [("today", "patrol"), ("patrol", "today")])
def test_the_baseline_tells_what_had_been_without_whenever_it_runs(order):
    runs = {"patrol": with_past(make_record(scenario="patrol")), "today": with_past(make_record(ROWS[:4]))}
    runs["patrol"].history.past_offences[...] *= 9  # before is counted without patrol: it is the baseline's that counts
    chosen = Chosen("today", {"patrol": 28}, np.array([10.0, 2.0]), 0.5)
    for name in order:
        chosen.add(runs[name])
    # a theft weighs 10 and an assault 2: a theft a day, and 27 days of two assaults of 28; two of each; two assaults and a theft
    harm = (10 + 4 * 27 / 28, 24.0, 14.0)
    assert chosen.found("patrol") == pytest.approx(AtHotspots(1 + 54 / 28, 4.0, 3.0, *harm))
    assert chosen.found("today") is None


def test_without_options_to_follow_nothing_is_kept():
    chosen = Chosen("today", {}, *ONE_EACH)
    chosen.add(make_record())
    assert chosen.found("today") is None


def measured(scenario, replication, counts, harm=None):
    """Give a run of which only its hotspots are looked at."""
    from sim.outcomes.run_measures import RunMeasures

    found = None if counts is None else AtHotspots(*counts, *(harm or [10 * count for count in counts]))
    return RunMeasures(scenario, replication, {}, {}, {}, {}, at_hotspots=found)


def test_changes_are_means_over_replications():
    runs = [measured("b", 1, (200.0, 150.0, 200.0)), measured("a", 0, None), measured("b", 0, (100.0, 72.0, 90.0))]
    (row,) = hotspot_rows(runs, ["a", "b"])
    assert (row.scenario, *row.records[:3]) == ("b", 150.0, 111.0, 145.0)
    assert (*row.harm[:3], row.harm.luck) == (1500.0, 1110.0, 1450.0, row.records.luck)
    # −28 and −25 %, −10 and 0, −20 and −25 %
    assert [change.mean for change in (row.records.apparent, row.records.luck, row.records.effect)] == pytest.approx(
        [-0.265, -0.05, -0.225]
    )
    # two values half a spread apart: t(1, .975) = 12.7062 times half their difference
    assert row.records.luck.high == pytest.approx(-0.05 + 12.7062 * 0.05, abs=1e-5)
    lines = hotspots_csv([row]).splitlines()
    assert lines[0].split(",") == list(HOTSPOT_COLUMNS)
    assert lines[1].startswith("b,150,111,145,-0.265,")


def test_a_single_replication_has_no_interval_and_places_without_records_no_row():
    (row,) = hotspot_rows([measured("a", 0, (4.0, 3.0, 5.0))], ["a"])
    assert row.records.effect.mean == pytest.approx(-0.4)
    assert np.isnan(row.records.effect.low)
    assert list(hotspot_rows([measured("a", 0, (0.0, 3.0, 5.0))], ["a"])) == []
    (row,) = hotspot_rows([measured("a", 0, (4.0, 3.0, 5.0), harm=(0.0, 0.0, 0.0))], ["a"])
    assert row.harm is None
    assert hotspots_csv([row]).splitlines()[1].endswith("," * 12)


@pytest.mark.parametrize(("months", "fall"), [(1, 0.225), (3, 0.090), (6, 0.048), (12, 0.026)])
def test_regression_to_the_mean_is_that_of_theory(months, fall):
    """Gamma–Poisson of shape .8 and mean 2 a month, top 7 % chosen, no effect: VALIDATION's 22.5, 9.0, 4.8 and 2.6 %."""
    dice = np.random.default_rng(45)
    n = 400_000
    rate = dice.gamma(0.8, 2 / 0.8, n)
    by_month = dice.poisson(rate, (months + 1, n)).astype(np.float64)
    recorded = np.zeros((PAST_DAYS + months + 2, n))
    # a month stands for a day here: the window is as many days long as there are months
    recorded[PAST_DAYS + 1 :] = by_month.cumsum(axis=0)
    area = choose(recorded[PAST_DAYS + months], int(0.07 * n))
    stays = np.column_stack([area, *(np.full(area.size, day) for day in (months, months, months + 1))])
    change = during(stays, recorded) / before_choice(stays, recorded, months) - 1
    assert change == pytest.approx(-fall, abs=0.005)  # which of equal places is chosen moves it by as much
