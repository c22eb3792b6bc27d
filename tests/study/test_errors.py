"""Errors of parameter models become sentences of our own, at the place and for the member that was meant."""

from datetime import date
from typing import Annotated, Literal

import pytest
from pydantic import Field, model_validator

from sim.config import Config, Sourced
from sim.study.errors import validate
from sim.study.fields import keys_at, meaning
from sim.study.reader import read_document


class Circle(Config):
    kind: Literal["circle"]
    radius_m: float = Field(gt=0, le=100)
    """Radius in metres. Of the circle, that is."""


class Square(Config):
    kind: Literal["square"]
    side_m: float


class Park(Config):
    name: str
    shape: Annotated[Circle | Square, Field(discriminator="kind")]
    opened: date | None = None
    rank_by: Literal["size", "age"] | dict[str, float] = "size"
    keeper: str | Circle = "nobody"
    trees: Sourced = Sourced(value=0, low=0, high=0)
    hours: list[int] = Field(default_factory=list, max_length=2)
    shares: dict[Literal["grass", "water"], float] = Field(default_factory=dict)
    lit: bool = False
    from_year: int = Field(default=1900, alias="from", multiple_of=10)
    low: float = 0
    high: float = 1

    @model_validator(mode="after")
    def _low_is_below_high(self):
        if self.low > self.high:
            message = "low lies above high; swap them."
            raise ValueError(message)
        return self


GOOD = "name: x\nshape: {kind: circle, radius_m: 1}\n"


@pytest.fixture
def told(tmp_path):
    """Give the problems of a park, one line each."""

    def teller(text):
        path = tmp_path / "park.yaml"
        path.write_text(text, encoding="utf-8")
        park, problems = validate(Park, read_document(path, "park.yaml"))
        assert (park is None) == bool(problems)
        return [problem.render().split("\n")[0] for problem in problems]

    return teller


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("lti: true", "3:1: lti: unknown key; did you mean `lit`?"),
        ("form: 1", "3:1: form: unknown key; did you mean `from`?"),
        ("qqq: 1", "3:1: qqq: unknown key; the keys here are name, shape, opened,"),
        ("opened: soon", '3:9: opened: expected a date, not "soon"; write a date that exists'),
        ("opened: '2026-04-06'", '3:9: opened: expected a date, not "2026-04-06"; remove the quotes'),
        ("opened: 2026-04-06T10:00:00", "leave out the time: 2026-04-06"),
        (
            "rank_by: sise",
            '3:10: rank_by: expected size or age or a section of keys and values, not "sise"; did you mean `size`?',
        ),
        ("rank_by: {size: big}", '3:17: rank_by.size: expected a number, not "big"'),
        ("keeper: 5", "3:9: keeper: expected a text or a section of keys and values, not 5; put it in quotes"),
        ("keeper: {kind: circle}", "3:1: keeper: the key `radius_m` is missing; add it: radius in metres"),
        ("trees: '6'", '3:8: trees: expected a number, not "6"; remove the quotes'),
        ("trees: true", "3:8: trees: expected a number, not true"),
        ("trees: {value: 5, low: 6, high: 7}", "3:16: trees.value: value 5 lies outside its range 6 to 7"),
        ("hours: 5", "3:8: hours: expected a list, not 5; put it in brackets: [5]"),
        ("hours: [1, 2, 3]", "3:8: hours: must have at most 2 items, not 3"),
        ("hours: [1, 2.0]", "3:12: hours.1: expected a whole number, not 2; write 2"),
        ("hours: ['1,000']", '3:9: hours.0: expected a whole number, not "1,000"; write the number alone: 1000'),
        ("shares: {gras: 0.5}", '3:10: shares.gras: expected grass or water, not "gras"; did you mean `grass`?'),
        ("lit: yes", '3:6: lit: expected true or false, not "yes"; write true'),
        ("from: 1905", "3:7: from: must be a multiple of 10, not 1905"),
        ("trees: .nan", "expected an ordinary number, not nan"),
        ("low: 2", "3:6: low: low lies above high; swap them"),
    ],
)
def test_sentence(told, line, message):
    (found,) = told(GOOD + line + "\n")
    assert message in found


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ("{kind: circel}", '2:15: shape.kind: there is no `kind` "circel"; did you mean `circle`?'),
        ("{kind: hexagon}", '2:15: shape.kind: there is no `kind` "hexagon"; use circle or square'),
        ("{radius_m: 5}", "2:1: shape: the key `kind` is missing"),
        ("{kind: circle, radius_m: 0}", "2:33: shape.radius_m: must be above 0, not 0; it is: radius in metres"),
        ("{kind: circle, radius_m: 101}", "2:33: shape.radius_m: must be at most 100, not 101"),
        (
            "{kind: square, radius_m: 1, side_m: 1}",
            "2:23: shape.radius_m: unknown key; the keys here are kind and side_m",
        ),
        ("round", '2:8: shape: expected a section of keys and values, not "round"'),
    ],
)
def test_sentence_of_a_kind(told, shape, message):
    (found,) = told(f"name: x\nshape: {shape}\n")
    assert message in found


def test_mistyped_key_is_not_told_as_missing_too(told):
    assert told("nmae: x\nshape: {kind: circle, radius_m: 1}\n") == [
        "park.yaml:1:1: nmae: unknown key; did you mean `name`?"
    ]


def test_key_of_an_outer_section_is_sent_there(told):
    (found,) = told("name: x\nshape: {kind: circle, radius_m: 1, opened: 2026-04-06}\n")
    assert found == "park.yaml:2:36: shape.opened: unknown key; it belongs to the top of the file"


def test_all_are_told_in_file_order(told):
    found = told("lit: 1\nshape: {kind: circle, radius_m: -1}\nfrom: x\n")
    assert [line.split(":")[1] for line in found] == ["1", "1", "2", "3"]


def test_keys_and_meaning_follow_the_kind():
    data = {"shape": {"kind": "square"}}
    assert keys_at(Park, ("shape",), data) == ["kind", "side_m"]
    assert keys_at(Park, ("shape",), {"shape": {}}) == ["kind", "radius_m", "side_m"]
    assert meaning(Park, ("shape", "radius_m"), {"shape": {"kind": "circle"}}) == "Radius in metres"
    assert meaning(Park, (), data) == ""
