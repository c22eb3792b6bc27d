"""What a plain comparison announces, in words: large falls of some kind, and the falls that somebody announced."""

from __future__ import annotations

from collections.abc import Sequence

from sim.listing import listing
from sim.report.trial_content import TrialContent
from sim.report.trial_words import design_words, fall_words, hundredths, in_hundred, outcome_words
from sim.trial.announced import ANY_CATEGORY, AnnouncedRow


def announcing(content: TrialContent) -> list[str]:
    """Give the designs whose plain comparison is told in words.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Those that compare before and after; where there are none, the first that could be read so.
    """
    could = list(dict.fromkeys(row.design for row in content.announced))
    plain = [name for name in could if content.study.designs[name].kind == "before_after"]
    return plain or could[:1]


def announced_sentences(content: TrialContent) -> list[str]:
    """Say how often chance and the choice of places alone show what was announced, then what true effects would show.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    list of str
        Sentences, design by design; none where nothing was announced.
    """
    if not content.study.announced:
        return []
    told = []
    for place, name in enumerate(announcing(content)):
        rows = [row for row in content.announced if row.design == name and row.outcome != ANY_CATEGORY]
        nothing = [row for row in rows if row.reduction == 0]
        whole = [row for row in rows if row.outcome == rows[-1].outcome and row.reduction > 0]
        if place == 0:
            told += [_alone(content, nothing)] if nothing else []
            told += [_with_effect(content, whole)] if whole else []
        elif nothing and whole:
            told.append(_briefly(content, name, nothing, whole))
    return told


def any_category_sentences(content: TrialContent) -> list[str]:
    """Say how often some kind of crime falls by a fifth though nothing is done."""
    told: list[str] = []
    for name in announcing(content):
        rows = [
            row for row in content.announced if (row.design, row.reduction, row.outcome) == (name, 0.0, ANY_CATEGORY)
        ]
        if rows:
            told.append(_any(rows) if not told else _any_too(content, name, rows))
    return told


def _against(content: TrialContent, name: str) -> str:
    """Say with what a later design compares."""
    if _compares_like_seasons(content, name):
        return "Against the same season one year before"
    return f"Under {design_words(name, content.study.designs[name])}"


def _compares_like_seasons(content: TrialContent, name: str) -> bool:
    """Tell whether a design compares with the same season of the year before."""
    return getattr(content.study.designs[name], "before", "") == "last_year"


def _alone(content: TrialContent, rows: Sequence[AnnouncedRow]) -> str:
    """Say how often nothing but chance and choice shows each fall, and all of them."""
    falls = [
        f"{fall_words(row.fall)} or more in {outcome_words(row.outcome)}"
        if row.outcome in content.study.announced
        else "all of these at once"
        for row in rows
    ]
    often = [
        in_hundred(rows[0].share, rows[0].pilots),
        *(f"in {hundredths(row.share, row.pilots)}" for row in rows[1:]),
    ]
    parts = [f"{fall} {share}" for fall, share in zip(falls, often, strict=True)]
    season = "" if _compares_like_seasons(content, rows[0].design) else ", season"
    return f"Chance{season} and the choice of places alone would show a fall of {listing(parts)}."


def _with_effect(content: TrialContent, rows: Sequence[AnnouncedRow]) -> str:
    """Say how often true effects show as much."""
    what = "these falls together" if len(content.study.announced) > 1 else "such a fall"
    first, *others = rows
    told = f"Were the stated effect of patrol {fall_words(first.reduction)}, {what} would show {in_hundred(first.share, first.pilots)}"
    return (
        told
        + "".join(f"; were it {fall_words(row.reduction)}, in {hundredths(row.share, row.pilots)}" for row in others)
        + "."
    )


def _briefly(content: TrialContent, name: str, nothing: Sequence[AnnouncedRow], whole: Sequence[AnnouncedRow]) -> str:
    """Say both of a further design, which compares with another time."""
    alone = listing([hundredths(row.share, row.pilots) for row in nothing])
    effects = ", ".join(f"of {fall_words(row.reduction)} in {hundredths(row.share, row.pilots)}" for row in whole)
    together = "all at once " if len(content.study.announced) > 1 else ""
    return f"{_against(content, name)}: by chance and choice alone in {alone} of 100 pilots; {together}under a stated effect {effects}."


def _any(rows: Sequence[AnnouncedRow]) -> str:
    """Say how often some category falls, of all and of those with many records."""
    whole, many = rows
    return (
        f"Even if patrol did nothing, a before and after comparison would announce a fall of {fall_words(whole.fall)} or more in some "
        f"category of crime {in_hundred(whole.share, whole.pilots)}; counting only categories with {many.least_before:.0f} or more recorded crimes "
        f"before, in {hundredths(many.share, many.pilots)}."
    )


def _any_too(content: TrialContent, name: str, rows: Sequence[AnnouncedRow]) -> str:
    """Say it of a further design, which compares with another time."""
    whole, many = rows
    return (
        f"{_against(content, name)} it would in {hundredths(whole.share, whole.pilots)}, or in {hundredths(many.share, many.pilots)} counting only "
        "those categories."
    )
