"""Rankings that look at more than a sum: each by hand, beside a slow version of itself, and against what is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.target.dose_curve import DoseCurve
from sim.target.empirical_bayes import EmpiricalBayesRanking, reliability
from sim.target.gi_star import GiStarRanking, gi_star
from sim.target.kernel_density import KernelDensityRanking
from sim.target.kinds import record_kinds
from sim.target.list_config import ListedArea
from sim.target.listed import ListedRanking
from sim.target.nearby import around
from sim.target.plan import choose
from sim.target.preventable import PreventableRanking
from sim.target.recency import RecencyRanking
from sim.target.self_exciting import SelfExcitingRanking, fitted, forecast, handed_on
from tests.command.ground import make_demand
from tests.target.seeing import make_terrain, seen

CURVE = DoseCurve(deterred=0.2, dose_min=30.0, fresh_min=15.0, stale_gain=0.2)


@pytest.fixture
def dice():
    return np.random.default_rng(20260406)


def grid(side):
    """Give the neighbours of the areas of a square, row by row."""
    at = [(row, column) for row in range(side) for column in range(side)]
    return [[b for b, (r, c) in enumerate(at) if abs(r - row) + abs(c - column) == 1] for row, column in at]


def slices(neighbours):
    """Give neighbours as starts and a flat list."""
    terrain = make_terrain(len(neighbours), neighbours=neighbours)
    return terrain.neighbour_start, terrain.neighbour


# --- recency


def test_a_record_loses_half_its_weight_in_a_half_life():
    recorded = np.zeros((3, 2, 2))
    recorded[0, 0], recorded[2, 0], recorded[2, 1] = [4, 0], [0, 1], [0, 3]
    # 56 days old at a half-life of 28: a quarter
    assert RecencyRanking("count", 28.0).score(seen(recorded=recorded)).tolist() == [1, 4]
    assert RecencyRanking("harm", 56.0).score(seen(recorded=recorded)).tolist() == [20, 13]


# --- empirical Bayes


def test_reliability_by_hand():
    # halves 1 2 3 and 2 1 3: cov 1/3, var 2/3 each, r = 1/2, R = 2/3; the oldest of three windows is left out
    windows = np.array([[[90.0, 0.0, 0.0]], [[1.0, 2.0, 3.0]], [[2.0, 1.0, 3.0]]])
    assert reliability(windows) == pytest.approx([2 / 3])
    assert reliability(windows[1:]) == pytest.approx([2 / 3])
    # one window: mean 2, variance 8, so that 2 of 8 are luck
    assert reliability(np.array([[[0.0, 6.0, 0.0, 2.0, 0.0, 6.0, 0.0, 2.0]]])) == pytest.approx([1 - 2 / 6])


def test_the_estimate_lies_between_the_record_and_the_mean():
    recorded = np.array([[[1.0, 2.0, 3.0], [0, 0, 0]], [[2.0, 1.0, 3.0], [0, 0, 0]]])
    # totals 3 3 6, mean 4, R = 2/3
    expected = np.array([4 - 2 / 3, 4 - 2 / 3, 4 + 4 / 3])
    assert EmpiricalBayesRanking("count").score(seen(recorded=recorded)) == pytest.approx(expected)
    assert EmpiricalBayesRanking("harm").score(seen(recorded=recorded)) == pytest.approx(10 * expected)


def test_a_kind_whose_places_never_repeat_makes_no_hotspot():
    recorded = np.zeros((2, 2, 4))
    recorded[:, 0] = [[5, 0, 0, 0], [0, 5, 0, 0]]  # robbery, worth 100: now here, now there
    recorded[:, 1] = [[0, 0, 9, 1], [0, 0, 9, 1]]  # ASB, worth 1: always in the same places
    scores = EmpiricalBayesRanking("harm").score(seen(recorded=recorded, terrain=make_terrain(4, harm=(100.0, 1.0))))
    assert scores.argmax() == 2
    assert scores.tolist() == pytest.approx([250, 250, 268, 252])


def test_reliability_is_that_of_gamma_poisson_counts(dice):
    # rates of mean 2 and shape .8 in each of 12 windows: 24²/.8 of the variance of the total lasts, 24 is luck
    rate = dice.gamma(0.8, 2 / 0.8, 200_000)
    counts = dice.poisson(rate, (12, 1, rate.size)).astype(float)
    assert reliability(counts)[0] == pytest.approx(720 / 744, abs=0.005)


def test_what_is_foreseen_of_the_chosen_comes_true(dice):
    """The top 7 % of gamma–Poisson counts of six months fall back; their estimates do not."""
    rate = dice.gamma(0.8, 2 / 0.8, 32_000)
    past, next_six = (dice.poisson(rate, (6, 1, rate.size)).astype(float) for _ in range(2))
    recorded = np.concatenate([past, np.zeros_like(past)], axis=1)
    estimate = EmpiricalBayesRanking("count").score(seen(recorded=recorded))
    chosen = np.argsort(-past.sum(axis=(0, 1)), kind="stable")[:2_240]
    came = next_six.sum(axis=(0, 1))[chosen].mean()
    assert estimate[chosen].mean() == pytest.approx(came, rel=0.01)
    assert past.sum(axis=(0, 1))[chosen].mean() > 1.04 * came  # VALIDATION: 4.8 % of the past is luck


# --- density and Gi*


def test_density_spreads_over_those_near():
    recorded = np.zeros((1, 2, 3))
    recorded[0, 0] = [1, 0, 0]
    # a kilometre apart, which is the bandwidth too: exp(-d²/2)
    expected = np.exp([0, -0.5, -2.0])
    assert KernelDensityRanking("count").score(seen(recorded=recorded)) == pytest.approx(expected)
    assert KernelDensityRanking("harm").score(seen(recorded=recorded)) == pytest.approx(10 * expected)


def test_around_by_hand():
    start, beside = slices([[1, 2], [0], [0], []])
    assert around(np.array([1.0, 2.0, 4.0, 8.0]), start, beside).tolist() == [6, 1, 1, 0]
    assert around(np.array([[1.0, 2.0, 4.0, 8.0], [0, 0, 1, 1]]), start, beside).tolist() == [
        [6, 1, 1, 0],
        [1, 0, 0, 0],
    ]


def slow_gi_star(value, neighbours):
    """Work the formula of Ord and Getis (1995, eq. 8) out term by term, over a full matrix of weights."""
    n = len(value)
    mean = sum(value) / n
    s = (sum(x * x for x in value) / n - mean * mean) ** 0.5
    z = []
    for area in range(n):
        w = [1.0 if other == area or other in neighbours[area] else 0.0 for other in range(n)]
        above = sum(wj * x for wj, x in zip(w, value, strict=True)) - mean * sum(w)
        z.append(above / (s * ((n * sum(wj * wj for wj in w) - sum(w) ** 2) / (n - 1)) ** 0.5))
    return z


def test_gi_star_is_that_of_the_formula(dice):
    neighbours = grid(7)
    value = dice.poisson(dice.gamma(0.8, 20, 49)).astype(float)
    assert gi_star(value, *slices(neighbours)) == pytest.approx(slow_gi_star(value.tolist(), neighbours))


def test_gi_star_by_hand():
    # four in a row, all of 4 in the first: mean 1, s = sqrt 3; ends have weight 2, (4·2 − 4)/3; the middle 3, (12 − 9)/3
    z = gi_star(np.array([4.0, 0.0, 0.0, 0.0]), *slices([[1], [0, 2], [1, 3], [2]]))
    assert z == pytest.approx([2 / 2, 1 / 3**0.5, -3 / 3**0.5, -2 / 2])


def test_only_what_is_above_chance_is_a_hotspot():
    recorded = np.zeros((1, 2, 4))
    recorded[0, 1] = [4, 0, 0, 0]
    assert GiStarRanking("count").score(seen(recorded=recorded)) == pytest.approx([1, 1 / 3**0.5, 0, 0])
    same = np.ones((1, 2, 4))
    assert GiStarRanking().score(seen(recorded=same)).tolist() == [0, 0, 0, 0]


# --- self-exciting


def slow_round(now, count, neighbours):
    """Share every record out among its possible causes, one by one, and fit the parts; the EM step in its plainest form."""
    windows, n_areas = count.shape
    mu, theta, rho, sigma = now
    own = other = ages = 0.0
    exposed = 0.0
    always, ever = count.mean(axis=0), 80  # before the first window, the mean of each area, for ever
    background = np.zeros(n_areas)
    for t in range(windows):
        for a in range(n_areas):
            causes = []  # (weight, kind, age)
            for lag in range(1, ever):
                then = count[t - lag] if lag <= t else always
                pace = theta * (1 - rho) * rho ** (lag - 1)
                causes.append((pace * (1 - sigma) * then[a], "own", lag))
                causes += [(pace * sigma * then[b] / len(neighbours[b]), "other", lag) for b in neighbours[a]]
            exposed += sum(weight for weight, _, _ in causes) / theta
            rate = mu[a] + sum(weight for weight, _, _ in causes)
            if rate == 0:
                continue
            background[a] += count[t, a] * mu[a] / rate
            for weight, kind, lag in causes:
                part = count[t, a] * weight / rate
                own, other = own + part * (kind == "own"), other + part * (kind == "other")
                ages += part * lag
    rho = 1 - (own + other) / ages
    return background / windows, (own + other) / exposed, rho, other / (own + other)


def test_the_fit_is_that_of_single_records(dice, monkeypatch):
    neighbours = grid(3)
    count = dice.poisson(2.0, (5, 9)).astype(float)
    monkeypatch.setattr("sim.target.self_exciting.ROUNDS", 4)
    slow = (count.mean(axis=0) / 2, 0.3, 0.5, 0.2)
    for _ in range(4):
        slow = slow_round(slow, count, neighbours)
    fast = fitted(count, handed_on(count, *slices(neighbours)))
    assert fast.background == pytest.approx(slow[0])
    assert fast[1:] == pytest.approx(slow[1:])


def test_the_forecast_adds_what_the_past_still_brings():
    start, beside = slices([[1], [0]])
    count = np.array([[4.0, 0.0], [0.0, 2.0]])
    handed = handed_on(count, start, beside)
    assert handed.tolist() == [[0, 4], [2, 0]]
    process = fitted(count, handed)._replace(background=np.array([1.0, 3.0]), children=0.5, fading=0.25, next_door=0.4)
    # of area 0: own 4 at lag 2 weighs .1875 and its mean of 2 before that .0625, next door 2 at lag 1 .75 and 1 before .0625
    own, other = 4 * 0.1875 + 2 * 0.0625, 2 * 0.75 + 1 * 0.0625
    assert forecast(process, count, handed) == pytest.approx(
        [1 + 0.5 * (0.6 * own + 0.4 * other), 3 + 0.5 * (0.6 * other + 0.4 * own)]
    )


def excited(dice, areas_by_side, windows, theta, rho, sigma):
    """Draw a process of which the truth is known, on a ring of areas."""
    n = areas_by_side**2
    neighbours = grid(areas_by_side)
    start, beside = slices(neighbours)
    mu, count = dice.gamma(2.0, 1.5, n), np.zeros((windows + 60, n))
    hot = np.zeros((2, n))
    for t in range(windows + 60):
        count[t] = dice.poisson(mu + theta * ((1 - sigma) * hot[0] + sigma * hot[1]))
        fresh = np.stack([count[t], handed_on(count[t][None], start, beside)[0]])
        hot = rho * hot + (1 - rho) * fresh
    return count[60:], handed_on(count[60:], start, beside)


def test_a_known_process_is_found_again(dice):
    count, handed = excited(dice, 20, 240, theta=0.5, rho=0.4, sigma=0.3)
    found = fitted(count, handed)
    assert found.children == pytest.approx(0.5, abs=0.1)
    assert found.fading == pytest.approx(0.4, abs=0.1)
    assert found.next_door == pytest.approx(0.3, abs=0.1)


def test_the_order_of_the_areas_settles_in_the_rounds_that_are_made(dice, monkeypatch):
    count, handed = excited(dice, 26, 13, theta=0.5, rho=0.4, sigma=0.3)
    settled = forecast(fitted(count, handed), count, handed)
    monkeypatch.setattr("sim.target.self_exciting.ROUNDS", 3_000)
    at_last = forecast(fitted(count, handed), count, handed)
    assert np.corrcoef(settled.argsort().argsort(), at_last.argsort().argsort())[0, 1] > 0.98


def test_a_burst_counts_for_more_than_the_same_records_long_ago():
    recorded = np.ones((13, 2, 6))
    recorded[:, 0, 0] = [20, *[1] * 12]
    recorded[:, 0, 5] = [*[1] * 12, 20]
    recorded[6:9, 0, 2] = [9, 5, 3]  # bursts that fade show that records bring records
    scores = SelfExcitingRanking("count").score(seen(recorded=recorded))
    assert scores[5] > scores[0]


def test_forecast_harm_is_forecast_records_at_the_harm_of_the_place():
    recorded = np.zeros((4, 2, 2))
    recorded[:, 0, 0], recorded[:, 1, 1] = 3, 3  # the same records, in one place crimes of 10 and in the other ASB of 1
    by_count = SelfExcitingRanking("count").score(seen(recorded=recorded))
    assert by_count[0] == pytest.approx(by_count[1])
    assert SelfExcitingRanking("harm").score(seen(recorded=recorded)) == pytest.approx(by_count * [10, 1])


@pytest.mark.parametrize("ranking", [SelfExcitingRanking(), EmpiricalBayesRanking(), KernelDensityRanking()])
@pytest.mark.parametrize("windows", [1, 2, 13])
def test_a_past_without_records_gives_no_score(ranking, windows):
    scores = ranking.score(seen(recorded=np.zeros((windows, 2, 5))))
    assert scores.tolist() == [0] * 5


@pytest.mark.parametrize("windows", [1, 2])
def test_a_short_past_is_its_own_forecast_at_least(windows):
    recorded = np.full((windows, 2, 5), 3.0)
    scores = SelfExcitingRanking("count").score(seen(recorded=recorded))
    assert np.isfinite(scores).all()
    assert scores == pytest.approx(np.full(5, scores[0]), rel=0.3)
    assert scores.min() > 0


# --- preventable harm per hour, and lists


def test_preventable_harm_an_hour_of_patrol():
    recorded = np.zeros((2, 2, 3))
    recorded[:, 0] = [[1, 0, 1], [1, 0, 1]]  # harm 10, a tenth of it preventable: 2 over the window
    recorded[0, 1] = [0, 8, 0]  # harm 1, half preventable: 4
    terrain = make_terrain(3, preventable=[0.1, 0.5], reach_min=np.array([5.0, 5.0, 15.0]))
    # 15 minutes there: twenty minutes a visit is three an hour, thirty are two
    assert PreventableRanking(15.0).score(seen(recorded=recorded, terrain=terrain)) == pytest.approx([6, 12, 4])


def test_a_record_is_taken_for_a_call_of_the_countys_mix():
    demand = make_demand(
        [0.8, 0.1],
        per_year=[300, 100],
        crime=[0.5, 0.5],
        asb=[0.0, 0.2],
        profile=[[1.0, *[0.0] * 167], [0.0, 1.0, *[0.0] * 166]],
    )
    kinds = record_kinds(demand, np.array([10.0]), 2.0, np.array([0.4, 0.04]), CURVE)
    assert kinds.harm.tolist() == [10, 2]
    # crimes: 150 of the first type and 50 of the second; ASB: 20, all of the second
    assert kinds.preventable == pytest.approx([0.75 * 0.4 + 0.25 * 0.04, 0.04])
    assert kinds.hour_share[:, :2] == pytest.approx(np.array([[0.75, 0.25], [0, 1]]))


def test_a_kind_that_is_never_recorded_comes_at_any_hour():
    kinds = record_kinds(make_demand([0.8], crime=[0.5]), np.array([10.0]), 2.0, np.array([0.4]), CURVE)
    assert kinds.preventable.tolist() == [0.4, 0]
    assert kinds.hour_share.sum(axis=1) == pytest.approx([1, 1])


def test_a_list_is_taken_as_it_is():
    listed = {"S2": ListedArea(worth=3.0), "S0": ListedArea(worth=1.5), "S3": ListedArea(worth=1.5)}
    scores = ListedRanking(listed).score(seen(recorded=np.ones((1, 2, 4))))
    assert scores == pytest.approx([1.5, 0, 3, 1.5], rel=1e-6)
    assert choose(scores, 4).tolist() == [2, 0, 3]


def test_of_areas_worth_the_same_the_first_on_the_list_comes_first():
    scores = ListedRanking({f"S{area}": ListedArea() for area in (3, 0, 2)}).score(seen(recorded=np.ones((1, 2, 4))))
    assert choose(scores, 2).tolist() == [3, 0]
