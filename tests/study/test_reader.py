"""The reader knows where everything stands, and says what is wrong in plain words."""

from datetime import date, datetime

import pytest

from sim.errors import InputError
from sim.study.reader import Mark, read_document


@pytest.fixture
def read(tmp_path):
    """Read a text, or bytes, as a file."""

    def reader(content):
        path = tmp_path / "f.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_document(path, "f.yaml")

    return reader


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22:00", "22:00"),  # no sexagesimal number, as in YAML 1.1
        ("12:30:45", "12:30:45"),
        ("yes", "yes"),  # no truth value, as in YAML 1.1
        ("on", "on"),
        ("true", True),
        ("017", 17),
        ("0o17", 15),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("2026-04-06", date(2026, 4, 6)),
        ("2026-02-30", "2026-02-30"),  # no such date: stays as written
        ("2026-04-06T10:00:00", datetime(2026, 4, 6, 10)),  # noqa: DTZ001 - a file names no zone
        ('"2026-04-06"', "2026-04-06"),
        ("~", None),
        ("", None),
        ("25 %", "25 %"),
        ("£5", "£5"),
        ("[1, {b: 2}]", [1, {"b": 2}]),
    ],
)
def test_value(read, text, value):
    assert read(f"a: {text}\n").data == {"a": value}


def test_places_count_from_one(read):
    document = read("# title\nstudy: x\nscenarios:\n  today:\n    - {posts: 5}\n")
    place = document.place(("scenarios", "today", 0, "posts"))
    assert (place.key, place.value) == (Mark(5, 8), Mark(5, 15))
    assert document.place(("scenarios",)).key == Mark(3, 1)


def test_place_of_what_is_not_there_is_its_section(read):
    document = read("a:\n  b: {c: 1}\n")
    assert document.place(("a", "b", "nope", "deeper")) == document.place(("a", "b"))


def test_blank_value_stands_at_its_key(read):
    assert read("a: 1\nb:\n\nc: 2\n").place(("b",)).value == Mark(2, 1)


def test_a_marked_section_can_be_repeated(read):
    document = read("a: &x {c: 1, d: 2}\nb: *x\ne: {<<: *x, d: 3}\n")
    assert document.data == {"a": {"c": 1, "d": 2}, "b": {"c": 1, "d": 2}, "e": {"c": 1, "d": 3}}
    assert document.place(("e", "c")).value == Mark(1, 11)
    assert document.place(("e", "d")).value == Mark(3, 16)


def test_first_of_several_merged_sections_gives_the_key(read):
    assert read("a: &x {c: 1}\nb: &y {c: 2, d: 3}\ne: {<<: [*x, *y]}\n").data["e"] == {"c": 1, "d": 3}


def test_windows_line_ends_and_byte_order_mark_are_read(read):
    document = read(b"\xef\xbb\xbfa: 1\r\nb: \xc3\xa9\r\n")
    assert document.data == {"a": 1, "b": "é"}
    assert document.lines == ("a: 1", "b: é", "")


def test_checksum_is_that_of_the_bytes(read):
    # echo "a: 1" | sha256sum
    assert read("a: 1\n").sha256 == "37b128c59f1f5097f73f82691cb519f1f568667faab5ced1b4ab979d36837eae"


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        ("", 0, 0, "the file is empty"),
        ("# only a comment\n", 0, 0, "the file is empty"),
        ("- a\n", 1, 1, "not a list of keys and values"),
        ("just words\n", 1, 1, "not a list of keys and values"),
        ("a: 1\n\tb: 2\n", 2, 1, "a tab stands where YAML wants spaces"),
        ("a: b: c\n", 1, 5, "a colon stands where none may"),
        ("a: [1, 2\n", 1, 4, "the list that opens in line 1 is not closed"),
        ("a: 'x\n", 1, 4, "the quote that opens in line 1 is not closed"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "this line does not line up with the section that begins in line 1"),
        ("a: *x\n", 1, 4, "*x is used, but nothing above is marked &x"),
        ("a: @x\n", 1, 4, "a value may not begin with @"),
        ('a: "C:\\data"\n', 1, 8, "\\d means nothing inside double quotes; use single quotes"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
        ("a: !secret x\n", 1, 4, "the tag !secret means nothing here"),
        ("%YAML 1.1\n---\na: yes\n", 1, 1, "a YAML directive stands here"),
        ("? [a]\n: 1\n", 1, 3, "a key must be a word or a number"),
        ("a: &x {b: *x}\n", 1, 4, "this section holds itself"),
        ("a: {<<: 5}\n", 1, 9, "`<<` takes the keys of another section"),
        ("a: 1\nb: \x01\n", 2, 4, "a control character stands here (U+0001)"),
        (b"a: 1\nprice: \xa35\n", 2, 8, "byte 0xa3 is not UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), 0, 0, "the file is UTF-16; save it as UTF-8"),
    ],
)
def test_mistake(read, content, line, column, words):
    with pytest.raises(InputError) as error:
        read(content)
    (problem,) = error.value.problems
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.render()


def test_every_duplicate_key_is_told(read):
    with pytest.raises(InputError) as error:
        read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert [(problem.line, problem.where) for problem in error.value.problems] == [(2, "b.c"), (3, "a")]


def test_missing_file_names_the_one_that_was_meant(tmp_path):
    (tmp_path / "uplift.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"did you mean .*uplift\.yaml\?"):
        read_document(tmp_path / "uplfit.yaml")


def test_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="this is a folder"):
        read_document(tmp_path)
