"""Roads against networkx, and by hand."""

import networkx as nx
import numpy as np
import pytest

from sim.county import roads
from sim.county.neighbours import neighbour_lists
from sim.county.travel_config import TravelParameters


@pytest.fixture(scope="module")
def parameters(travel_section):
    """Give the shipped travel parameters."""
    return TravelParameters.model_validate(travel_section)


def ground(x_m, y_m, pairs, *, urban=True, hubs=(0,), km2=1.0):
    """Make areas at points that are neighbours in pairs."""
    one, other = np.array(pairs + [pair[::-1] for pair in pairs], dtype=np.int64).reshape(-1, 2).T
    start, neighbour = neighbour_lists(len(x_m), one, other)
    size = len(x_m)
    return roads.Ground(
        np.array(x_m, dtype=float),
        np.array(y_m, dtype=float),
        np.full(size, km2),
        np.full(size, urban),
        start,
        neighbour,
        np.array(hubs, dtype=np.int16),
    )


@pytest.fixture(scope="module")
def scattered():
    """Sixty scattered areas joined to those within 300 m, some of them cut off."""
    rng = np.random.default_rng(5)
    x_m, y_m = rng.uniform(0, 1500, (2, 60))
    gap = np.hypot(x_m[:, np.newaxis] - x_m, y_m[:, np.newaxis] - y_m)
    pairs = [(int(a), int(b)) for a, b in np.argwhere(gap < 300) if a < b]
    return ground(x_m, y_m, pairs, hubs=(0, 10, 20))


def test_one_street_by_hand(parameters):
    travel = roads.build_travel(ground([0, 1000], [0, 0], [(0, 1)]), parameters)
    # 1 km x 1.3 at 40 km/h is 1.95 minutes; inside, 0.5 km x 1.3 is 0.975 min of cruising + 0.5 for starting, stopping
    assert travel.base_min[0, 1] == pytest.approx(1.95, abs=1 / 1024)
    assert travel.base_min[0, 0] == pytest.approx(1.475, abs=1 / 1024)
    assert travel.next_hop.tolist() == [[0, 1], [0, 1]]


def test_a_short_trip_is_all_starting_and_stopping(parameters):
    one = ground([0], [0], [], km2=0.04)
    # cruising 0.5 x 0.2 km x 1.3 at 40 km/h = 0.195 min, below v/a = 0.5: 2 sqrt(0.195 x 0.5)
    assert roads.intra_area_min(one, parameters.roads)[0] == pytest.approx(2 * np.sqrt(0.195 * 0.5))


def test_a_trip_inside_is_never_longer_than_to_the_nearest_neighbour(parameters):
    travel = roads.build_travel(ground([0, 100], [0, 0], [(0, 1)], km2=30.0), parameters)
    assert travel.base_min[0, 0] == travel.base_min[0, 1]


def test_country_roads_are_faster_and_main_roads_fastest(parameters):
    pairs = [(0, 1), (1, 2), (2, 3)]
    graph = roads.road_graph(
        ground([0, 2000, 4000, 6000], [0, 0, 0, 0], pairs, urban=False, hubs=(0, 2)), parameters.roads
    )
    assert [graph.edges[pair]["kind"] for pair in pairs] == ["trunk", "trunk", "rural"]
    # 2.6 km at 90 and at 75 km/h
    assert graph.edges[0, 1]["ticks"] == round(2.6 / 90 * 60 * 1024)
    assert graph.edges[2, 3]["ticks"] == round(2.6 / 75 * 60 * 1024)


def test_a_short_street_in_town_is_no_main_road(parameters):
    graph = roads.road_graph(ground([0, 500], [0, 0], [(0, 1)], hubs=(0, 1)), parameters.roads)
    assert graph.edges[0, 1]["kind"] == "urban"


def test_times_agree_with_networkx(scattered, parameters):
    graph = roads.road_graph(scattered, parameters.roads)
    minutes, _ = roads.shortest_ways(graph)
    oracle = dict(nx.all_pairs_dijkstra_path_length(graph, weight="ticks"))
    expected = np.array([[oracle[a][b] for b in range(60)] for a in range(60)]) / 1024
    np.testing.assert_array_equal(minutes, expected)


def test_steps_add_up_exactly_and_arrive(scattered, parameters):
    travel = roads.build_travel(scattered, parameters)
    graph = roads.road_graph(scattered, parameters.roads)
    for start in range(60):
        for end in range(60):
            at, spent = start, 0.0
            while at != end:
                hop = int(travel.next_hop[at, end])
                assert graph.has_edge(at, hop)
                spent += float(travel.base_min[at, hop])
                at = hop
            if start != end:
                assert spent == travel.base_min[start, end]


def test_parts_are_bridged_where_they_are_nearest(scattered, parameters):
    graph = roads.road_graph(scattered, parameters.roads)
    assert nx.is_connected(graph)
    apart = ground([0, 100, 900, 1000], [0, 0, 0, 0], [(0, 1), (2, 3)])
    assert roads.road_graph(apart, parameters.roads).has_edge(1, 2)


def test_no_detour_is_shorter_and_ways_back_take_as_long(embedded):
    minutes = embedded.travel.base_min.astype(np.float64)
    np.testing.assert_array_equal(minutes, minutes.T)
    for middle in range(0, 690, 23):
        detour = minutes[:, [middle]] + minutes[[middle], :]
        assert (detour >= minutes).all()
    others = np.where(np.eye(690, dtype=bool), np.inf, minutes)
    assert (np.diag(minutes) <= others.min(axis=1)).all()
    assert np.diag(minutes).min() > 0


def test_steps_of_the_embedded_county_add_up_exactly(embedded):
    minutes, hop = embedded.travel.base_min, embedded.travel.next_hop
    start, end = np.divmod(np.arange(0, 690 * 690, 97), 690)
    apart = start != end
    start, end = start[apart], end[apart]
    step = hop[start, end]
    rest = np.where(step == end, 0, minutes[step, end])
    np.testing.assert_array_equal(minutes[start, step] + rest, minutes[start, end])


def test_ties_go_to_the_lowest_area(parameters):
    square = ground([0, 1000, 0, 1000], [0, 0, 1000, 1000], [(0, 1), (0, 2), (1, 3), (2, 3)])
    _, hop = roads.shortest_ways(roads.road_graph(square, parameters.roads))
    assert hop[0, 3] == 1
    assert hop[3, 0] == 1
    assert hop[1, 2] == 0


def test_gabriel_pairs_by_hand():
    # in a row of three the ends are no pair; two places at one point are
    one, other = roads.gabriel_pairs(np.array([0.0, 1.0, 2.5]), np.zeros(3))
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (1, 0), (1, 2), (2, 1)]
    one, other = roads.gabriel_pairs(np.zeros(2), np.zeros(2))
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_roads_need_speeds():
    with pytest.raises(ValueError, match=r"travel\.roads"):
        roads.build_travel(ground([0], [0], []), TravelParameters())
