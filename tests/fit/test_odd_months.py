"""Months far outside the others are told, with what they do; the fit stays as it is."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from sim.fit.fitted import FittedCounty
from sim.fit.numbers import fit_numbers
from sim.fit.odd_months import OddMonth, odd_month_notes, odd_months
from sim.fit.pack import Packs
from sim.fit.page import fit_page
from sim.fit.result import RateFit
from sim.fit.table import table_of

MONTHS = ("2021-01", "2021-03", "2021-05", "2021-07", "2021-08", "2021-10", "2021-12")
"""Of 31 days each, so that rows can be compared as they are."""


def rates_of(eastmark: FittedCounty, *rows: float) -> RateFit:
    """Give a fit whose first category has these rows, month by month."""
    fit = eastmark.rates
    observed = np.full((len(rows), len(fit.category)), 60.0)
    observed[:, 0] = rows
    return replace(fit, month=MONTHS[: len(rows)], levels=replace(fit.levels, observed=observed))


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (311, True),  # ln(311 / 64) = 1.58; MAD 0.13 × 1.4826 = .19, five of which are .96
        (150, False),  # ln(150 / 64) = .85
        (20, True),  # ln(20 / 64) = -1.16
        (0, True),
    ],
)
def test_a_month_far_from_the_median_is_found(eastmark, last, told):
    """Of 49, 56, 64, 64, 72, 80 and any other the median is 64, and the median deviation of the log ln(64 / 56) = .13."""
    found = list(odd_months(rates_of(eastmark, 49, 56, 64, 64, 72, 80, last)))
    assert [(odd.month, odd.rows) for odd in found] == ([("2021-12", last)] if told else [])
    if told:
        assert found[0] == OddMonth(eastmark.rates.category[0], "2021-12", last, pytest.approx(64))


def test_a_quiet_category_must_differ_by_a_factor_of_two(eastmark):
    """All alike but one: the median deviation is 0, chance gives 1 / √10,000 = .01, and ln 1.9 is 64 of them."""
    assert not list(odd_months(rates_of(eastmark, *[10_000] * 6, 19_000)))
    assert [odd.rows for odd in odd_months(rates_of(eastmark, *[10_000] * 6, 21_000))] == [21_000]


def test_few_rows_and_few_months_say_nothing(eastmark):
    """With one row a month chance gives a deviation of 1: twelve are ln 12 = 2.5 away, not five."""
    assert not list(odd_months(rates_of(eastmark, *[1] * 6, 12)))
    assert not list(odd_months(rates_of(eastmark, *[0] * 6, 30)))
    assert not list(odd_months(rates_of(eastmark, 60, 60, 60, 60, 900)))


def test_a_made_up_county_has_none(eastmark):
    assert not list(odd_month_notes(eastmark.rates))


def test_note_names_month_and_consequence_wherever_notes_are_told(eastmark):
    fit = eastmark.rates
    observed = fit.levels.observed.copy()
    observed[3, 0] *= 9
    odd = replace(eastmark, rates=replace(fit, levels=replace(fit.levels, observed=observed)))
    (note,) = odd_month_notes(odd.rates)
    assert f"{fit.category[0]}: {fit.month[3]} has {int(observed[3, 0]):,} rows" in note
    assert "range of the year ahead is wider" in note
    assert note in odd.notes
    assert note in fit_numbers(odd)["told"]
    assert note in fit_page(odd)


def test_terminal_tells_it_too(eastmark, tmp_path):
    observed = eastmark.rates.levels.observed.copy()
    observed[3, 0] *= 9
    rates = replace(eastmark.rates, levels=replace(eastmark.rates.levels, observed=observed))
    screen = Console(width=400, record=True, file=StringIO())
    screen.print(table_of(replace(eastmark, rates=rates), Packs(tmp_path, "eastmark_fitted")))
    assert next(odd_month_notes(rates)) in screen.export_text()
