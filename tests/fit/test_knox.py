"""The Knox test against a double loop, by hand, and on calls with and without near-repeats."""

import numpy as np
import pytest

from sim.fit import knox
from sim.fit.events import Events
from sim.fit.knox import BANDS_DAYS, BANDS_M, knox_table
from tests.fit.near_repeat_events import self_exciting


@pytest.fixture(scope="module")
def calls():
    """A thousand calls or so on eight kilometres, a third of them near-repeats."""
    return self_exciting(2, branching=0.35, immigrants=700)


def test_pairs_against_a_double_loop(calls):
    day, x_m, y_m, *_ = calls
    expected = np.zeros((len(BANDS_M), len(BANDS_DAYS)), dtype=int)
    for a in range(day.size):
        for b in range(a):
            distance, delay = np.hypot(x_m[a] - x_m[b], y_m[a] - y_m[b]), abs(day[a] - day[b])
            if distance <= BANDS_M[-1] and delay <= BANDS_DAYS[-1]:
                row = next(i for i, edge in enumerate(BANDS_M) if distance <= edge)
                column = next(i for i, edge in enumerate(BANDS_DAYS) if delay <= edge)
                expected[row, column] += 1
    assert expected.min() > 0
    assert knox_table(calls, "job", permutations=1).pairs.tolist() == expected.tolist()


def test_what_chance_gives_follows_from_the_times_alone(calls):
    """The mean over deals is pairs close in space × share of all pairs close in time."""
    table = knox_table(calls, "job", permutations=199)
    day, x_m, y_m, *_ = calls
    one, other = np.triu_indices(day.size, 1)
    delay, distance = np.abs(day[one] - day[other]), np.hypot(x_m[one] - x_m[other], y_m[one] - y_m[other])
    exact = (distance <= BANDS_M[0]).sum() * (delay <= BANDS_DAYS[0]).mean()
    assert table.by_chance[0, 0] == pytest.approx(exact, rel=0.05)


def test_near_repeats_are_seen_and_their_absence_too(calls):
    table = knox_table(calls, "job", permutations=199)
    assert table.p_value[0, 0] == 1 / 200  # no deal has as many
    assert table.ratio[0, 0] > 2 > table.ratio[2, 2]
    assert (table.low <= table.by_chance).all()
    assert (table.by_chance <= table.high).all()
    none = knox_table(self_exciting(3, branching=0.0, immigrants=1_000), "job", permutations=199)
    assert none.p_value[0, 0] > 0.02
    assert none.low[0, 0] <= none.pairs[0, 0] <= none.high[0, 0]


def test_three_calls_by_hand():
    """Two at one place a day apart, a third 150 m away ten days later."""
    events = Events(
        np.array([0.0, 1.0, 11.0]), np.array([0.0, 0.0, 150.0]), np.zeros(3), np.zeros(3, dtype=np.int64), 30.0
    )
    table = knox_table(events, "job", permutations=50)
    assert table.pairs.tolist() == [[1, 0, 0], [0, 2, 0], [0, 0, 0]]
    assert np.isnan(table.ratio[2]).all()


def test_draws_are_keyed_by_type(calls):
    one, again, other = (knox_table(calls, name, permutations=9).by_chance for name in ("a", "a", "b"))
    assert one.tolist() == again.tolist()
    assert one.tolist() != other.tolist()


def test_lots_of_pairs_add_up_to_all_of_them(calls, monkeypatch):
    """However few pairs are held at once: seen, dealt and judged are the same."""
    whole = knox_table(calls, "job", permutations=19)
    monkeypatch.setattr(knox, "MOST_PAIRS", 1)  # as many as there are calls are held at least
    lots = list(knox._near(calls, np.argsort(calls.x_m, kind="stable")))
    assert len(lots) > 3
    assert max(one.size for one, _, _ in lots) <= calls.day.size
    in_lots = knox_table(calls, "job", permutations=19)
    for field in ("pairs", "by_chance", "low", "high", "p_value"):
        assert getattr(in_lots, field).tolist() == getattr(whole, field).tolist()
