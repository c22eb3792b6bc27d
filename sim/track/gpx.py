"""Tracks as GPX 1.1, which maps and navigation devices open: one track for each unit and day, files of a bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY
from sim.county.points import to_degrees
from sim.force.model import TEAM_NAMES
from sim.records.log_times import LIVED_BY
from sim.track.pings import Received

MOST_POINTS: Final = 200_000
"""Points of one file, about 16 MB: more make maps slow. A file holds whole tracks, and one that is longer by itself."""
APART_MIN: Final = 10.0
"""After a longer silence a track goes on in a new segment, so that no line is drawn across it. An assumption."""
_WALL: Final = ZoneInfo(LIVED_BY)
"""The clock of a study; times in GPX are universal."""
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="sim" xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">\n'
)


class _Points(NamedTuple):
    """Reports by unit and time: all (n,)."""

    unit: NDArray[np.int64]
    team: NDArray[np.int64]
    time_min: NDArray[np.float64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]


def gpx_texts(tracks: Received, start: date, name: str, most_points: int = MOST_POINTS) -> Iterator[str]:
    """Write tracks as GPX, one for each unit and day.

    Parameters
    ----------
    tracks
        Reports, by time and unit.
    start
        First day of the study; its midnight is minute 0.
    name
        What the file is called, for example that the county is synthetic.
    most_points
        Points that a file holds at most, unless a single track is longer.

    Yields
    ------
    str
        A file: the elements in the order of the GPX 1.1 schema, places to the millionth of a degree (about a decimetre), universal
        times to the second.
    """
    points = _by_unit(tracks)
    if not points.unit.size:
        yield "".join(_parts(points, [0], start, name))
        return
    edges = _edges((np.diff(points.unit) != 0) | (np.diff(np.floor_divide(points.time_min, MINUTES_PER_DAY)) != 0))
    first = 0
    for last in range(1, edges.size):
        is_last = last + 1 == edges.size
        if is_last or edges[last + 1] - edges[first] > most_points:
            yield "".join(_parts(points, edges[first : last + 1].tolist(), start, name))
            first = last


def _by_unit(tracks: Received) -> _Points:
    """Put reports in order of unit and time, in degrees."""
    rows = tracks.whereabouts
    order = np.lexsort((rows["time_min"], rows["unit"]))
    longitude, latitude = to_degrees(tracks.place[order, 0], tracks.place[order, 1])
    unit, team = (rows[name][order].astype(np.int64) for name in ("unit", "team"))
    return _Points(unit, team, rows["time_min"][order], longitude, latitude)


def _edges(is_new: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give where each run of rows begins, and where the last one ends, from whether each row after the first begins one."""
    return np.concatenate([[0], np.flatnonzero(is_new) + 1, [is_new.size + 1]]).astype(np.int64)


def _parts(points: _Points, edges: list[int], start: date, name: str) -> Iterator[str]:
    """Write one file piece by piece."""
    yield f"{_HEAD}<metadata><name>{escape(name)}</name></metadata>\n"
    for begin, end in pairwise(edges):
        day = start + timedelta(days=int(points.time_min[begin] // MINUTES_PER_DAY))
        team = TEAM_NAMES[points.team[begin]]
        yield f"<trk><name>unit {points.unit[begin]}, {day.isoformat()}</name><type>{escape(team)}</type>"
        yield from _segments(points, begin, end, start)
        yield "</trk>\n"
    yield "</gpx>\n"


def _segments(points: _Points, begin: int, end: int, start: date) -> Iterator[str]:
    """Write the points of one track, in a new segment after each long silence."""
    times = points.time_min[begin:end]
    stretches = (_edges(np.diff(times) > APART_MIN) + begin).tolist()
    for first, last in pairwise(stretches):
        yield "<trkseg>\n"
        for row in range(first, last):
            place = f'lat="{points.latitude[row]:.6f}" lon="{points.longitude[row]:.6f}"'
            yield f"<trkpt {place}><time>{_universal(start, points.time_min[row])}</time></trkpt>\n"
        yield "</trkseg>"


@lru_cache(maxsize=1 << 17)  # all units report at the same times
def _universal(start: date, time_min: float) -> str:
    """Write the universal time of a minute of the study, to the second."""
    wall = datetime(start.year, start.month, start.day, tzinfo=_WALL) + timedelta(seconds=round(time_min * 60.0))
    return wall.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
