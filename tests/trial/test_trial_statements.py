"""Every number that a study of pilots says in words stands in its tables: read back by their own words, cell by cell."""

import csv
import json
import math
import re
from collections import Counter
from dataclasses import replace

import pytest
from rich.console import Console

from sim.report.trial_answer import design_sentences, trial_sentences
from sim.report.trial_assumed import assumed_about_patrol, exaggeration_example
from sim.report.trial_caveats import trial_caveats
from sim.report.trial_terminal import trial_table
from sim.report.trial_verdict import verdict
from sim.report.trial_words import hundredths, with_article
from sim.trial.needed import NO_FALL, NOT_KNOWN

OFTEN = r"((?:fewer|more) than \d+|\d+)"
PILOTS = 30
SIZE = r"([\d.]+) %"
OUTCOME = r"(all crime|anti-social behaviour|harm|criminal damage and arson|shoplifting)"
OF = "(?: of 100 pilots)?"
FEW = ("all crime", "anti-social behaviour", "harm", "criminal damage and arson", "shoplifting")


class Tables:
    """The tables of a study, and what has been read of them."""

    def __init__(self, folder):
        self.folder = folder
        self.design = ""
        self.read = Counter()

    def rows(self, table, **key):
        """Give the rows of a table with such cells."""
        with (self.folder / table).open(encoding="utf-8", newline="") as file:
            return [one for one in csv.DictReader(file) if all(cell(one[name]) == cell(key[name]) for name in key)]

    def row(self, table, **key):
        """Give the row of a table with such cells."""
        found = self.rows(table, **key)
        assert len(found) == 1, (table, key)
        self.read[table] += 1
        return found[0]

    def has(self, outcome):
        """Tell whether the shown test of the design at hand says anything of an outcome with nothing done."""
        return any(row["rejected"] for row in self.rows("trial.csv", **self.key, outcome=named(outcome), reduction=0.0))

    @property
    def key(self):
        """Give the design at hand and its shown test: the first in this order that tests anything of it."""
        order = [
            "permutation",
            "did",
            "difference_of_means",
            "negative_binomial",
            "poisson",
            "did_naive",
            "wdd",
            "before_after_test",
        ]
        with (self.folder / "power.csv").open(encoding="utf-8", newline="") as file:
            there = {row["estimator"] for row in csv.DictReader(file) if row["design"] == self.design.lower()}
        return {"design": self.design.lower(), "estimator": next(test for test in order if test in there)}

    def trial(self, outcome, reduction):
        """Give what the shown test of the design at hand makes of an outcome."""
        return self.row("trial.csv", **self.key, outcome=named(outcome), reduction=reduction)


def cell(value):
    """Read a cell as a number where it is one."""
    try:
        return float(value)
    except ValueError:
        return value


def named(words):
    """Give the name that tables have for an outcome."""
    return {"all crime": "all crime", "anti-social behaviour": "asb", "harm": "harm"}.get(
        words, words[:1].upper() + words[1:]
    )


def often(share):
    """Say a share of pilots, by hand."""
    share = float(share)
    unseen = 1.96**2 / (PILOTS + 1.96**2)  # Wilson's interval of none
    bounds = {0: f"fewer than {math.ceil(100 * unseen)}", 1: f"more than {math.floor(100 * (1 - unseen))}"}
    return bounds.get(share) or str(round(100 * share))


def size(change):
    """Say a size, by hand: two digits where there are two."""
    change = 100 * abs(float(change))
    return str(round(change)) if change >= 9.95 else f"{change:.1f}"


def announced(tables, design, said, fall, outcome, reduction=0.0):
    row = tables.row(
        "announced.csv", design=design, outcome=named(outcome), reduction=reduction, fall=float(fall) / 100
    )
    assert said == often(row["share"])


def together(tables, design, said, reduction):
    outcome = "Criminal damage and arson and Shoplifting"
    assert said == often(
        tables.row("announced.csv", design=design, outcome=outcome, reduction=float(reduction) / 100)["share"]
    )


def any_category(tables, design, whole, many):
    for least, said in ((0, whole), (50, many)):
        key = {"design": design, "outcome": "any category of crime", "reduction": 0, "fall": 0.2, "least_before": least}
        assert said == often(tables.row("announced.csv", **key)["share"])


def in_season(tables, *said):
    for share, (outcome, fall) in zip(said, (("Criminal damage and arson", 40), ("Shoplifting", 25)), strict=False):
        announced(tables, "season", share, fall, outcome)
    together(tables, "season", said[2], 0)


def length(tables, weeks, *places):
    days = tables.row("needed.csv", **tables.key, outcome="all crime")
    assert (int(weeks) * 7, sum(int(count) for count in places if count)) == (int(days["days"]), int(days["places"]))


def alike(tables, fall, outcome, count, worst, best):
    trusted = powers(tables, outcome)
    assert (int(count), worst, best) == (
        len(trusted),
        often(trusted[-1]["falls_found"]),
        often(trusted[0]["falls_found"]),
    )
    assert fall == size(trusted[0]["true_change"])
    assert float(trusted[0]["falls_found_low"]) <= max(float(row["falls_found_high"]) for row in trusted[1:])


def powers(tables, outcome):
    """Give what the shown test makes of the effect by each design that keeps its level and does not exaggerate, the best first."""
    found = []
    for name in dict.fromkeys(row["design"] for row in tables.rows("trial.csv")):
        tables.design = name
        row = tables.trial(outcome, 0.3)
        exaggerates = float(row["bias_high"]) < 0 and float(row["bias"]) < 0.25 * float(row["true_change"])
        if alarm(tables)[1] <= 0.07 and not exaggerates:
            found.append(row)
    return sorted(found, key=lambda row: -float(row["falls_found"]))


def alarm(tables):
    """Give the worst outcome of the short table with nothing done by the design at hand, and the lower end of its alarms."""
    rows = [tables.trial(outcome, 0.0) for outcome in FEW if tables.has(outcome)]
    worst = max(rows, key=lambda row: float(row["rejected"]))
    return worst, max(float(row["rejected_low"]) for row in rows)


def wolf(tables, names, outcome, said):
    worst = []
    for name in re.findall(r"(\w+) \(", names):
        tables.design = name
        worst.append(alarm(tables)[0])
    row = max(worst, key=lambda row: float(row["rejected"]))
    assert (row["outcome"], said) == (named(outcome), often(row["rejected"]))


def missed(tables, fall, outcome, said):
    row = tables.trial(outcome, 0.3)
    assert (fall, said) == (size(row["true_change"]), often(1 - float(row["falls_found"])))


def off(tables, fall, outcome, direction, estimate):
    row = tables.trial(outcome, 0.3)
    assert (fall, estimate) == (size(row["true_change"]), size(row["estimate"]))
    assert direction == down_or_up(row["estimate"], "noun")
    assert float(row["bias_low"]) > 0 or float(row["bias_high"]) < 0


def needed(tables, outcome):
    return tables.row("needed.csv", **tables.key, outcome=named(outcome))


def smallest(tables, fall, outcome):
    assert fall == size(needed(tables, outcome)["smallest_fall"])


def takes(tables, fall, outcome, places, areas, days):
    row = needed(tables, outcome)
    assert fall == size(row["true_change"])
    manifest = json.loads((tables.folder / "manifest.json").read_text(encoding="utf-8"))
    if float(row["places_needed"]) > manifest["areas"]:
        assert (places, areas) == (None, str(manifest["areas"]))
    else:
        assert (places, areas) == (two_digits(row["places_needed"]), None)
    assert days == (None if float(row["days_needed"]) > 3652 else two_digits(row["days_needed"]))


def two_digits(count):
    """Say a number as people do who know it roughly, by hand."""
    count = float(count)
    step = 10 ** max(0, len(str(int(count))) - 2)
    return f"{round(count / step) * step:,}"


def alarms(tables, outcome, falls, rises):
    row = tables.trial(outcome, 0.0)
    assert (falls, rises) == (often(row["falls_found"]), often(row["rises_found"]))
    assert float(row["rejected_low"]) > 0.07


def regression(tables, outcome, *said):
    row = tables.row("trend.csv", design="before", outcome=named(outcome))
    changes = [row[name] for name in ("apparent_change", "change_everywhere", "regression_to_the_mean")]
    assert list(said[::2]) == [
        down_or_up(change, kind) for change, kind in zip(changes, ("verb", "verb", "noun"), strict=True)
    ]
    assert list(said[1::2]) == [size(change) for change in changes]


def down_or_up(change, kind):
    return {"verb": ("fell", "rose"), "noun": ("fall", "rise")}[kind][float(change) >= 0]


TESTS = {
    "Poisson model": "poisson",
    "negative binomial model": "negative_binomial",
    "weighted displacement difference": "wdd",
    "difference in differences, naive errors": "did_naive",
    "before and after with a Poisson test": "before_after_test",
}
"""Tests that may cry wolf, by what sentences call them."""


def wary(tables, test, said):
    rows = tables.rows("trial.csv", estimator=TESTS[test], outcome="all crime", reduction=0.0)
    rows = [row for row in rows if row["rejected"]]
    worst = max(rows, key=lambda row: float(row["rejected"]))
    assert said == often(worst["rejected"])
    assert float(worst["rejected_low"]) > 0.07
    tables.read["trial.csv"] += 1


SAYINGS = {
    rf"(\d+) % or more in (criminal damage and arson|shoplifting) in {OFTEN}{OF}": lambda t, fall, what, said: (
        announced(t, "before", said, fall, what)
    ),
    rf"all of these at once in {OFTEN}": lambda t, said: together(t, "before", said, 0),
    rf"Were the stated effect of patrol {SIZE}, these falls together would show in {OFTEN}": lambda t, effect, said: (
        together(t, "before", said, effect)
    ),
    rf"by chance and choice alone in {OFTEN}, {OFTEN} and {OFTEN}{OF}": in_season,
    rf"all at once under a stated effect of {SIZE} in {OFTEN}": lambda t, effect, said: together(
        t, "season", said, effect
    ),
    rf"a fall of 20 % or more in some category of crime in {OFTEN}{OF}; counting only categories with 50 or more recorded "
    rf"crimes before, in {OFTEN}": lambda t, whole, many: any_category(t, "before", whole, many),
    rf"it would in {OFTEN}, or in {OFTEN} counting": lambda t, whole, many: any_category(t, "season", whole, many),
    rf"A real {SIZE} fall in {OUTCOME} would [a-z ]+: the (\d+) designs that can be trusted find it in {OFTEN} to {OFTEN} of 100 pilots": alike,
    rf"Not to be trusted: ([^:]+): with nothing done (?:it|the worst of them) finds a fall or a rise in {OUTCOME} in {OFTEN} of 100 pilots": wolf,
    rf"({'|'.join(TESTS)}) in {OFTEN}{OF}": wary,
    r"[Aa]n? (\d+)-week pilot in (\d+)(?: places| patrolled places and (\d+) to compare with)": length,
    rf"an? (?:real )?{SIZE} fall in {OUTCOME} in {OFTEN}{OF}": missed,
    rf"To see the {SIZE} fall in {OUTCOME} that often it would take (?:at least ([\d,]+) places|more places than the (\d+) areas there are) for as "
    r"long, or (?:([\d,]+) days|more than ten years) in as many places": takes,
    rf"it puts the {SIZE} fall in {OUTCOME} at a (fall|rise) of {SIZE}": off,
    rf"{SIZE} in {OUTCOME}": smallest,
    rf"finds a fall in {OUTCOME} in {OFTEN}{OF} and a rise in {OFTEN}, where 5 in all": alarms,
    rf"With nothing done, {OUTCOME} in them (fell|rose) by {SIZE}, while in all areas it (fell|rose) by {SIZE}: the choice alone makes a "
    rf"(fall|rise) of {SIZE}": regression,
}
"""What sentences say with numbers, and what holds it against the tables; in the order in which they are looked for."""
PLAIN = ("where 5 are meant", "in 80 of 100 pilots", "the last 84 days", "of 100 pilots")
"""Numbers of the study itself and of the convention."""


def calm(content):
    """Let every test keep its level, so that what it needs is told."""
    rows = (replace(row, rejected_low=0.02) if row.reduction == 0 else row for row in content.rows)
    return replace(content, rows=tuple(rows))


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


def test_what_a_test_that_cries_wolf_would_need_is_not_told(ran):
    assert ran.content.cries_wolf("lot", "negative_binomial", "all crime")
    assert "all crime" not in {row.outcome for row in ran.content.needed_of("lot")}
    assert "all crime" in {row.outcome for row in calm(ran.content).needed_of("lot")}


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


def seen_by(content, design, share, low, high):
    """Let one design see the effect in another share of pilots, and the others in fewer than one of ten."""

    def changed(row):
        if row.reduction == 0:
            return replace(row, rejected=0.05, rejected_low=0.02, bias_low=-1.0, bias_high=1.0)
        found = (share, low, high) if row.design == design else (0.07, 0.05, 0.1)
        return replace(row, **dict(zip(FOUND, found, strict=True)), bias=0.0)

    return replace(content, rows=tuple(map(changed, content.rows)))


FOUND = ("falls_found", "falls_found_low", "falls_found_high")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.85, "would mostly be seen"),
        (0.7, "would be seen more often than missed"),
        (0.5, "would be missed about as often as seen"),
        (0.3, "would mostly be missed"),
    ],
)
def test_a_design_that_sees_clearly_more_than_the_others_is_called_the_best(ran, share, said):
    (told,) = verdict(seen_by(ran.content, "lot", share, share - 0.05, share + 0.05))
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    designs = len({row.design for row in ran.content.rows if ran.content.test_of(row.design)})
    assert (
        f"fall in all crime {said}: the best of the {designs} designs that can be trusted, lot (cluster randomised),"
        in told
    )
    assert f"finds it in {100 * share:.0f} of 100 pilots, the worst in 7." in told


def test_a_design_that_is_not_clearly_better_is_not_called_the_best(ran):
    told = verdict(seen_by(ran.content, "lot", 0.12, 0.09, 0.15))[0]
    assert "find it in 7 to 12 of 100 pilots, too near to each other for one of them to be called the best." in told
    assert "nearly always be missed" in told


def test_designs_that_find_what_is_not_there_or_more_than_is_are_not_trusted(ran):
    content = seen_by(ran.content, "lot", 0.9, 0.85, 0.95)
    wolf = tuple(replace(row, rejected=0.3, rejected_low=0.2) if row.reduction == 0 else row for row in content.rows)
    assert verdict(replace(content, rows=wolf))[0].startswith("None of these designs can tell a real fall in all crime")
    large = tuple(
        replace(row, bias=-0.5, bias_low=-0.6, bias_high=-0.4) if (row.design, row.reduction) == ("lot", 0.3) else row
        for row in content.rows
    )
    told = verdict(replace(content, rows=large))[1]
    assert told == ("Not to be trusted: lot (cluster randomised), as the effect is found larger than it is.")


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
