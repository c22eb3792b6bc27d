"""How far the forces of a national study lie apart, in a line for a terminal that has no room for a row of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.report.labels import RESPONSE
from sim.report.numbers import write_minutes

if TYPE_CHECKING:
    from sim.report.content import ReportContent


def spread_over_forces(content: ReportContent) -> str:
    """Say between which medians of grade 1 response the forces lie, option by option.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    str
        A sentence; empty for a study of one county, and where no force has a median.
    """
    parts = []
    for option in content.options:
        values = [content.mean(option.name, f"{RESPONSE}[force={name}]") for name in content.county.force_name]
        known = [value for value in values if np.isfinite(value)]
        if known:
            low, high = write_minutes(min(known)), write_minutes(max(known))
            parts.append(f"{option.label} {low} to {high}")
    if not parts:
        return ""
    return (
        f"Grade 1 median, lowest to highest of the {len(content.county.force_name)} forces: {'; '.join(parts)}. "
        "They differ by chance and by layout alone; the report has a row for each."
    )
