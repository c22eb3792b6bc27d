from sim.fit import months


def test_the_months_after_december():
    assert months.following("2024-11", 3) == ("2024-12", "2025-01", "2025-02")


def test_lengths_know_leap_years():
    assert list(months.days(["2024-02", "2021-02", "2021-12"])) == [29, 28, 31]


def test_runs_split_at_gaps():
    assert months.runs(["2018-03", "2018-10", "2018-11", "2021-01"]) == [(0, 1), (1, 3), (3, 4)]
