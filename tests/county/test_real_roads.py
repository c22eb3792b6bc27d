"""Real roads: cut where they meet, driven as fast as their class allows, and joined so that ways add up."""

from itertools import pairwise

import geopandas
import networkx as nx
import numpy as np
import pytest
from shapely import LineString, MultiLineString, box

from sim.county.build import build_county
from sim.county.files_config import FilesCounty
from sim.county.road_config import RoadFile
from sim.county.road_reader import RoadNetwork, read_roads
from sim.county.road_travel import DETOUR, joined_pairs, times_between
from sim.county.source import Source
from sim.county.travel_config import TravelParameters
from sim.errors import InputError
from tests.county.conftest import EAST, NORTH

COLUMN = {"column": "class", "fast": ["motorway"], "main": ["a road"], "streets": ["street"]}


@pytest.fixture(scope="module")
def speeds(travel_section):
    """Give the shipped speeds: 40 km/h in town, 75 outside, 90 on main roads, circuity 1.3."""
    return TravelParameters.model_validate(travel_section).roads


def write_roads(folder, *roads, name="roads.gpkg", crs="EPSG:27700"):
    """Write roads given as (class, points relative to the corner of the county)."""
    lines = [LineString([(EAST + x, NORTH + y) for x, y in points]) for _, points in roads]
    frame = geopandas.GeoDataFrame({"class": [kind for kind, _ in roads]}, geometry=lines, crs="EPSG:27700")
    frame.to_crs(crs).to_file(folder / name)
    return {"path": name, **COLUMN}


def network_of(folder, speeds, *roads, urban=True, **section):
    """Read roads over one square of two kilometres."""
    spec = RoadFile.model_validate({**write_roads(folder, *roads), **section})
    source = Source(folder, "county.yaml")
    square = [box(EAST, NORTH, EAST + 2000, NORTH + 2000)]
    network = read_roads(spec, speeds, square, np.array([urban]), source)
    assert not source.problems
    return network


CROSS = [("street", [(0, 1000), (1000, 1000), (2000, 1000)]), ("street", [(1000, 0), (1000, 1000), (1000, 2000)])]
ACROSS = [
    ("street", [(500, 500), (1500, 500)]),
    ("street", [(1500, 500), (1500, 1500)]),
    ("street", [(500, 500), (500, 1500)]),
]
"""Roads past the centres of the four squares, three sides of a square kilometre."""


def test_lines_are_cut_where_they_meet(tmp_path, speeds):
    network = network_of(tmp_path, speeds, *CROSS)
    assert len(network.x_m) == 5
    assert len(network.one) == 4
    # a kilometre at 40 km/h
    assert network.minutes == pytest.approx([1.5] * 4)


def test_a_bridge_is_no_crossing(tmp_path, speeds):
    """Lines that cross without a common point do not meet."""
    network = network_of(tmp_path, speeds, ("street", [(0, 1000), (2000, 1000)]), ("street", [(1000, 0), (1000, 2000)]))
    assert len(network.x_m) == 4
    assert network.minutes == pytest.approx([3, 3])


@pytest.mark.parametrize(
    ("kind", "urban", "km_h"),
    [
        ("street", True, 40),
        ("street", False, 75),
        ("a road", True, 40),
        ("a road", False, 90),
        ("motorway", True, 90),
        ("motorway", False, 90),
    ],
)
def test_how_fast_one_drives(tmp_path, speeds, kind, urban, km_h):
    network = network_of(tmp_path, speeds, (kind, [(0, 1000), (1000, 1000)]), urban=urban)
    assert network.minutes == pytest.approx([60 / km_h])


def test_other_classes_and_roads_far_away_are_left_out(tmp_path, speeds):
    far = ("street", [(90_000, 0), (91_000, 0)])
    network = network_of(tmp_path, speeds, ("footpath", [(0, 0), (500, 0)]), far, ("street", [(0, 100), (500, 100)]))
    assert len(network.one) == 1


def scattered_network(seed, size=120):
    """Draw roads between points, each to its three nearest."""
    random = np.random.default_rng(seed)
    x_m, y_m = random.uniform(0, 5_000, (2, size))
    gap = np.hypot(x_m[:, np.newaxis] - x_m, y_m[:, np.newaxis] - y_m)
    pairs = sorted({(min(a, b), max(a, b)) for a in range(size) for b in np.argsort(gap[a])[1:4].tolist()})
    one, other = np.array(pairs).T
    return RoadNetwork(x_m, y_m, one, other, gap[one, other] / 600)


def graph_of(network):
    """Give the roads as networkx sees them, of two roads between two places the quicker."""
    graph = nx.Graph()
    for one, other, minutes in zip(network.one, network.other, network.minutes, strict=True):
        if not graph.has_edge(one, other) or graph.edges[one, other]["minutes"] > minutes:
            graph.add_edge(int(one), int(other), minutes=float(minutes))
    return graph


@pytest.mark.parametrize("seed", range(5))
def test_times_by_road_agree_with_networkx(seed):
    """Leaving dead ends and bends out changes no time."""
    network = scattered_network(seed)
    graph = graph_of(network)
    nodes = np.array(sorted(max(nx.connected_components(graph), key=len)))[::6]
    nodes = np.append(nodes, nodes[0])  # two areas may be nearest to one place
    oracle = dict(nx.all_pairs_dijkstra_path_length(graph, weight="minutes"))
    expected = np.array([[oracle[int(a)][int(b)] for b in nodes] for a in nodes])
    np.testing.assert_allclose(times_between(network, nodes), expected, atol=1e-9)


def test_a_long_bend_a_ring_and_two_roads_side_by_side():
    """A to B over three bends (4) or straight (9); a ring at B; a dead end at A; to C by two roads (2 and 1)."""
    pairs = [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 4, 1), (0, 4, 9), (4, 5, 1), (5, 6, 1), (6, 4, 1), (0, 7, 1)]
    pairs += [(4, 8, 2), (8, 9, 0.5), (4, 10, 0.5), (10, 9, 0.5), (9, 11, 1)]
    one, other, minutes = (np.array(column) for column in zip(*pairs, strict=True))
    network = RoadNetwork(np.zeros(12), np.zeros(12), one, other, minutes.astype(float))
    # to 9 by 10 it is 1, by 8 it is 2.5
    assert times_between(network, np.array([0, 4, 9])).tolist() == [[0, 4, 5], [4, 0, 1], [5, 1, 0]]


@pytest.mark.parametrize("seed", range(3))
def test_ways_over_joined_pairs_are_hardly_longer_than_by_road(seed):
    network = scattered_network(seed)
    nodes = np.array(sorted(max(nx.connected_components(graph_of(network)), key=len)))[::2]
    ticks = np.maximum(np.round(times_between(network, nodes) * 1024), 1).astype(np.int64)
    np.fill_diagonal(ticks, 0)
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, int(ticks[a, b])) for a, b in joined_pairs(ticks))
    way = dict(nx.all_pairs_dijkstra_path_length(graph))
    ratio = [way[a][b] / ticks[a, b] for a in range(len(nodes)) for b in range(a)]
    assert min(ratio) > 0.998  # every step is rounded to 1/1,024 minute
    assert max(ratio) <= DETOUR
    # far fewer than all pairs: units pass through areas on their way
    assert graph.number_of_edges() < len(nodes) * (len(nodes) - 1) / 8


@pytest.fixture
def drive(folder, county_file):
    """Build the four squares with roads."""

    def build(*roads, **section):
        file = county_file | {"roads": {**write_roads(folder, *roads), **section}}
        return build_county(FilesCounty.model_validate(file), folder, "squares.yaml")

    return build


def test_the_way_round_is_driven(drive):
    """From A2 to B2 by three sides of a square, all streets in town (B2, the last, lies in the country)."""
    county = drive(*ACROSS)
    # A1 (500, 500) to A2 (1500, 500), a kilometre at 40 km/h, and on to B2 (1500, 1500): the middle of that is in A2
    minutes = county.travel.base_min
    assert minutes[0, 1] == pytest.approx(1.5, abs=1 / 1024)
    assert minutes[0, 2] == pytest.approx(1.5, abs=1 / 1024)
    assert minutes[2, 1] == pytest.approx(3.0, abs=1 / 1024)
    assert county.travel.next_hop[2, 1] == 0
    # by air B1 to B2 are neighbours; by road it is all the way round
    assert minutes[2, 3] > 4
    np.testing.assert_array_equal(minutes, minutes.T)
    for start in range(4):
        for end in range(4):
            if start != end:
                hop = county.travel.next_hop[start, end]
                rest = 0 if hop == end else minutes[hop, end]
                assert minutes[start, hop] + rest == minutes[start, end]


def test_degrees_and_many_parts_are_the_same_roads(drive, folder, county_file):
    plain = drive(*ACROSS).travel.base_min
    lines = [LineString([(EAST + x, NORTH + y) for x, y in points]) for _, points in ACROSS]
    frame = geopandas.GeoDataFrame({"class": ["street"]}, geometry=[MultiLineString(lines)], crs="EPSG:27700")
    frame.to_crs("EPSG:4326").to_file(folder / "roads.geojson", driver="GeoJSON")
    file = county_file | {"roads": {"path": "roads.geojson", **COLUMN}}
    degrees = build_county(FilesCounty.model_validate(file), folder, "squares.yaml").travel.base_min
    np.testing.assert_allclose(degrees, plain, atol=0.01)


def test_openstreetmap_is_read_as_it_is(drive, folder, county_file):
    """A file of nodes and ways; footways are no roads."""
    points = dict.fromkeys(point for _, line in ACROSS for point in line)
    placed = geopandas.GeoSeries.from_xy(
        [EAST + x for x, _ in points], [NORTH + y for _, y in points], crs="EPSG:27700"
    ).to_crs("EPSG:4326")
    number = {point: index for index, point in enumerate(points, 1)}
    nodes = "".join(f'<node id="{n}" lat="{p.y:.7f}" lon="{p.x:.7f}"/>' for n, p in enumerate(placed, 1))
    ways = "".join(
        f'<way id="{way}">{"".join(f"<nd ref={chr(34)}{number[point]}{chr(34)}/>" for point in line)}'
        '<tag k="highway" v="residential"/></way>'
        for way, (_, line) in enumerate(ACROSS, 100)
    )
    short_cut = f'<nd ref="{number[(500, 1500)]}"/><nd ref="{number[(1500, 1500)]}"/><tag k="highway" v="footway"/>'
    text = f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}<way id="200">{short_cut}</way></osm>'
    (folder / "roads.osm").write_text(text, encoding="utf-8")
    file = county_file | {"roads": {"path": "roads.osm"}}
    county = build_county(FilesCounty.model_validate(file), folder, "squares.yaml")
    np.testing.assert_allclose(county.travel.base_min, drive(*ACROSS).travel.base_min, atol=0.01)


@pytest.mark.parametrize(
    ("section", "where", "what"),
    [
        ({"path": "gone.gpkg"}, "roads.path", "no file"),
        ({"path": "people.csv"}, "roads.path", "no lines"),
        ({"path": "broken.gpkg"}, "roads.path", "cannot be read"),
        ({"layer": "paths"}, "roads.layer", "unknown layer 'paths'"),
        ({"column": "klass"}, "roads.column", "unknown column 'klass'"),
        ({"streets": ["lane"], "main": []}, "roads.column", "no road of the listed classes"),
    ],
)
def test_what_is_wrong_is_said(drive, folder, section, where, what):
    (folder / "broken.gpkg").write_bytes(b"SQLite format 3\0 no more")
    with pytest.raises(InputError) as caught:
        drive(*ACROSS, **section)
    (problem,) = caught.value.problems
    assert problem.where == where
    assert what in problem.what
    assert section != {"path": "broken.gpkg"} or problem.do.startswith("it may be cut short: download it anew")


def test_roads_that_do_not_reach_an_area_are_refused(drive):
    with pytest.raises(InputError, match=r"3 areas are more than 5 km from the nearest road"):
        drive(("street", [(-2_900, -2_900), (-2_999, -2_999)]), ("street", [(9_000, 9_000), (9_900, 9_900)]))


@pytest.mark.parametrize("section", [{"fast": ["a"], "main": ["a"]}, {"fast": [], "main": [], "streets": []}])
def test_classes_that_contradict_themselves(section):
    with pytest.raises(ValueError, match=r"class|listed"):
        RoadFile.model_validate({"path": "x", **section})


def test_classes_stand_in_one_list_each():
    spec = RoadFile(path="x")
    listed = [*spec.fast, *spec.main, *spec.streets]
    assert all(one != other for one, other in pairwise(sorted(listed)))
