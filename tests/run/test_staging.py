"""Where results cannot be written, the user is told so and what to do."""

import pytest

from sim.errors import InputError
from sim.run.staging import staged


def test_a_place_where_nothing_can_be_written_is_the_users_to_change(tmp_path):
    """The parent of the results is a file: that is wrong input, not a failure of the program."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with (
        pytest.raises(InputError, match=r"cannot be written there.*name another folder with --out"),
        staged(tmp_path / "taken" / "uplift"),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
