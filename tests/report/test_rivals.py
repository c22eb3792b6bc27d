"""The leading option beside each of the others: by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.report.answer import answer
from sim.report.content import DirectComparison, Option
from sim.report.finding import Finding
from sim.report.html import render_report
from sim.report.rivals import leader, rivals, rivals_sentence
from tests.report.made_up import OPTIONS, content, row

THIRD = Option("spread", "Spread", "A third option")
PAIRED = {
    "patrol": np.array([900.0, 1200.0, 1300.0, 1536.0]),  # mean 1,234
    "response": np.array(
        [-80.0, 0.0, 20.0, 72.0]
    ),  # 3: patrol is ahead by 980, 1,200, 1,280 and 1,464, that is by 1,231
    "spread": np.array([800.0, 1300.0, 1200.0, 1400.0]),  # 1,175: ahead by 100, -100, 100 and 136, that is by 59
}


def study(paired=PAIRED, **changes):
    """Give a content of three options and today."""
    rows = [
        row(name, "harm_prevented", mean, mean - 400, mean + 400, predict=(mean - 900, mean + 900))
        for name, mean in ((name, float(values.mean())) for name, values in paired.items())
    ]
    return content(options=(*OPTIONS, THIRD), summary=tuple(rows), paired_harm=paired, **changes)


def test_each_option_beside_the_leading_one():
    assert leader(study()).name == "patrol"
    near, far = rivals(study())
    assert (near.option.name, near.lead.centre, near.behind, near.found) == ("spread", 59.0, 3, Finding.OPEN)
    assert (far.option.name, far.lead.centre, far.behind, far.found) == ("response", 1231.0, 4, Finding.MORE)
    # sd of 980, 1,200, 1,280, 1,464 is 200.54; t(3, .975) = 3.18245, over the root of four
    assert (far.lead.low, far.lead.high) == pytest.approx((1231 - 319.1, 1231 + 319.1), abs=0.1)
    assert (near.verdict, far.verdict) == ("cannot be told apart", "prevents less")


def test_where_the_effect_is_drawn_one_more_history_is_what_counts():
    """Its bounds are wider by the root of five: 1,231 ± 712 still leaves out 0."""
    _, far = rivals(study(effect_drawn=True))
    assert far.lead.low == pytest.approx(1231 - 319.1 * 5**0.5, abs=0.3)
    assert far.found == Finding.MORE
    paired = PAIRED | {"response": np.array([-80.0, 0.0, 600.0, 72.0])}
    _, wide = rivals(study(paired, effect_drawn=True))
    assert (wide.found, wide.verdict) == (Finding.MORE_ON_AVERAGE, "prevents less on average")
    assert "\u201cResponse\u201d prevents less on average (by " in rivals_sentence(study(paired, effect_drawn=True))


def test_the_answer_says_which_are_beaten_and_which_are_not():
    words = (
        "\u201cSpread\u201d cannot be told from \u201cPatrol\u201d in harm; \u201cResponse\u201d prevents less "
        "(by 1,230, in 4 of 4 histories)."
    )
    assert rivals_sentence(study()) == words
    one_pair = study()
    assert words not in answer(one_pair)  # one pair that differs in one thing is told as such
    pairs = tuple(
        DirectComparison("patrol", other, "harm_prevented", "days", 1.0, -1.0, 3.0) for other in ("response", "spread")
    )
    assert words in answer(study(direct=pairs))


def test_two_options_or_one_history_have_no_table_of_rivals():
    assert rivals(content()) == ()
    assert rivals_sentence(content()) == ""
    assert rivals(study({name: values[:1] for name, values in PAIRED.items()})) == ()


def test_the_page_shows_the_table():
    page = render_report(study())
    assert "Which one to choose" in page
    assert "3 of 4" in page
    assert "Which one to choose" not in render_report(content())
