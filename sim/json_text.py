"""Text in JSON, as all that the program writes for other programs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping


def json_text(data: object, indent: int = 1) -> str:
    """Write plain data as JSON.

    Parameters
    ----------
    data
        Mappings by word, lists, tuples, texts, numbers, flags and None.
    indent
        Spaces by which each level stands in.

    Returns
    -------
    str
        The text, without a line end. A number that is not known, or beyond all numbers, is null: JSON has no word for it,
        and most programs refuse what Python would write.
    """
    return json.dumps(_known(data), indent=indent, ensure_ascii=False, allow_nan=False)


def _known(data: object) -> object:
    """Put None for every number that is none."""
    if isinstance(data, Mapping):
        return {key: _known(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
