"""Progress is a bar on a terminal, plain lines elsewhere, and nothing when quiet."""

import io

import pytest

from sim.progress import Bar, Lines, Progress, clock_words, progress_on


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_kind_of_progress(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert type(progress_on(Terminal(), quiet=True)) is Progress
    assert type(progress_on(io.StringIO(), quiet=False)) is Lines
    with progress_on(Terminal(), quiet=False) as bar:
        assert type(bar) is Bar
    monkeypatch.setenv("NO_COLOR", "1")
    assert type(progress_on(Terminal(), quiet=False)) is Lines


def test_lines_are_few():
    stream = io.StringIO()
    with Lines(stream) as progress:
        for done in range(101):
            progress("runs", done, 100)
        progress("report", 0, 1)
        progress("report", 1, 1)
    lines = stream.getvalue().splitlines()
    assert [line.split(" in ")[0].split(", about")[0] for line in lines] == [
        "runs ...",
        "runs: 25 of 100",
        "runs: 50 of 100",
        "runs: 75 of 100",
        "runs: 100 of 100",
        "report ...",
        "report: 1 of 1",
    ]


def test_what_begins_in_the_middle_has_one_line_until_it_moves_on():
    stream = io.StringIO()
    with Lines(stream) as progress:
        for done, label in enumerate(("queue", "history", "memory")):
            progress(label, done, 4)
        progress("memory", 3, 4)
    assert stream.getvalue().splitlines()[:3] == ["queue ...", "history ...", "memory ..."]
    assert len(stream.getvalue().splitlines()) == 4


def test_bar_shows_the_count():
    stream = Terminal()
    with Bar(stream) as bar:
        bar("calibrating", 2, 2)
        bar("runs", 30, 60)
        bar._bar.refresh()
        assert "30/60" in stream.getvalue()
    assert bar.reached == "at 30 of 60 (runs)"


def test_reached_before_anything_began():
    assert Progress().reached == "before it began"


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s")])
def test_clock_words(seconds, words):
    assert clock_words(seconds) == words
