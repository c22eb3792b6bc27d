import dataclasses
import io
import math

import pytest
from rich.console import Console

from sim.report.answer import answer
from sim.report.content import DirectComparison, RankingRow
from sim.report.html import render_report
from sim.report.terminal import comparison_table
from tests.report.made_up import content, county, row


def printed(width, encoding="utf-8", study=None):
    """Print the comparison as to a file of some encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    Console(file=stream, width=width).print(comparison_table(study or content()))
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [80, 100, 120, 150])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(len(line) for line in printed(width).splitlines()) <= width


@pytest.mark.parametrize("width", range(80, 150, 3))
def test_no_cell_is_cut_at_any_width(width):
    """A row whose last column is cut would end in a part of its word."""
    whole = {word for line in printed(200).splitlines() for word in line.split()}
    rows = printed(width).split("Option", 1)[1].split("Prevented and cost", 1)[0]
    assert {line.split()[-1] for line in rows.splitlines() if line.strip() and "─" not in line} <= whole


@pytest.mark.parametrize("width", [80, 100, 120])
def test_every_option_and_its_difference_are_shown(width):
    text = printed(width)
    for shown in ("Today", "Patrol", "Response", "+1,200", "200 to 2,200", "98 in 100", "8.3 min", "results/twelve"):
        assert shown in text


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_number_is_cut_however_long(width, encoding):
    rows = (
        row("patrol", "harm_prevented", 98_000.0, -31_000.0, 227_000.0, p_better=0.94),
        row("patrol", "crimes_prevented", 2_200.0, -490.0, 4_890.0, unit="crimes"),
        *(entry for entry in content().summary if entry.measure.startswith(("response_", "cost"))),
    )
    text = printed(width, encoding, content(summary=rows)).replace("\u2212", "-")
    for number in ("+100,000", "-30,000 to 230,000", "+2,200", "-500 to 4,900", "8.3 min", "86.4% in time"):
        assert number in text


def test_the_answer_comes_first():
    text = " ".join(printed(100).split())
    for sentence in answer(content()):
        assert " ".join(sentence.split()) in text
    assert text.index("prevents the most harm") < text.index("Option")


def test_there_is_no_colour_off_a_terminal():
    assert "\x1b" not in printed(100)


def test_wide_terminals_show_more():
    assert "Cost" not in printed(80).replace("Prevented and cost", "")
    assert "£660,000" in printed(120)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_old_consoles_get_signs_that_they_know(encoding):
    text = printed(100, encoding)
    assert "^ +1,200" in text
    assert '"Patrol" prevents the most harm' in text
    assert "?" not in text.replace("buy?", "").replace("£", "")


def test_a_synthetic_county_is_named_as_such():
    assert "Twelveshire (synthetic county), 364 days, 4 replications" in printed(100)


def test_forces_that_are_called_synthetic_are_not_called_so_twice():
    forces = dataclasses.replace(content().county, name="3 synthetic forces", force_name=("A", "B", "C"))
    assert content(county=forces).titled_place == "3 synthetic forces"
    named = dataclasses.replace(forces, name="A nation")
    assert content(county=named).titled_place == "A nation (synthetic forces)"
    assert content(county=county(synthetic=False)).titled_place == "Twelveshire"


def one_history():
    """Give the content of a study of one replication: differences without intervals."""
    known = {"patrol": 1234.0, "response": 3.0}
    rows = tuple(row(name, "harm_prevented", value, p_better=1.0) for name, value in known.items())
    direct = DirectComparison("patrol", "response", "harm_prevented", "days", 1231.0, math.nan, math.nan)
    ranking = tuple(RankingRow("harm_prevented", name, float(name == "patrol")) for name in ("today", *known))
    return content(summary=rows, ranking=ranking, replications=1, direct=(direct,))


def test_one_history_claims_nothing():
    study = one_history()
    for text in (printed(150, study=study), render_report(study).split('id="glossary"')[0]):
        assert "one history: cannot tell" in text
        assert "detectable difference" not in text
        assert "100 in 100" not in text
        assert "1 of 1" not in text
    assert "no interval to judge it by" in " ".join(answer(study))


def test_one_option_alone_is_best_of_nothing():
    alone = content(options=content().options[:1], direct=())
    assert "Best in" in printed(200, study=content())
    assert "Prevents most harm" in render_report(content())
    text = printed(200, study=alone)
    assert "Best in" not in text
    assert "no sign" not in text
    assert "Prevents most harm" not in render_report(alone)


def test_a_study_of_one_short_option_still_heads_its_column():
    only_today = content(options=content().options[:1])
    assert "Option " in printed(100, study=only_today)
