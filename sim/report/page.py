"""Pages that open offline: one HTML file each, in the look of the report."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.report.palette import DARK, LIGHT, css_variables

TEMPLATES: Final = Path(__file__).parent / "templates"
"""Holds the style sheet `report.css` and the frame `frame.html` that other rooms' pages extend."""


def render_page(template: str, *folders: Path, **shown: object) -> str:
    """Render a page.

    Parameters
    ----------
    template
        Name of the template.
    *folders
        Where it lies, and other templates that it includes, beside those of the report.
    **shown
        What it shows.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same content gives the same text.
    """
    environment = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    colours = {"light": css_variables(LIGHT), "dark": css_variables(DARK)}
    return environment.get_template(template).render(**colours, **shown)
