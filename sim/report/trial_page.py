"""The page of a study of pilots. It opens offline."""

from __future__ import annotations

import math

from markupsafe import Markup

from sim.report.page import render_page
from sim.report.power_chart import MOST_LINES, power_chart
from sim.report.trial_content import TrialContent
from sim.report.trial_words import (
    count_words,
    design_words,
    fall_words,
    in_hundred,
    label_of,
    needed_shown,
    percent_words,
    trial_sentences,
)
from sim.trial.summary import TrialRow


def trial_page(content: TrialContent) -> str:
    """Render the page.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same content gives the same text.
    """
    return render_page(
        "trial.html",
        content=content,
        charts={design.name: _chart(content, design.name) for design in content.runs},
        needed=needed_shown(content),
        count_words=count_words,
        attribution=content.attribution,
        sentences=trial_sentences(content),
        design_words=design_words,
        fall_words=fall_words,
        in_hundred=in_hundred,
        percent_words=percent_words,
        label_of=label_of,
    )


def _chart(content: TrialContent, design: str) -> Markup | None:
    """Draw the power of a design's test on the first outcomes; None where nothing is tested or one effect alone was tried."""
    test = content.test_of(design)
    if test is None or test == "before_after_test" or len(content.study.reductions) < 2:
        return None
    curves: dict[str, list[TrialRow]] = {}
    for outcome in content.shown:
        rows = [content.row(design, test, outcome, reduction) for reduction in content.study.reductions]
        known = [row for row in rows if row is not None and math.isfinite(row.rejected)]
        if len(known) == len(rows) and any(row.true_change < 0 for row in known) and len(curves) < MOST_LINES:
            curves[outcome] = known
    return power_chart(f"Power of the {label_of(test)}, {design}", curves) if curves else None
