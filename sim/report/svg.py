"""The few pieces of SVG that figures are made of; every text is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable


def element(tag: str, *children: str | Markup, **attributes: str | float | None) -> Markup:
    """Build an element.

    Parameters
    ----------
    tag
        Name of the element.
    *children
        What stands in it; plain strings are escaped.
    **attributes
        Attributes; ``_`` becomes ``-``, a trailing ``_`` is dropped (``class_``), None leaves an attribute out.

    Returns
    -------
    markupsafe.Markup
        The element.
    """
    opened = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_").replace("_", "-"), _text(value))
        for name, value in attributes.items()
        if value is not None
    )
    return Markup("<{0}{1}>{2}</{0}>").format(tag, opened, join(children))


def join(parts: Iterable[str | Markup]) -> Markup:
    """Put parts one after the other; plain strings are escaped."""
    return Markup("").join(escape(part) for part in parts)


def percent(share: float) -> str:
    """Write a share of the width, so that a figure stretches and its text does not."""
    return f"{100.0 * share:.2f}%"


def _text(value: str | float) -> str:
    """Write the value of an attribute; numbers without needless digits."""
    return value if isinstance(value, str) else f"{value:.6g}"
