"""Where a unit is on the map, by hand and held against walking its route leg by leg."""

from dataclasses import replace

import numpy as np
import pytest

from sim.command.session import run_session
from sim.command.watch import Watch
from sim.street.records import WHEREABOUTS
from sim.track.config import TrackConfig
from sim.track.pings import received
from sim.track.positions import positions
from tests.command.ground import make_county, make_force
from tests.command.test_session import busy_ground, target

NAN = np.nan


def road_county(n_areas):
    """Give areas on a bent road, ten minutes from one to the next."""
    at = np.arange(n_areas, dtype=float)
    return replace(make_county(n_areas), x_m=500_000 + 1_000 * at, y_m=200_000 + 500 * at**2)


def asked(*rows):
    """Build answers from (time, there, leave, arrive, unit, at, to)."""
    return np.array([(*row, 0, 1, 2) for row in rows], dtype=WHEREABOUTS)


def test_a_journey_leg_by_leg():
    # from area 0 at 100 to area 2, there at 120: at area 1 by 110, and on from it
    rows = asked(*((time, 0.0, 100.0, 120.0, 7, 0, 2) for time in (100, 105, 110, 115, 120)))
    assert (positions(rows, road_county(3)) - [500_000, 200_000]).tolist() == [
        [0, 0],
        [500, 250],
        [1_000, 500],
        [1_500, 1_250],
        [2_000, 2_000],
    ]


def test_turn_out_and_rest_are_spent_where_the_unit_is():
    rows = asked((100, 0, 101, 121, 7, 0, 2), (100, 0, NAN, NAN, 8, 1, 1), (100, 0, 90, 110, 9, 2, 2))
    assert (positions(rows, road_county(3)) - [500_000, 200_000]).tolist() == [[0, 0], [1_000, 500], [2_000, 2_000]]


def test_a_unit_that_turned_round_first_gets_where_it_can():
    # unit 7 is half way from area 0 to area 1 at 105; called back at 106 it is at area 1 by 110, and leaves it at once
    rows = asked(
        (105, 0, 100, 120, 7, 0, 2),
        (107, 110, 110, 120, 7, 1, 0),
        (109, 110, 110, 120, 7, 1, 0),
        (111, 110, 110, 120, 7, 1, 0),
    )
    x = positions(rows, road_county(3))[:, 0] - 500_000
    assert x.tolist() == pytest.approx([500, 700, 900, 900], abs=1e-6)
    # of another unit nothing was seen before: it is put where it will be
    assert positions(asked((107, 110, 110, 120, 3, 1, 0)), road_county(3))[0, 0] == 501_000


def slow_position(row, county):
    """Walk the route of one answer."""
    at, to = int(row["at"]), int(row["to"])
    centre = np.column_stack([county.x_m, county.y_m])
    if at == to or not row["time_min"] > row["leave_min"]:
        return centre[at]
    legs, here = [], at
    while here != to:
        hop = int(county.travel.next_hop[here, to])
        legs.append((here, hop, float(county.travel.base_min[here, hop])))
        here = hop
    share = (row["time_min"] - row["leave_min"]) / (row["arrive_min"] - row["leave_min"])
    left = share * sum(leg for _, _, leg in legs)
    for one, other, leg in legs:
        if left <= leg:
            return centre[one] + (centre[other] - centre[one]) * left / leg
        left -= leg
    return centre[to]


def test_positions_of_a_run_equal_walking_the_routes():
    ground = busy_ground(3, 8, n_calls=500, n_officers=9, days=3)
    force = make_force([("response", 1), ("hotspot", 2), ("hotspot", 4)] * 3, takes_meals=True)
    seen = run_session(ground, force, target(hotspots=5), watch=Watch(0, 3 * 1_440, 2.5)).whereabouts
    county = road_county(8)
    county = replace(county, travel=ground.county.travel)
    found = positions(seen, county)
    settled = np.flatnonzero(seen["time_min"] >= seen["there_min"])
    moving = settled[(seen["to"] != seen["at"])[settled]]
    assert moving.size > 500
    for row in settled[::7]:
        assert found[row] == pytest.approx(slow_position(seen[row], county), abs=1e-6)
    # nobody jumps: between two answers no unit is faster than on the longest leg, which takes six minutes
    for unit in np.unique(seen["unit"]):
        mine = np.flatnonzero(seen["unit"] == unit)
        together = np.diff(seen["time_min"][mine]) == 2.5
        step = np.hypot(*np.diff(found[mine], axis=0).T)[together]
        assert step.max(initial=0) <= 2.5 / 6 * np.hypot(1_000, 500 * (7**2 - 6**2)) * 1.001


def answers(n_units, n_times):
    """Give units at rest."""
    return asked(*((float(time), 0.0, NAN, NAN, unit, 0, 0) for time in range(n_times) for unit in range(n_units)))


def test_errors_and_losses_are_as_stated():
    rows = answers(20, 500)
    place = np.zeros((rows.size, 2))
    tracks = received(rows, place, TrackConfig(noise_m=12.0, lost_share=0.3), (5, 0))
    # 10,000 reports: standard errors of 12/sqrt(2 x 14,000) = 0.07 and sqrt(.3 x .7/10,000) = 0.0046
    assert tracks.place.std() == pytest.approx(12, abs=0.3)
    assert tracks.place.mean() == pytest.approx(0, abs=0.4)
    assert 1 - tracks.whereabouts.size / rows.size == pytest.approx(0.3, abs=0.019)
    again = received(rows, place, TrackConfig(noise_m=12.0, lost_share=0.3), (5, 0))
    assert again.place.tobytes() == tracks.place.tobytes()


def test_a_further_unit_leaves_the_errors_of_others_alone():
    config = TrackConfig(noise_m=12.0, lost_share=0.3)
    few, many = (received(answers(n, 50), np.zeros((n * 50, 2)), config, (5, 0)) for n in (4, 9))
    same = many.whereabouts["unit"] < 4
    assert many.whereabouts[same][["time_min", "unit"]].tolist() == few.whereabouts[["time_min", "unit"]].tolist()
    assert many.place[same].tobytes() == few.place.tobytes()


def test_without_errors_a_report_is_the_truth():
    rows = answers(2, 3)
    place = np.arange(12.0).reshape(6, 2)
    tracks = received(rows, place, TrackConfig(), (5, 0))
    assert tracks.place is place
    assert tracks.whereabouts is rows
