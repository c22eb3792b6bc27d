"""The page of a backtest: its first sentence keeps nothing back."""

from dataclasses import replace

import pytest

from sim.backtest.groups import ALL_CRIME, ALL_ROWS
from sim.backtest.page import backtest_page
from tests.backtest.test_verdicts import FINDINGS, GROUP, scored
from tests.report.cards import check_cards


def lead(findings):
    """Give the sentence at the top."""
    page = backtest_page(findings)
    return page.split('<p class="lead">')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("crime", "rows", "words"),
    [
        (True, True, "; so did the sums All crime and All rows."),
        (False, True, "; the sum All crime did not."),
        (False, False, "; the sums All crime and All rows did not."),
    ],
)
def test_sums_over_types_stand_beside_the_types(crime, rows, words):
    """Each of fourteen totals may just lie inside while their sum does not."""
    sums = [
        replace(GROUP, name=name, is_category=False, scored=(scored("fit", 20, inside=inside), *GROUP.scored[1:]))
        for name, inside in ((ALL_CRIME, crime), (ALL_ROWS, rows))
    ]
    found = lead(replace(FINDINGS, groups=(GROUP, *sums)))
    assert found.startswith("1 of 1 county totals")
    assert found.endswith(f"came within their 95% interval{words}")


def test_a_county_of_one_type_has_no_sums():
    assert lead(FINDINGS).endswith("came within their 95% interval.")


def test_every_cell_says_on_a_phone_what_it_is():
    """Six of the total, three of the shape, three lists of one length."""
    assert check_cards(backtest_page(FINDINGS)) == 12
