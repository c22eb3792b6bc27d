"""The order of the options: which of them leads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.finding import finding_of
from sim.report.labels import HARM

if TYPE_CHECKING:
    from sim.report.content import Option, ReportContent


def rank_options(content: ReportContent) -> list[Option]:
    """Order the options that have a difference in harm: those found to prevent more first, then by size.

    Equal ones keep the order of the study.
    """
    known = [option for option in content.challengers if math.isfinite(content.difference(option.name, HARM).centre)]
    return sorted(
        known,
        key=lambda option: (
            -finding_of(content, option.name, HARM).direction,
            -content.difference(option.name, HARM).centre,
        ),
    )
