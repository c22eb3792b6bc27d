"""Visits found in reports: worked by hand, held against a slow reading, and against stays that are known."""

import numpy as np
import pytest

from sim.track.compliance import END_UNKNOWN
from sim.track.detect import NOWHERE, Reading, Reports, find_visits, speed_km_h, usual_interval

ANY_SPEED = Reading(most_km_h=None)


def reports_of(*rows):
    """Build reports from (unit, time), all at one point and on patrol."""
    unit, time = (np.array(column) for column in zip(*rows, strict=True))
    zeros = np.zeros(len(rows))
    return Reports(unit.astype(np.int64), time.astype(float), zeros, zeros, np.ones(len(rows), dtype=bool))


def found_in(places, reading=ANY_SPEED, times=None):
    """Find the visits of one unit that reports every minute, or at the times given, and was in these places."""
    times = range(len(places)) if times is None else times
    reports = reports_of(*((0, time) for time in times))
    found = find_visits(reports, np.array(places, dtype=np.int64), reading)
    return [(row["area"].item(), row["start_min"].item(), row["end_min"].item()) for row in found.visits], found.passes


def test_a_visit_begins_and_ends_half_way_between_reports():
    # minute 2 to minute 16 in place 4: there from 1:30 to 16:30
    assert found_in([-1, -1, *[4] * 15, -1, -1]) == ([(4, 1.5, 16.5)], 0)


def test_a_position_with_an_error_does_not_end_a_visit():
    # outside, or in another place, at minute 5, and for one minute more
    assert found_in([-1, *[4] * 4, -1, *[4] * 5, -1]) == ([(4, 0.5, 10.5)], 0)
    assert found_in([-1, *[4] * 4, 7, *[4] * 5, -1]) == ([(4, 0.5, 10.5)], 0)
    # who is away for three reports has left, and comes back for a second visit
    assert found_in([-1, *[4] * 4, -1, -1, -1, *[4] * 5, -1]) == ([(4, 0.5, 4.5), (4, 7.5, 12.5)], 0)


def test_reports_that_are_missing_end_a_visit_once_they_are_too_many():
    # four minutes without a report say nothing, six end the visit half a minute after the last report
    assert found_in([4] * 8, times=[0, 1, 2, 3, 8, 9, 10, 11]) == ([(4, -0.5, 11.5)], 0)
    assert found_in([4] * 8, times=[0, 1, 2, 3, 9.5, 10.5, 11.5, 12.5]) == ([(4, -0.5, 3.5), (4, 9, 13)], 0)


def test_a_unit_that_goes_from_place_to_place():
    assert found_in([4] * 5 + [7] * 6) == ([(4, -0.5, 4.5), (7, 4.5, 10.5)], 0)


def test_who_passes_through_makes_no_visit():
    # two minutes in place 4, and then three in place 7, which is the least
    assert found_in([-1, 4, 4, -1, -1, -1, 7, 7, 7, -1]) == ([(7, 5.5, 8.5)], 1)


def test_units_are_told_apart():
    reports = reports_of(*((unit, time) for unit in (2, 5) for time in range(6)))
    found = find_visits(reports, np.full(12, 3), ANY_SPEED)
    assert found.visits[["unit", "area", "start_min", "end_min"]].tolist() == [(2, 3, -0.5, 5.5), (5, 3, -0.5, 5.5)]
    assert set(found.visits["ended"]) == {END_UNKNOWN}
    assert found.usual_min == 1


def test_reports_of_other_work_are_none_of_a_visit():
    reports = reports_of(*((0, time) for time in range(20)))
    on_patrol = np.arange(20) >= 10
    found = find_visits(reports._replace(on_patrol=on_patrol), np.full(20, 3), ANY_SPEED)
    assert found.visits[["start_min", "end_min"]].tolist() == [(9.5, 19.5)]


def test_driving_through_a_place_to_a_spot_in_it_is_no_part_of_the_visit():
    # a report a minute: 500 m a minute (30 km/h) for five minutes, all of them in place 3, then at rest for ten
    x = np.concatenate([np.arange(0, 2_500, 500), np.full(11, 2_500)]).astype(float)
    reports = reports_of(*((0, time) for time in range(16)))._replace(x_m=x)
    place = np.full(16, 3)
    assert speed_km_h(reports, 5.0).tolist() == [30] * 5 + [0] * 11
    assert find_visits(reports, place, Reading()).visits[["start_min", "end_min"]].tolist() == [(4.5, 15.5)]
    assert find_visits(reports, place, ANY_SPEED).visits[["start_min", "end_min"]].tolist() == [(-0.5, 15.5)]


def test_who_is_as_fast_as_may_be_is_still_on_patrol():
    # 125 m in 45 seconds is 10 km/h to the last digit
    x = 125.0 * np.arange(10)
    reports = reports_of(*((0, 0.75 * at) for at in range(10)))._replace(x_m=x)
    assert speed_km_h(reports, 5.0).tolist() == [10] * 10
    found = find_visits(reports, np.full(10, 3), Reading())
    assert (found.visits.size, found.fast_share) == (1, 0)
    assert find_visits(reports._replace(x_m=1.01 * x), np.full(10, 3), Reading()).fast_share == 1


def test_reports_that_are_far_apart_invent_no_presence():
    # one report an hour: 2.5 minutes before and after it, which is half of the longest gap, and not half an hour
    assert found_in([4, 4, 4], times=[0, 60, 120]) == ([(4, -2.5, 2.5), (4, 57.5, 62.5), (4, 117.5, 122.5)], 0)


def test_speed_is_taken_over_half_a_minute():
    # every ten seconds, a position that jumps by 15 m and back looks like 5.4 km/h, and over half a minute like 1.8
    x = np.tile([0.0, 15.0], 20)
    reports = reports_of(*((0, at / 6) for at in range(40)))._replace(x_m=x)
    assert speed_km_h(reports, 5.0) == pytest.approx(1.8)
    # nobody knows the speed of a unit that reports once, or of two units together
    alone = reports_of((0, 0), (1, 1), (1, 20))._replace(x_m=np.array([0.0, 9_000.0, 0.0]))
    assert np.isnan(speed_km_h(alone, 5.0)).all()
    assert usual_interval(alone) == 19


def slow_stays(unit, time, place, reading, usual):
    """Read stays report by report: where the next report of the stay is, is asked anew for each."""
    stays, at, n = [], 0, len(time)
    while at < n:
        if place[at] == NOWHERE:
            at += 1
            continue
        members = [at]
        while True:
            last = members[-1]
            linked = None
            for other in range(last + 1, n):
                steps = np.diff(time[last : other + 1])
                if unit[other] != unit[last] or (steps > reading.longest_gap_min).any():
                    break
                if place[other] == place[at] and (
                    other == last + 1 or time[other] - time[last] <= reading.longest_away_min
                ):
                    linked = other
                    break
            if linked is None:
                break
            members.append(linked)

        def edge(inner, outer, side, here=at):
            known = (
                0 <= outer < n
                and unit[outer] == unit[here]
                and abs(time[outer] - time[inner]) <= reading.longest_gap_min
            )
            return (time[outer] + time[inner]) / 2 if known else time[inner] + side * usual / 2

        stays.append((unit[at], place[at], edge(at, at - 1, -1), edge(members[-1], members[-1] + 1, 1)))
        at = members[-1] + 1
    return stays


@pytest.mark.parametrize("seed", range(12))
def test_any_reports_are_read_as_slowly(seed):
    rng = np.random.default_rng(seed)
    n = 300
    unit = np.sort(rng.integers(0, 4, n))
    time = np.concatenate([np.cumsum(rng.exponential(1.2, (unit == one).sum())) for one in range(4)])
    place = np.repeat(rng.integers(-1, 3, n), rng.geometric(0.3, n))[:n].astype(np.int64)
    noisy = rng.random(n) < 0.1
    place[noisy] = rng.integers(-1, 3, noisy.sum())
    reading = Reading(least_min=0.0, most_km_h=None)
    reports = reports_of(*zip(unit, time, strict=True))
    found = find_visits(reports, place, reading).visits
    expected = slow_stays(unit, time, place, reading, usual_interval(reports))
    assert len(expected) > 20
    assert found[["unit", "area"]].tolist() == [row[:2] for row in expected]
    assert found["start_min"] == pytest.approx([row[2] for row in expected])
    assert found["end_min"] == pytest.approx([row[3] for row in expected])


@pytest.mark.parametrize("every_min", [0.25, 1.0])
def test_length_is_right_on_average_and_known_to_an_interval(every_min):
    """Reports at regular times say of either end that it lies in one interval: an error of up to half of it."""
    rng = np.random.default_rng(7)
    starts = 60.0 * np.arange(400) + rng.uniform(0, 30, 400)
    ends = starts + rng.uniform(8, 20, 400)
    time = np.arange(0, 400 * 60.0, every_min)
    which = np.searchsorted(starts, time, side="right") - 1
    inside = (which >= 0) & (time < ends[np.maximum(which, 0)])
    visits = find_visits(reports_of(*((0, at) for at in time)), np.where(inside, 0, NOWHERE), ANY_SPEED).visits
    assert visits.size == 400
    start_error, end_error = visits["start_min"] - starts, visits["end_min"] - ends
    assert max(np.abs(start_error).max(), np.abs(end_error).max()) <= every_min / 2 + 1e-9
    # the error of a length has mean 0 and standard deviation interval / sqrt(6): 2.6 standard errors of 400
    length_error = end_error - start_error
    assert abs(length_error.mean()) < 2.6 * every_min / np.sqrt(6 * 400)
    assert length_error.std() == pytest.approx(every_min / np.sqrt(6), rel=0.15)
