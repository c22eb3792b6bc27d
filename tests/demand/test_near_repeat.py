"""Where near-repeats land, and how many calls are nobody's child."""

import numpy as np
import pytest

from sim.demand.near_repeat import (
    LEAST_IMMIGRANT_SHARE,
    arrivals,
    landing_kernel,
    landing_probability,
    near_repeat_of,
    solve_immigration,
)
from tests.demand.make import make_county


def alone(branching, stay, areas=2):
    """Near-repeats of two areas that each keep `stay` of their own and send the rest to the other."""
    candidates = np.array([[0, 1], [1, 0]], dtype=np.int16)[:areas]
    probability = np.array([[[stay, 1 - stay]] * areas])
    return near_repeat_of(np.array([branching]), np.array([10.0]), probability, candidates)


def test_child_of_a_disc_stays_as_often_as_in_a_simulation():
    """An area of 0.3 km² is a disc of 309 m; at 100 m, 74.5 % of children stay (x = R²/σ² = 9.55)."""
    probability, candidates = landing_kernel(make_county(3, area_km2=0.3), np.array([100.0]))
    random = np.random.default_rng(1)
    radius = np.sqrt(0.3e6 / np.pi)
    angle, distance = random.uniform(0, 2 * np.pi, 200_000), radius * np.sqrt(random.random(200_000))
    child = np.stack([distance * np.cos(angle), distance * np.sin(angle)]) + 100 * random.standard_normal((2, 200_000))
    simulated = (np.hypot(*child) < radius).mean()
    assert probability[0, 1, 0] == pytest.approx(simulated, abs=0.004)
    assert probability[0, 1, 0] == pytest.approx(0.745, abs=0.001)
    assert candidates[1].tolist() == [1, 0, 2]


def test_rest_goes_to_neighbours_by_size_and_distance():
    probability, candidates = landing_kernel(make_county(3), np.array([150.0]))
    assert probability.sum(axis=2) == pytest.approx(np.ones((1, 3)))
    assert probability[0, 1, 1] == pytest.approx(probability[0, 1, 2])  # same size, same distance
    assert candidates[0].tolist() == [0, 1, 0]  # an end of the row has one neighbour; filling is itself
    assert probability[0, 0, 2] == 0


def test_no_distance_and_no_neighbour_stay_at_home():
    assert landing_kernel(make_county(3), np.array([0.0]))[0][0, :, 0] == pytest.approx(np.ones(3))
    assert landing_kernel(make_county(1), np.array([500.0]))[0][0, 0, 0] == 1


def test_landing_is_cumulative_and_ends_at_1():
    near = alone(0.2, 0.7)
    assert near.landing[0, 0].tolist() == [0.7, 1.0]
    assert landing_probability(near)[0, 0] == pytest.approx([0.7, 0.3])
    assert arrivals(near, 0, np.array([100.0, 10.0])) == pytest.approx([73.0, 37.0])


def test_immigration_by_hand_without_suppression():
    """100 and 50 observed, a fifth near-repeats, 70 % stay: children land as 0.2 × (70 + 15), 0.2 × (30 + 35)."""
    solved = solve_immigration(np.array([100.0, 50.0]), alone(0.2, 0.7), 0, np.ones(2))
    assert solved.per_year == pytest.approx([83.0, 37.0])
    assert solved.children == pytest.approx(0.2)
    assert solved.clipped == 0


def test_immigration_by_hand_with_suppression():
    """Half of what would happen in the first area is prevented: 30 = m × (0.5 × 85 + 65), m = 0.27907."""
    solved = solve_immigration(np.array([100.0, 50.0]), alone(0.2, 0.7), 0, np.array([0.5, 1.0]))
    assert solved.children == pytest.approx(30 / 107.5)
    assert solved.per_year == pytest.approx([100 - 0.5 * 85 * 30 / 107.5, 50 - 65 * 30 / 107.5])
    assert solved.per_year.sum() == pytest.approx(150 * 0.8)


def test_quiet_neighbour_of_a_busy_area_keeps_a_least_share():
    """1 call there, but 0.2 × 0.3 × 1000 children land: 5 % are kept, and the busy area gives up the excess."""
    solved = solve_immigration(np.array([1000.0, 1.0]), alone(0.2, 0.7), 0, np.ones(2))
    assert solved.clipped == 1
    assert solved.per_year[1] == pytest.approx(LEAST_IMMIGRANT_SHARE * 1.0)
    assert solved.per_year.sum() == pytest.approx(1001 * 0.8)


def test_children_that_never_die_out_are_refused():
    with pytest.raises(ValueError, match="below 1"):
        solve_immigration(np.array([100.0, 50.0]), alone(0.6, 0.7), 0, np.array([0.5, 0.5]))


def test_no_branching_leaves_the_rates():
    observed = np.array([3.0, 4.0])
    solved = solve_immigration(observed, alone(0.0, 0.7), 0, np.full(2, 0.5))
    assert solved.per_year.tolist() == [3, 4]
    assert solved.children == 0
