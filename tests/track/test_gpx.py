"""GPX: the structure that the schema of version 1.1 asks for, a track for each unit and day, and files of a bounded size."""

from datetime import date, datetime
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from sim.county.points import on_grid
from sim.force.model import TEAM_NAMES
from sim.street.records import WHEREABOUTS
from sim.track.gpx import gpx_texts
from sim.track.pings import Received

SPACE = "{http://www.topografix.com/GPX/1/1}"
ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk", "extensions"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", "extensions"],
    "trk": ["name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"],
    "trkseg": ["trkpt", "extensions"],
    "trkpt": ["ele", "time", "magvar", "geoidheight", "name", "cmt", "desc"],
}
"""What may stand in each element, in the order that http://www.topografix.com/GPX/1/1/gpx.xsd gives."""
START = date(2026, 3, 28)


def received(*rows):
    """Build reports from (minute, unit), all of them at Stevenage."""
    reports = np.zeros(len(rows), dtype=WHEREABOUTS)
    reports["time_min"], reports["unit"] = np.array(rows, dtype=float).T
    reports["team"] = TEAM_NAMES.index("hotspot_team")
    return Received(reports, np.tile([523_800.0, 224_400.0], (len(rows), 1)))


def trees(*rows, most=100):
    """Write reports and read the files back, each of them checked."""
    found = [ET.fromstring(text) for text in gpx_texts(received(*rows), START, "A <county> & more", most)]  # noqa: S314
    for tree in found:
        assert (tree.tag, tree.get("version"), bool(tree.get("creator"))) == (f"{SPACE}gpx", "1.1", True)
        check(tree)
    return found


def check(element):
    """Hold an element, and all in it, against the order and the values of the schema."""
    name = element.tag.removeprefix(SPACE)
    children = [child.tag.removeprefix(SPACE) for child in element]
    if name in ORDER:
        places = [ORDER[name].index(child) for child in children]  # a ValueError where it may not stand here at all
        assert places == sorted(places), name
    if name == "trkpt":
        assert -90 <= float(element.get("lat")) <= 90
        assert -180 <= float(element.get("lon")) < 180
    if name == "time":
        assert element.text.endswith("Z")
        assert datetime.fromisoformat(element.text).utcoffset().total_seconds() == 0
    for child in element:
        check(child)


def names(tree):
    """Give the names of the tracks of a file."""
    return [track.findtext(f"{SPACE}name") for track in tree.iterfind(f"{SPACE}trk")]


def times(element):
    """Give the times below an element."""
    return [found.text for found in element.iter(f"{SPACE}time")]


def test_each_unit_and_day_is_a_track_in_universal_time():
    # unit 7 from 23:59 to 00:01, as the clocks go forward the night after, and unit 3 at noon before and after that
    (tree,) = trees((720, 3), (1439, 7), (1440, 7), (1441, 7), (1440 + 720, 3))
    assert names(tree) == ["unit 3, 2026-03-28", "unit 3, 2026-03-29", "unit 7, 2026-03-28", "unit 7, 2026-03-29"]
    # at noon of 29 March the clock on the wall is an hour ahead
    assert times(tree) == [
        "2026-03-28T12:00:00Z",
        "2026-03-29T11:00:00Z",
        "2026-03-28T23:59:00Z",
        "2026-03-29T00:00:00Z",
        "2026-03-29T00:01:00Z",
    ]
    assert tree.findtext(f"{SPACE}metadata/{SPACE}name") == "A <county> & more"
    assert {found.text for found in tree.iter(f"{SPACE}type")} == {"hotspot_team"}
    # Stevenage: 51.90 N, 0.20 W; back on the grid to a millionth of a degree, a decimetre
    point = next(tree.iter(f"{SPACE}trkpt"))
    longitude, latitude = (np.array([float(point.get(name))]) for name in ("lon", "lat"))
    assert (latitude[0], longitude[0]) == pytest.approx((51.904, -0.203), abs=0.005)
    assert np.concatenate(on_grid(longitude, latitude, "EPSG:4326")) == pytest.approx([523_800, 224_400], abs=0.1)


def test_no_line_is_drawn_across_a_long_silence():
    (tree,) = trees((600, 0), (605, 0), (615, 0), (626, 0), (627, 0))
    assert [len(segment) for segment in tree.iter(f"{SPACE}trkseg")] == [3, 2]


def test_files_hold_no_more_than_they_may_and_no_track_is_divided():
    rows = [(600 + minute, unit) for unit, count in enumerate((4, 5, 2, 12, 1)) for minute in range(count)]
    files = trees(*rows, most=9)
    assert [names(tree) for tree in files] == [
        ["unit 0, 2026-03-28", "unit 1, 2026-03-28"],
        ["unit 2, 2026-03-28"],
        ["unit 3, 2026-03-28"],  # longer than a file by itself
        ["unit 4, 2026-03-28"],
    ]
    assert [len(times(tree)) for tree in files] == [9, 2, 12, 1]


def test_nothing_reported_is_a_file_without_tracks():
    nothing = Received(np.zeros(0, dtype=WHEREABOUTS), np.zeros((0, 2)))
    (text,) = gpx_texts(nothing, START, "Nobody")
    assert names(ET.fromstring(text)) == []  # noqa: S314
