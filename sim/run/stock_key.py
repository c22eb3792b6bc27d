"""What the baseline's stock depends on, as a key to find it by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from pydantic import BaseModel

from sim.config import Sourced
from sim.county.made_up_config import ForcesCounty
from sim.study.loaded import LoadedStudy

LAYOUT = 1
"""Raised when the meaning of a stored stock changes."""
WORDS = frozenset(
    {
        "about",
        "assumed",
        "attribution",
        "confidence",
        "fields",
        "high",
        "label",
        "low",
        "note",
        "published",
        "source",
        "times",
        "told",
        "unit",
    }
)
"""Fields that say where a number comes from, how sure it is, or what a thing is called: no run depends on them."""


def stock_key(loaded: LoadedStudy) -> str:
    """Hash all that the baseline's stock depends on, and nothing else.

    That is the county, the demand, the force, the rules of the street and the baseline; of the effect everything but
    its size, since the passes run at a size of their own; and the harm index where the baseline's patrols follow it.
    Labels, sources, ranges, other scenarios, seed and length of the study leave it alone.

    Parameters
    ----------
    loaded
        The study.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    baseline = loaded.study.scenarios[loaded.study.baseline]
    data = [source.sha256 for source in loaded.data_read]
    effect = loaded.effect.model_copy(update=dict.fromkeys(("reduction", "distribution", "place")))
    harm = loaded.harm_pack if baseline.target else None
    parts = (_county_of(loaded), loaded.demand, loaded.force, loaded.street, baseline, effect, harm)
    text = json.dumps([LAYOUT, data, *map(_meaning, parts)], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _county_of(loaded: LoadedStudy) -> object:
    """Give what a county is made from: of one force among several, how many others there are acts on nothing."""
    county = loaded.county
    if not isinstance(county, ForcesCounty):
        return county
    return [county.pattern, county.areas_per_force, loaded.block] if loaded.block else county.pattern


def _meaning(value: object) -> object:
    """Reduce parameters to what acts: numbers without their sources and ranges, sections without their labels."""
    if isinstance(value, Sourced):
        return value.value
    if isinstance(value, BaseModel):
        # what is left out acts on nothing: a section that a later version may add leaves today's keys alone
        return {name: _meaning(item) for name, item in value if name not in WORDS and item is not None}
    if isinstance(value, Mapping):
        return {str(key): _meaning(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_meaning(item) for item in value]
    return value
