"""What is hidden, and which earlier months stand for it."""

import numpy as np
import pytest

from sim.backtest.holdout import HoldOut
from sim.errors import InputError
from tests.backtest.months import recorded, year


def of(months, hidden):
    return HoldOut.of(recorded(months, np.zeros((len(months), 3, 2))), hidden)


def named(split, chosen):
    return [split.fitted.month[index] for index in chosen]


def test_the_last_months_are_hidden():
    split = of(year(2021, 26), 2)
    assert split.fitted.month[-1] == "2022-12"
    assert split.hidden.month == ("2023-01", "2023-02")
    assert split.hidden_days == 59
    assert named(split, split.last_year) == year(2022)
    assert named(split, split.last_twelve) == year(2022)
    assert named(split, split.same_months) == ["2022-01", "2022-02"]


def test_last_year_is_what_is_known_of_the_twelve_months_before():
    split = of([*year(2021), "2024-01", "2024-02", "2025-01", "2025-03"], 2)
    assert named(split, split.last_year) == ["2024-01", "2024-02"]
    assert named(split, split.last_twelve) == [*year(2021)[2:], "2024-01", "2024-02"]
    assert named(split, split.same_months) == ["2024-01", "2021-03"]


def test_last_year_is_the_last_twelve_months_where_the_year_before_was_not_recorded():
    split = of([*year(2021), "2024-01"], 1)
    assert named(split, split.last_year) == year(2021)


def test_months_without_one_of_the_same_name():
    assert of([*year(2021, 4)], 2).same_months is None


@pytest.mark.parametrize("hidden", [0, 3, 4, -1])
def test_some_month_must_be_hidden_and_some_left(hidden):
    with pytest.raises(InputError, match=r"--hold-out: -?\d months cannot be hidden: there are 3 with records; hide"):
        of(year(2021, 3), hidden)
