from sim.county.months import month_name, month_number, months_between


def test_numbers_and_names_are_inverse():
    assert month_number("2021-01") == 2021 * 12
    assert month_name(month_number("2019-12")) == "2019-12"


def test_both_ends_are_between():
    assert months_between("2018-11", "2019-02") == ["2018-11", "2018-12", "2019-01", "2019-02"]
