"""The page of a study of pilots. It opens offline."""

from __future__ import annotations

import math
from typing import Final

from sim.report import trial_words
from sim.report.assumptions import CONFIDENCE, assumption_groups, confidence_counts
from sim.report.delivered_words import by_effect, by_outcome
from sim.report.page import render_page
from sim.report.power_chart import MOST_LINES, PowerChart, power_chart
from sim.report.trial_alarms import false_alarms
from sim.report.trial_announced import announcing
from sim.report.trial_answer import design_sentences, trial_sentences
from sim.report.trial_assumed import assumed_about_patrol, exaggeration_example, limits
from sim.report.trial_caveats import trial_caveats
from sim.report.trial_content import TrialContent
from sim.report.trial_glance import at_a_glance, stated_effects
from sim.report.trial_stated import stated_effect_sentences
from sim.report.trial_wedge import never_begin
from sim.report.trial_words import design_words, label_of
from sim.report.truth_chart import TruthLine, truth_lines
from sim.trial.announced import ANY_CATEGORY, AnnouncedRow
from sim.trial.estimators.registry import EstimatorName
from sim.trial.runs import DesignRuns
from sim.trial.summary import TrialRow

_SAME_ESTIMATE: Final = {"before_after_test", "did_naive", "permutation"}
"""Estimators whose estimates are those of another; only their tests differ."""


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
        words=trial_words,
        attribution=content.attribution,
        sentences=trial_sentences(content),
        caveats=trial_caveats(content),
        of_design={design.name: design_sentences(content, design) for design in content.runs},
        effects=stated_effects(content),
        stated=" ".join(stated_effect_sentences(content)),
        never_begin={design.name: never_begin(content, design.name) for design in content.runs},
        glances={design.name: at_a_glance(content, design) for design in content.runs},
        delivered_by_effect=by_effect(content),
        delivered_by_outcome=by_outcome(content),
        announced=_announced(content),
        any_category=ANY_CATEGORY,
        alarms=false_alarms(content),
        charts={design.name: _chart(content, design.name) for design in content.runs},
        truths={design.name: _truths(content, design) for design in content.runs},
        patrol=assumed_about_patrol(content),
        example=exaggeration_example(content),
        limits=limits(content.study.dose),
        assumptions=assumption_groups(content.assumptions),
        confidence_counts=confidence_counts(content.assumptions),
        confidence_words=CONFIDENCE,
    )


def _announced(content: TrialContent) -> dict[str, dict[tuple[str, float, float], list[AnnouncedRow]]]:
    """Gather how often falls are announced: by design, then by fall, the smallest effect first."""
    found: dict[str, dict[tuple[str, float, float], list[AnnouncedRow]]] = {name: {} for name in announcing(content)}
    for row in content.announced:
        if row.design in found:
            key = (row.outcome, row.fall, row.least_before)
            found[row.design].setdefault(key, []).append(row)
    return found


def _chart(content: TrialContent, design: str) -> PowerChart | None:
    """Draw the power of a design's test on the first outcomes; None where nothing is tested or one effect alone was tried."""
    test = content.test_of(design)
    if test is None or len(content.study.reductions) < 2:
        return None
    curves: dict[str, list[TrialRow]] = {}
    for outcome in content.few:
        rows = [content.row(design, test, outcome, reduction) for reduction in content.study.reductions]
        known = [row for row in rows if row is not None and math.isfinite(row.falls_found)]
        if len(known) == len(rows) and any(row.true_change < 0 for row in known) and len(curves) < MOST_LINES:
            curves[outcome] = known
    return (
        power_chart(f"Power of the {label_of(test)}, {design_words(design, content.study.designs[design])}", curves)
        if curves
        else None
    )


def _truths(content: TrialContent, design: DesignRuns) -> tuple[TruthLine, ...]:
    """Draw what estimators make of the first outcome; where there is only one estimator, of the few outcomes."""
    names: list[EstimatorName] = [name for name in content.said_of(design.name) if name not in _SAME_ESTIMATE]
    outcomes = content.few if len(names) == 1 else content.few[:1]
    rows = [
        content.row(design.name, name, outcome, reduction)
        for outcome in outcomes
        for reduction in content.study.reductions
        for name in names
    ]
    return truth_lines([row for row in rows if row is not None])
