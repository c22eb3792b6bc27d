"""Words in a row."""

import pytest

from sim.listing import listing


@pytest.mark.parametrize(
    ("words", "line"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_stand_as_in_a_sentence(words, line):
    assert listing(words) == line
    assert listing(iter(words), "or") == line.replace("and", "or")
