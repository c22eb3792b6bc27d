"""A study of pilots in words: a few sentences whose every number stands in its tables."""

from __future__ import annotations

import math
from typing import Final

from sim.report.trial_content import TrialContent
from sim.trial.announced import ANY_CATEGORY, AnnouncedRow
from sim.trial.config import DesignConfig
from sim.trial.estimators.registry import EstimatorName
from sim.trial.needed import NeededRow
from sim.trial.runs import DesignRuns
from sim.trial.summary import TrialRow

_DESIGNS: Final = {
    "before_after": "before and after",
    "matched_controls": "matched controls",
    "cluster_randomised": "cluster randomised",
    "crossover": "crossover",
    "stepped_wedge": "stepped wedge",
}
_ESTIMATORS: Final[dict[EstimatorName, str]] = {
    "before_after": "before and after",
    "before_after_test": "before and after with a Poisson test",
    "difference_of_means": "difference of means",
    "did": "difference in differences",
    "did_naive": "difference in differences with naive errors",
    "wdd": "weighted displacement difference",
    "wdd_harm": "harm-weighted displacement difference",
    "poisson": "Poisson model",
    "negative_binomial": "negative binomial model",
    "permutation": "permutation test",
}
_EVIDENT: Final = ("all crime", "Violence and sexual offences", "Criminal damage and arson")
"""Outcomes that sentences speak of, where the study shows them."""


def in_hundred(share: float) -> str:
    """Write how often something happens: in 12 of 100 pilots; never as certainty."""
    if not math.isfinite(share):
        return "in an unknown number of pilots"
    if share < 0.005:
        return "in fewer than 1 of 100 pilots"
    return "in more than 99 of 100 pilots" if share > 0.995 else f"in {100 * share:.0f} of 100 pilots"


def percent_words(share: float) -> str:
    """Write a relative change: −5.9 %, +1.2 %, 0.0 %."""
    if not math.isfinite(share):
        return "–"
    rounded = round(100 * share, 1) + 0.0
    return f"{'−' if rounded < 0 else '+' if rounded > 0 else ''}{abs(rounded):.1f} %"


def design_words(name: str, design: DesignConfig) -> str:
    """Name a design by the study's name and its kind."""
    kind = _DESIGNS[design.kind]
    return kind if name == design.kind else f"{name} ({kind})"


def label_of(estimator: EstimatorName) -> str:
    """Give an estimator's name for people; one that this list does not know goes by its own."""
    return _ESTIMATORS.get(estimator, estimator.replace("_", " "))


def fall_words(share: float) -> str:
    """Write a fall that was stated: 7 %."""
    return f"{100 * share:g} %"


def count_words(count: float) -> str:
    """Write a number of places or days; a dash where it is not known."""
    return f"{count:,.0f}" if math.isfinite(count) else "–"


def needed_shown(content: TrialContent) -> list[NeededRow]:
    """Give what the tests that are shown need, for the outcomes that are shown."""
    rows = [row for row in content.needed if row.estimator == content.test_of(row.design) != "before_after_test"]
    return [row for row in rows if row.outcome in content.shown]


def trial_sentences(content: TrialContent) -> list[str]:
    """Say what the pilots came to.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Sentences, the weightiest first.
    """
    told = [*_announcements(content)]
    for design in content.runs:
        told += [*_false_alarms(content, design), *_misses(content, design), *_sees(content, design)]
    return [*told, *(_regression(content, design) for design in content.runs[:1])]


def _announcements(content: TrialContent) -> list[str]:
    """Say how often a plain comparison shows a large fall, by nothing and by what was announced."""
    told = []
    for design in content.runs:
        if content.study.designs[design.name].kind != "before_after":
            continue
        rows = [row for row in content.announced if row.design == design.name]
        told += [_nothing_done(content, row) for row in rows if row.reduction == 0 and row.outcome == ANY_CATEGORY]
        for outcome in dict.fromkeys(row.outcome for row in rows if row.outcome != ANY_CATEGORY):
            told.append(_announced(content, [row for row in rows if row.outcome == outcome]))
    return told


def _nothing_done(content: TrialContent, row: AnnouncedRow) -> str:
    """Say how often some category falls by a fifth though nothing is done."""
    name = design_words(row.design, content.study.designs[row.design])
    return (
        f"Design {name}: a before and after comparison would announce a fall of {fall_words(row.fall)} or more in some "
        f"category of crime {in_hundred(row.share)} even if patrol did nothing."
    )


def _announced(content: TrialContent, rows: list[AnnouncedRow]) -> str:
    """Say how often a fall that was announced shows, effect by effect."""
    first = rows[0]
    what = f"A fall of {fall_words(first.fall)} or more in {first.outcome}"
    falls = content.study.announced
    if first.outcome not in falls:
        what = "Falls of " + " and ".join(f"{fall_words(fall)} or more in {name}" for name, fall in falls.items())
        what += " together"
    parts = [f"{in_hundred(row.share)} {_effect_words(row.reduction)}" for row in rows]
    return f"{what} {'show' if first.outcome not in falls else 'shows'} (design {first.design}) {'; '.join(parts)}."


def _effect_words(reduction: float) -> str:
    """Name a true effect."""
    return "if patrol does nothing" if reduction == 0 else f"under a stated effect of {fall_words(reduction)}"


def _false_alarms(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how often the test of a design finds what is not there."""
    test = content.test_of(design.name)
    outcome = content.shown[0]
    row = content.row(design.name, test, outcome, 0.0) if test else None
    if test is None or row is None or test == "before_after_test":
        return []
    name = design_words(design.name, content.study.designs[design.name])
    found = f"with no effect it finds one in {outcome} {in_hundred(row.rejected)}"
    interval = f"95 % interval {100 * row.rejected_low:.1f} to {100 * row.rejected_high:.1f}"
    return [f"Design {name}, {label_of(test)}: {found} ({interval})."]


def _misses(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how often the test of a design misses the effects that are there."""
    test = content.test_of(design.name)
    if test is None or test == "before_after_test":
        return []
    told = []
    for arm in design.arms:
        rows = [content.row(design.name, test, name, arm.reduction) for name in _EVIDENT if name in content.shown]
        parts = [_missed(row) for row in rows if row is not None]
        if arm.reduction > 0 and parts:
            told.append(f"Design {design.name}, {_effect_words(arm.reduction)}: it would miss {', '.join(parts)}.")
    return told


def _sees(content: TrialContent, design: DesignRuns) -> list[str]:
    """Say how large a fall must be to be seen."""
    rows = [row for row in needed_shown(content) if row.design == design.name and row.outcome in _EVIDENT]
    falls = {row.outcome: row.smallest_fall for row in rows if math.isfinite(row.smallest_fall)}
    if not falls:
        return []
    parts = ", ".join(f"{100 * fall:.0f} % in {outcome}" for outcome, fall in falls.items())
    return [f"Design {design.name}: to be seen in 80 of 100 pilots a fall must be {parts}."]


def _missed(row: TrialRow) -> str:
    """Say how often one true change is missed."""
    return f"a real {percent_words(row.true_change)} in {row.outcome} {in_hundred(1 - row.rejected)}"


def _regression(content: TrialContent, design: DesignRuns) -> str:
    """Say what choosing places by their past does by itself, and that the twin is free of it."""
    place = content.outcomes.index(content.shown[0])
    trend = design.trend
    return (
        f"Regression to the mean: in places chosen by {content.study.selection.past_days} days of records, {content.shown[0]} "
        f"changes by {percent_words(float(trend.apparent[place]))} with nothing done while all areas change by "
        f"{percent_words(float(trend.everywhere[place]))}; {percent_words(float(trend.regression[place]))} is due to the "
        "choice alone. The no-patrol twin has the same places and the same history, and so none of it."
    )
