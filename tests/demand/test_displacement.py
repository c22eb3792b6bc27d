"""Calls that patrol moves next door are in the observed rates of next door."""

from dataclasses import replace

import numpy as np
import pytest

from sim.demand.build import build_demand, handling_of
from sim.demand.displacement import Deterrence, Moves, solve_tested
from sim.demand.marks import Neighbours
from sim.demand.model import Suppression
from sim.demand.near_repeat import LEAST_IMMIGRANT_SHARE, landing_kernel, near_repeat_of
from sim.demand.records import DETERRABLE
from tests.demand.make import draw, make_config, make_county

FLAT = np.full(168, 1 / 168)
REPEATS = {"branching": 0.3, "decay_days": 6, "sigma_m": 200}
SHARE = 0.4


def solved(observed, prevented, *, branching=0.0, profile=FLAT, displacement=SHARE):
    """Solve a row of areas whose near-repeats stay at home; `prevented` by area, or by area and hour."""
    county = make_county(len(observed))
    prevented = np.asarray(prevented)
    by_hour = np.repeat(prevented[:, None], 168, axis=1) if prevented.ndim == 1 else prevented
    near = near_repeat_of(np.array([branching]), np.array([5.0]), *landing_kernel(county, np.zeros(1)))
    around = Neighbours(county.neighbour_start, county.neighbour)
    return solve_tested(np.array(observed, dtype=float), near, 0, Deterrence(by_hour, profile, displacement), around)


def test_two_areas_by_hand():
    """Half of the first is prevented: 200 tested for 100; 0.4 × 100 of them land next door, which lacks 60 more."""
    found = solved([100, 100], [0.5, 0.0])
    assert found.potential == pytest.approx([200, 60])
    assert found.happening == pytest.approx([140, 60])
    assert found.immigrants == pytest.approx([140, 60])
    assert found.childless == pytest.approx([140, 60])
    assert found.children == 0


def test_two_areas_with_near_repeats_by_hand():
    """The same calls, a fifth of them children of 140 and 60: 40 = m × (0.7 × 140 + 60)."""
    found = solved([100, 100], [0.5, 0.0], branching=0.2)
    m = 40 / 158
    assert found.children == pytest.approx(m)
    assert found.potential == pytest.approx([200, 60])
    assert found.happening == pytest.approx([140, 60])
    assert found.immigrants == pytest.approx([140 - 0.7 * 140 * m, 60 - 60 * m])
    assert found.childless == pytest.approx([140, 60])


def test_moves_go_by_the_potential_calls_that_they_leave():
    """40 calls leave the middle of 30, 100, 90: x + 40 x / 80 = 30 and 90 give 20 and 60."""
    found = solved([30, 100, 90], [0.0, 0.5, 0.0])
    assert found.potential == pytest.approx([20, 200, 60])


def test_hours_by_hand():
    """All is prevented half of the time by half: happening in proportion to w, tested to w ÷ (1 - 0.6 × 0.5)."""
    by_hour = np.zeros((2, 168))
    by_hour[0, :84] = 0.5
    found = solved([100, 100], by_hour)
    # of 2 happening one is tested 1 / 0.7 times, 0.2 of that moves: 0.1429 of all that happens at home
    happening = 100 / (1 - 0.2 / 0.7 / 2)
    assert found.happening == pytest.approx([happening, 200 - happening])
    assert found.potential[0] == pytest.approx(happening * (1 / 0.7 + 1) / 2)


def test_area_without_neighbours_keeps_what_would_move():
    found = solved([100], [0.5])
    assert found.potential == pytest.approx([100 / 0.7])
    apart = Moves(
        Neighbours(np.array([0, 1, 2], dtype=np.int32), np.array([1, 0], dtype=np.int16)), np.array([0.0, 5.0])
    )
    assert apart.land(np.array([3.0, 4.0])) == pytest.approx([0.0, 7.0])  # nothing of the kind in the first area


def test_quiet_neighbour_keeps_a_least_share_and_the_total_is_conserved():
    found = solved([1000, 1], [0.5, 0.0])
    assert found.immigrants[1] == pytest.approx(LEAST_IMMIGRANT_SHARE)
    assert found.happening.sum() == pytest.approx(1001)


def test_children_that_never_die_out_are_refused():
    with pytest.raises(ValueError, match="below 1"):
        solved([100, 100], [0.8, 0.8], branching=0.7)


def history(stock, displacement, replication=0, beta=1.0, spare=1.0):
    """Draw calls of four areas with a (4, 168) stock in today's policing."""
    row = {"calls_per_year": 80_000, "deterrable_share": 0.75, "near_repeat": REPEATS}
    config, county = make_config(row), make_county(4)
    q = (0.75 * (1 - np.exp(-beta * stock)))[None].astype(np.float32)
    suppression = Suppression(np.full(1, beta), np.full(1, spare), q)
    if displacement is not None:
        suppression = replace(suppression, displacement=displacement)
    demand = build_demand(config, county)
    return draw(demand, county, handling_of(config), suppression=suppression, replication=replication).calls


ALWAYS = np.repeat(np.array([0.8, 0.0, 0.4, 0.0])[:, None], 168, axis=1)
EVENINGS = np.where(np.arange(168) % 24 >= 16, 2 * ALWAYS, 0.0)


def test_none_moves_gives_the_very_same_history():
    without = history(EVENINGS, None)
    assert without.tobytes() == history(EVENINGS, 0.0).tobytes()
    assert without.tobytes() != history(EVENINGS, SHARE).tobytes()


def test_backfire_moves_nothing():
    backfire = {"beta": -0.1, "spare": 1.25}
    assert history(ALWAYS, 0.0, **backfire).tobytes() == history(ALWAYS, SHARE, **backfire).tobytes()


def occurred(calls, stock):
    """Give which calls occur and where, by the book: tested if the parent occurred; moved, if v < d, instead of lost."""
    hour = (calls["call_min"] // 60 % 24).astype(int)  # all days of these stocks are alike
    deterred = (calls["flags"] & DETERRABLE > 0) & (calls["u"] >= np.exp(-stock[calls["area"], hour]))
    happens = ~deterred | (calls["v"] < SHARE)
    for row in np.flatnonzero(calls["parent"] >= 0):
        happens[row] &= happens[calls["parent"][row]]
    return happens, np.where(deterred, calls["moved_area"], calls["area"])


@pytest.mark.parametrize("stock", [ALWAYS, EVENINGS], ids=["always", "evenings"])
def test_observed_calls_come_back_where_they_were_observed(stock):
    """20,000 a year in each of four areas, 30 % near-repeats; today's policing moves two in five that it deters."""
    counts, repeats, wrong = np.zeros(4), [], 0
    for replication in range(4):
        calls = history(stock, SHARE, replication)
        happens, area = occurred(calls, stock)
        counts += np.bincount(area[happens], minlength=4)
        repeats.append((calls["parent"][happens] >= 0).mean())
        wrong += occurred(history(stock, 0.0, replication), stock)[0].sum()
    assert counts / 4 == pytest.approx(np.full(4, 20_000.0), rel=0.015)
    assert counts.sum() / 4 == pytest.approx(80_000, rel=0.008)
    assert np.mean(repeats) == pytest.approx(0.3, abs=0.012)
    assert wrong / 4 > 1.03 * 80_000  # rates that take moved calls for lost ones add calls to the county
