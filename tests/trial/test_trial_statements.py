"""Every number that a study of pilots says in words stands in its tables: read back by their own words, cell by cell."""

import math
import re
from collections import Counter
from dataclasses import replace

import pytest

from sim.report.trial_answer import design_sentences, trial_sentences
from sim.report.trial_assumed import assumed_about_patrol, exaggeration_example
from sim.report.trial_caveats import trial_caveats
from sim.report.trial_words import hundredths, with_article
from sim.trial.needed import NO_FALL, NOT_KNOWN
from tests.trial.reading import PLAIN, SAYINGS, Tables, size
from tests.trial.studies import calm


def test_every_number_of_the_answer_stands_in_the_tables(ran):
    tables, used = Tables(ran.folder), Counter()
    of_designs = [
        f"{design.name} {sentence}"
        for content in (ran.content, calm(ran.content))
        for design in content.runs
        for sentence in design_sentences(content, design)
    ]
    for sentence in [*trial_sentences(ran.content), *of_designs]:
        rest = sentence.replace("\N{NO-BREAK SPACE}", " ")
        tables.design = rest.split(" ", 1)[0]
        for pattern, check in SAYINGS.items():
            for found in re.finditer(pattern, rest):
                check(tables, *found.groups())
                used[pattern] += 1
            rest = re.sub(pattern, "", rest)
        for plain in PLAIN:
            rest = rest.replace(plain, "")
        assert not re.search(r"\d", rest), sentence
    assert set(used) == set(SAYINGS)
    assert set(tables.read) == {"announced.csv", "trial.csv", "needed.csv", "trend.csv"}


def test_the_reason_of_false_alarms_is_given_by_what_a_design_compares_with(ran):
    told = {design.name: " ".join(design_sentences(ran.content, design)) for design in ran.content.runs}
    assert "its test allows: the season, and what comes back to normal by itself, count as effect" in told["before"]
    assert "the season" not in told["season"]


def test_where_no_fall_is_large_enough_it_says_so(ran):
    """An outcome of which no fall is found often enough is named; of one that is not known nothing is said."""
    design = next(one for one in ran.content.runs if one.name == "lot")
    rows = {row.outcome for row in ran.content.needed if row.design == "lot"}

    def without(why):
        return replace(
            calm(ran.content),
            needed=tuple(replace(row, smallest_fall=math.nan, why_none=why) for row in ran.content.needed),
        )

    told = " ".join(design_sentences(without(NO_FALL), design))
    assert re.search(r"No fall in .* or .*, however large, is seen in 80 of 100 pilots\.", told), rows
    assert "To be seen" not in told
    assert "however large" not in " ".join(design_sentences(without(NOT_KNOWN), design))


@pytest.mark.parametrize(
    ("share", "pilots", "said"),
    [
        (0, 2000, "fewer than 1"),
        (0, 40, "fewer than 9"),  # 3.84 of 43.84
        (0.004, 1000, "fewer than 2"),  # .0041 + .0019 / 1.0038, and as much by the root
        (0.0051, 2000, "1"),
        (0.994, 2000, "99"),
        (1, 2000, "more than 99"),
        (1, 100, "more than 96"),
        (1, 40, "more than 91"),
        (1, 2, "more than 34"),
    ],
)
def test_nothing_is_said_to_be_certain_and_a_few_pilots_say_less(share, pilots, said):
    assert hundredths(share, pilots) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5.9 % fall", "a"),
        ("8.9 % fall", "an"),
        ("8-day pilot", "an"),
        ("80-week pilot", "an"),
        ("11-week pilot", "an"),
        ("18 % fall", "an"),
        ("110-day pilot", "a"),
        ("118-day pilot", "a"),
        ("800-day pilot", "an"),
        ("11,000-day pilot", "an"),
        ("1,100-day pilot", "a"),
        ("28 % fall", "a"),
        ("real 8.9 % fall", "a"),
    ],
)
def test_numbers_have_the_article_that_is_spoken(words, said):
    assert with_article(words) == f"{said} {words}"


def test_without_anything_announced_the_answer_goes_on_with_what_would_be(ran):
    study = ran.content.study.model_copy(update={"announced": {}})
    kept = tuple(row for row in ran.content.announced if row.outcome == "any category of crime")
    told = trial_sentences(replace(ran.content, study=study, announced=kept))[2]
    assert told.startswith("Even if patrol did nothing, a before and after comparison would announce")


def test_what_patrol_is_taken_to_be_is_said_with_the_numbers_of_the_study(ran):
    told = " ".join(assumed_about_patrol(ran.content)).replace("\N{NO-BREAK SPACE}", " ")
    numbers = dict(ran.content.assumptions)
    assert "2 visits of 15 minutes a day, at 12:00 and 18:00. 90 % of the planned visits are made" in told
    assert f"halved after {numbers['street.presence.half_life_days'].value:g} day" in told
    assert f"Neighbouring areas get {size(numbers['effect.diffusion'].value)} %" in told
    assert not {path.split(".")[0] for path in numbers} & {"force", "costs"}  # no street drives in such a pilot


def test_what_is_assumed_is_said_before_anybody_acts(ran):
    told = " ".join(trial_caveats(ran.content)).replace("\N{NO-BREAK SPACE}", " ")
    assert f"{ran.content.study.days} days from {ran.content.study.start}" in told
    assert "takes only the falls that were announced, 40 % in criminal damage and arson and 25 % in shoplifting" in told
    assert "The county is synthetic" in told
    plain = replace(ran.content, synthetic=False, study=ran.content.study.model_copy(update={"announced": {}}))
    told = " ".join(trial_caveats(plain))
    assert "synthetic" not in told
    assert "announced" not in told


def test_exaggeration_and_wrong_signs_are_explained_by_the_worst_row_of_the_first_outcome(ran):
    def with_errors(row):
        if (row.design, row.estimator, row.outcome, row.reduction) != ("matched", "permutation", "all crime", 0.3):
            return row
        return replace(row, true_change=-0.061, rejected=0.04, exaggeration=5.24, wrong_sign=0.313)

    content = replace(ran.content, rows=tuple(map(with_errors, ran.content.rows)))
    assert exaggeration_example(content).replace("\N{NO-BREAK SPACE}", " ") == (
        "An example: under “Matched (matched controls)”, patrol really cut all crime by 6.1 %. Of 100 pilots, 4 found something, and "
        "their estimates were 5.2 times as large as the truth on average; 31 of 100 of them had the wrong sign and would have been "
        "announced as a rise."
    )
    quiet = replace(content, rows=tuple(replace(row, exaggeration=math.nan) for row in content.rows))
    assert exaggeration_example(quiet) == ""  # no pilot finds anything
