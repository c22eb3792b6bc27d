"""A study of pilots on a terminal: sentences and one short table, in its width and its signs."""

import re
from dataclasses import replace

import pytest
from rich.console import Console

from sim.report.trial_answer import trial_sentences
from sim.report.trial_terminal import trial_table
from tests.trial.reading import Tables, needed, size


def printed(content, width, encoding="utf-8"):
    """Print to a terminal of such a width; give the lines."""
    console = Console(width=width, color_system=None, file=Written(encoding), legacy_windows=False)
    console.print(trial_table(content))
    return console.file.text.splitlines()


class Written:
    """A file that keeps what is written to it."""

    def __init__(self, encoding):
        self.encoding, self.text = encoding, ""

    def write(self, words):
        words.encode(self.encoding)
        self.text += words

    def flush(self):
        pass


@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_terminal_shows_sentences_and_one_short_table_in_its_width(ran, width):
    lines = printed(ran.content, width)
    assert max(map(len, lines)) <= min(width, 100)
    assert all(line == line.rstrip() for line in lines)
    assert sum("fall seen" in line for line in lines) == 1
    words = " ".join(" ".join(lines).split())
    for sentence in trial_sentences(ran.content):
        assert " ".join(sentence.split()) in words


def test_the_table_on_the_terminal_has_the_numbers_of_the_csv(ran):
    tables, design, seen = Tables(ran.folder), "", 0
    lines = printed(ran.content, 100)
    start = next(number for number, line in enumerate(lines) if "fall seen" in line)
    for line in (one.replace("\N{NO-BREAK SPACE}", " ") for one in lines[start + 1 :]):
        if re.match(r"\S", line) and not line.startswith("Of 100"):
            design = line.split(" ", 1)[0]
        cells = re.fullmatch(r"  (\S.*?)  +(\d+) +(\d+) +(\d+) \((?:−|\+)?([\d.]+) %\) +(–|[\d.]+ %)", line)
        if cells is None:
            continue
        seen += 1
        tables.design, outcome = design, cells[1][:1].lower() + cells[1][1:]
        nothing, effect = tables.trial(outcome, 0.0), tables.trial(outcome, 0.3)
        shares = [nothing["falls_found"], nothing["rises_found"], effect["falls_found"]]
        assert [cells[place] for place in (2, 3, 4)] == [f"{100 * float(share):.0f}" for share in shares]
        assert cells[5] == size(effect["true_change"])
        if cells[6] != "–":
            assert cells[6] == f"{size(needed(tables, outcome)['smallest_fall'])} %"
    assert seen >= 15


def test_an_old_console_gets_plain_signs(ran):
    text = "\n".join(printed(ran.content, 80, encoding="ascii"))
    assert "(-" in text
    assert "?" not in text.replace("tell anything?", "")


def test_a_study_that_shows_few_outcomes_speaks_of_these_alone(ran):
    study = ran.content.study.model_copy(update={"outcomes": ("Shoplifting", "asb")})
    content = replace(ran.content, study=study)
    assert content.few == ("Shoplifting", "asb")
    told = " ".join(trial_sentences(content)[-3:])
    assert "shoplifting" in told
    assert "all crime" not in told
    table = "\n".join(printed(content, 80)).split("fall seen")[1]
    assert "Criminal damage" not in table
