"""Packs as YAML that a person can read: sections in blocks, what holds only numbers and words on one line."""

from __future__ import annotations

import io
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

_WIDTH = 120


def yaml_text(data: Mapping[str, object], head: str) -> str:
    """Write plain data as YAML 1.2.

    Parameters
    ----------
    data
        Sections, lists, words and numbers.
    head
        What stands above it, line by line, as comments.

    Returns
    -------
    str
        The same data gives the same bytes.
    """
    yaml = YAML()
    yaml.width = _WIDTH
    stream = io.StringIO()
    yaml.dump(_laid_out(data), stream)
    return "".join(f"# {line}\n" for line in head.splitlines()) + stream.getvalue()


def _laid_out(value: object, depth: int = 0) -> object:
    """Choose a line or a block for each section and list."""
    if isinstance(value, Mapping):
        laid = CommentedMap((str(key), _laid_out(item, depth + 1)) for key, item in value.items())
        if depth and _is_flat(value.values()) and len(str(value)) <= _WIDTH:
            laid.fa.set_flow_style()
        return laid
    if isinstance(value, list | tuple):
        listed = CommentedSeq(_laid_out(item, depth + 1) for item in value)
        if _is_flat(value) and not any(isinstance(item, str) for item in value):
            listed.fa.set_flow_style()
        return listed
    return value


def _is_flat(items: object) -> bool:
    """Tell whether nothing is nested in a section or list."""
    return not any(isinstance(item, Mapping | list | tuple) for item in items)  # type: ignore[attr-defined]
