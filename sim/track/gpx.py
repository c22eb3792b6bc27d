"""Tracks as GPX 1.1, which maps and navigation devices open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import numpy as np

from sim.county.points import to_degrees
from sim.track.pings import Received

LIVED_BY: Final = ZoneInfo("Europe/London")
"""The clock of a study; times in GPX are universal."""
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gpx version="1.1" creator="sim" xmlns="http://www.topografix.com/GPX/1/1">\n'
)


def gpx_text(tracks: Received, start: date, name: str) -> str:
    """Write tracks as GPX, one for each unit.

    Parameters
    ----------
    tracks
        Reports, by time and unit.
    start
        First day of the study; its midnight is minute 0.
    name
        What the file is called, for example that the county is synthetic.

    Returns
    -------
    str
        The file, to the millionth of a degree (about a decimetre) and the second.
    """
    return "".join(_parts(tracks, start, name))


def _parts(tracks: Received, start: date, name: str) -> Iterator[str]:
    """Write the file piece by piece."""
    rows = tracks.whereabouts
    longitude, latitude = to_degrees(tracks.place[:, 0], tracks.place[:, 1])
    stamp = {minute: _universal(start, minute) for minute in np.unique(rows["time_min"]).tolist()}
    yield f"{_HEAD}<metadata><name>{escape(name)}</name></metadata>\n"
    for unit in np.unique(rows["unit"]).tolist():
        yield f"<trk><name>unit {unit}</name><trkseg>\n"
        for row in np.flatnonzero(rows["unit"] == unit).tolist():
            place = f'lat="{latitude[row]:.6f}" lon="{longitude[row]:.6f}"'
            yield f"<trkpt {place}><time>{stamp[rows['time_min'][row].item()]}</time></trkpt>\n"
        yield "</trkseg></trk>\n"
    yield "</gpx>\n"


def _universal(start: date, time_min: float) -> str:
    """Write the universal time of a minute of the study, to the second."""
    wall = datetime(start.year, start.month, start.day, tzinfo=LIVED_BY) + timedelta(seconds=round(time_min * 60.0))
    return wall.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
