"""JSON that any program can read."""

import json
import math

import numpy as np

from sim.json_text import json_text


def test_what_is_no_number_is_null_at_any_depth():
    told = {"rows": [{"mean": 1.5, "low": math.nan}, (math.inf, -math.inf, np.float64("nan"))], "n": 2, "is_met": True}
    assert json.loads(json_text(told)) == {
        "rows": [{"mean": 1.5, "low": None}, [None, None, None]],
        "n": 2,
        "is_met": True,
    }


def test_letters_stand_as_they_are_and_levels_stand_in():
    assert json_text({"pound": "£"}, indent=2) == '{\n  "pound": "£"\n}'
