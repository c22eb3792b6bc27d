"""What sentences about pilots say with numbers, read back and held against the tables by their own words, cell by cell."""

import csv
import json
import math
import re
from collections import Counter

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
