"""The force of a scenario: who there is, where, on which shift team, and what a scenario leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from sim.force.abstraction import abstraction_marks
from sim.force.build import build_force, extra_posts_by_district, posts_by_district
from sim.force.config import ForceConfig, Redeploy, Uplift
from sim.force.model import HOTSPOT, NEIGHBOURHOOD, RESPONSE
from sim.force.sharing import district_share

DEMAND = np.array([12.0, 9, 7, 8, 10, 11, 13, 6, 14, 10])
"""Uneven demand: it sums to 100."""


@pytest.fixture(scope="module")
def posts(hertfordshire):
    return posts_by_district(hertfordshire, DEMAND)


@pytest.fixture(scope="module")
def build(hertfordshire, posts, ten_districts, year):
    """Build a force on the shipped pack."""

    def built(**changes):
        return build_force(hertfordshire, posts, ten_districts, DEMAND, year, **changes)

    return built


def redeployed(posts, share_by="demand"):
    return Redeploy.model_validate({"posts": posts, "from": "response", "to": "hotspot_team", "share_by": share_by})


def spread(officers, team, of):
    """Largest minus smallest number of a team's officers by shift team, over the county or in the worst district."""
    mine = officers[officers["team"] == team]
    groups = [mine] if of == "county" else [mine[mine["district"] == district] for district in range(10)]
    counts = [np.bincount(group["column"], minlength=5) for group in groups]
    return max(int(count.max() - count.min()) for count in counts)


def test_posts_are_shared_by_largest_remainder(posts):
    # 785 posts at 12, 9, 7, 8, 10, 11, 13, 6, 14, 10 %: 94.2 70.65 54.95 62.8 78.5 86.35 102.05 47.1 109.9 78.5;
    # the floors sum to 780, so five go to .95, .9, .8, .65 and the first of the two .5
    assert posts[RESPONSE].tolist() == [94, 71, 55, 63, 79, 86, 102, 47, 110, 78]
    assert posts.sum(axis=1).tolist() == [785, 309, 0]


def test_shares_follow_demand_residents_or_nothing(county_of):
    county = county_of(2, areas_each=2)  # residents 1,000 + 1,001 and 1,002 + 1,003
    demand = np.array([3.0, 1.0])
    assert district_share("demand", county, demand).tolist() == [3, 1]
    assert district_share("population", county, demand).tolist() == [2_001, 2_005]
    assert district_share("equal", county, demand).tolist() == [1, 1]


def test_today_is_posts_by_team_and_district(build, posts):
    officers = build().officers
    for team, district in np.ndindex(posts.shape):
        here = (officers["team"] == team) & (officers["district"] == district)
        assert here.sum() == posts[team, district]
    assert np.all(officers["presence"] == np.float32(0.75))
    assert np.all(officers["productivity"] == 1)


def test_shift_teams_are_even_in_every_district_and_in_the_county(build):
    officers = build().officers
    for team in (RESPONSE, NEIGHBOURHOOD):
        assert spread(officers, team, "district") <= 1
        assert spread(officers, team, "county") <= 1


def test_a_hundred_extra_posts_are_18_75_officers_on_duty(build, hertfordshire):
    force = build(uplift=Uplift(posts=100, to={"response": 1.0}))
    extra = force.officers[1_094:]
    assert extra.size == 100
    expected = float(extra["presence"].sum()) * hertfordshire.rotas["five_team"].duty_share
    assert expected == pytest.approx(18.75)
    assert force.posts.tolist() == [885, 309, 0]
    assert force.extra_posts == 100


def test_marks_and_shifts_bring_18_75_officers_on_duty(build, year):
    force = build(uplift=Uplift(posts=100, to={"response": 1.0}))
    marks = abstraction_marks(2026, 0, force.n_officers, int(force.shifts["number"].max()) + 1)
    minutes = 0.0
    for shift in force.shifts:
        due = (force.officers["rota"] == shift["rota"]) & (force.officers["column"] == shift["column"])
        due[:1_094] = False
        there = (marks[due, shift["number"]] < force.officers["presence"][due]).sum()
        from_min, until_min = (
            max(shift["start_min"], year.measure_from_min),
            min(shift["end_min"], year.measure_until_min),
        )
        minutes += there * max(until_min - from_min, 0.0)
    # 100 officers × 218.4 shifts of 600 minutes: standard error 600 √(21,840 × .1875) / 524,160 minutes = .073
    assert minutes / (364 * 1_440) == pytest.approx(18.75, abs=4 * 0.073)


@pytest.mark.parametrize("arrival", ["in_post", "pipeline"])
@pytest.mark.parametrize("to", ["response", "neighbourhood", "hotspot_team"])
def test_an_uplift_leaves_todays_officers_as_they_are(build, arrival, to):
    today = build()
    more = build(uplift=Uplift(posts=100, to={to: 1.0}, arrival=arrival))
    assert np.array_equal(more.officers[: today.n_officers], today.officers)
    assert np.array_equal(more.shifts, today.shifts)


def test_extra_officers_keep_shift_teams_even(build):
    half = build(uplift=Uplift(posts=97, to={"response": 0.5, "hotspot_team": 0.5}))
    for team in (RESPONSE, HOTSPOT):
        assert spread(half.officers, team, "district") <= 1
        assert spread(half.officers, team, "county") <= 1
    # 48.5 each: the odd one goes to the first team
    assert half.posts.tolist() == [785 + 49, 309, 48]


def test_extra_posts_follow_their_own_share(ten_districts):
    uplift = Uplift(posts=25, to={"response": 0.6, "hotspot_team": 0.4}, share_by="equal")
    extra = extra_posts_by_district(uplift, ten_districts, DEMAND)
    assert extra.sum(axis=1).tolist() == [15, 0, 10]
    assert extra[RESPONSE].tolist() == [2] * 5 + [1] * 5
    assert extra[HOTSPOT].tolist() == [1] * 10


def test_redeployment_moves_the_highest_ids_of_each_district(build, posts):
    today, moved = build().officers, build(redeploy=redeployed(100)).officers
    assert moved.size == today.size
    last = np.cumsum(posts[RESPONSE])
    for district in range(10):
        # demand sums to 100, so that 100 moves are the demand itself
        ids = np.arange(last[district] - DEMAND[district], last[district]).astype(int)
        assert np.all(moved["team"][ids] == HOTSPOT)
        assert np.all(moved["district"][ids] == district)
    stay = moved["team"] != HOTSPOT
    assert stay.sum() == 994
    assert np.array_equal(moved[stay], today[stay])


def test_redeployment_keeps_shift_teams_even_and_counts_posts(build):
    force = build(redeploy=redeployed(100))
    for team in (RESPONSE, HOTSPOT):
        assert spread(force.officers, team, "district") <= 1
    assert force.posts.tolist() == [685, 309, 100]
    assert force.extra_posts == 0


def test_redeployment_and_uplift_together(build):
    force = build(redeploy=redeployed(40), uplift=Uplift(posts=10, to={"hotspot_team": 1.0}))
    assert force.posts.tolist() == [745, 309, 50]
    assert np.bincount(force.officers["team"]).tolist() == [745, 309, 50]


def test_everybody_on_response_may_be_moved_but_not_one_more(build):
    assert build(redeploy=redeployed(785)).posts.tolist() == [0, 309, 785]
    with pytest.raises(ValueError, match=r"redeploy.posts: cannot move 786 officers: response has 785"):
        build(redeploy=redeployed(786))


def test_a_move_by_another_share_takes_no_district_below_nothing(build, posts):
    officers = build(redeploy=redeployed(700, "equal")).officers
    left = np.bincount(officers["district"][officers["team"] == RESPONSE], minlength=10)
    # 70 each by weight, but districts 2, 3 and 7 have only 55, 63 and 47
    assert left[[2, 3, 7]].tolist() == [0, 0, 0]
    assert left.sum() == posts[RESPONSE].sum() - 700


def test_officers_parade_at_the_stations_of_their_district(hertfordshire, county_of, year):
    county = county_of(2, areas_each=3, stations=(1, 2, 4))
    officers = build_force(hertfordshire, np.array([[20, 10], [0, 0], [0, 0]]), county, np.ones(2), year).officers
    for column in range(5):
        mine = officers[(officers["district"] == 0) & (officers["column"] == column)]
        # four officers in each shift team, two stations: two and two
        assert np.bincount(mine["home"], minlength=3).tolist() == [0, 2, 2]
    assert set(officers["home"][officers["district"] == 1].tolist()) == {4}


def test_few_officers_still_use_every_station(hertfordshire, county_of, year):
    county = county_of(1, areas_each=4, stations=(0, 1, 3))
    officers = build_force(hertfordshire, np.array([[3], [0], [0]]), county, np.ones(1), year).officers
    assert sorted(officers["home"].tolist()) == [0, 1, 3]


def test_a_district_without_station_uses_the_nearest(textbook, county_of, year):
    # district 2 is areas 6–8, most populous 8; the stations stand in areas 1 and 4
    county = county_of(3, stations=(1, 4))
    officers = build_force(textbook, np.array([[0, 0, 5], [0, 0, 0], [0, 0, 0]]), county, np.ones(3), year).officers
    assert officers["home"].tolist() == [4] * 5


def test_a_county_without_stations_uses_the_most_populous_area(textbook, county_of, year):
    county = county_of(2, areas_each=3, stations=())
    officers = build_force(textbook, np.array([[2, 3], [0, 0], [0, 0]]), county, np.ones(2), year).officers
    assert officers["home"].tolist() == [2, 2, 5, 5, 5]


def test_textbook_is_five_units_always_on_duty(textbook, county_of, year):
    county = county_of(1, areas_each=1)
    force = build_force(textbook, posts_by_district(textbook, np.zeros(1)), county, np.zeros(1), year)
    assert force.n_officers == 5
    assert np.all(force.officers["presence"] == 1)
    assert force.officers["home"].tolist() == [0] * 5
    assert force.shifts.size == 1
    assert force.shifts["end_min"][0] > year.horizon_min
    assert force.double_share.tolist() == [0, 0, 0]
    assert not force.takes_meals


def test_nobody_at_all(hertfordshire, ten_districts, year):
    force = build_force(hertfordshire, np.zeros((3, 10), dtype=np.int64), ten_districts, DEMAND, year)
    assert force.n_officers == 0
    assert force.changes.size == 0
    assert force.posts.tolist() == [0, 0, 0]


def test_nobody_gained_by_an_uplift_of_nothing(build):
    for arrival in ("in_post", "pipeline"):
        force = build(uplift=Uplift(posts=0, to={"response": 1.0}, arrival=arrival))
        assert np.array_equal(force.officers, build().officers)
        assert force.changes.size == 0


def test_a_district_without_areas_is_refused(textbook, county_of, year):
    county = county_of(2, areas_each=1)
    county.district_of_area[1] = 0
    with pytest.raises(ValueError, match="district 1 has no areas"):
        build_force(textbook, np.array([[3, 2], [0, 0], [0, 0]]), county, np.ones(2), year)


def test_the_seed_does_not_touch_officers_in_post(build):
    uplift = Uplift(posts=100, to={"hotspot_team": 1.0})
    assert np.array_equal(build(uplift=uplift, seed=1).officers, build(uplift=uplift, seed=2, replication=9).officers)


def test_recruits_cannot_join_an_endless_rota(textbook, county_of, year):
    force = ForceConfig.model_validate(textbook.model_dump(mode="json"))
    with pytest.raises(ValueError, match=r"uplift.arrival: recruits need a training pipeline"):
        build_force(
            force,
            posts_by_district(force, np.ones(1)),
            county_of(1),
            np.ones(1),
            year,
            uplift=Uplift(posts=3, to={"response": 1.0}, arrival="pipeline"),
        )
