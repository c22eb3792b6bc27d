"""A study of pilots on stdout: what it says in words, and one short table."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Final

from sim.report.console import console_text
from sim.report.trial_answer import trial_sentences
from sim.report.trial_glance import Glance, at_a_glance, stated_effects
from sim.report.trial_stated import stated_effect_sentences
from sim.report.trial_words import (
    design_words,
    fall_words,
    label_of,
    outcome_label,
    reach_words,
    signed_words,
    size_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from sim.report.trial_content import TrialContent
    from sim.trial.summary import TrialRow

_WIDEST: Final = 100
"""Lines are no longer than this on a wide terminal: longer ones are hard to read."""
_NARROWEST: Final = 72
_MOST_EFFECTS: Final = 3
_FALL, _RISE, _EFFECT, _SMALLEST = 6, 6, 13, 11
"""Widths of the columns."""
_OVER: Final = "Stated effect of patrol"
_KEY: Final = (
    "Of 100 pilots: how many find a fall, or a rise, with nothing done (the test is meant to find 5 in all), and how many "
    "find the fall that patrol makes; in brackets how large that really is. Smallest: the least fall that is seen in 80 of 100."
)


def trial_table(content: TrialContent) -> RenderableType:
    """Lay out the sentences and the table for a terminal.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    rich.console.RenderableType
        A renderable for `rich.console.Console.print`; no line of it is longer than 80 characters where the terminal is not
        wider, and none ends in blanks.
    """
    return _Trial(content)


class _Trial:
    """The study as rich asks for it: laid out once width and encoding are known."""

    def __init__(self, content: TrialContent) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines for a console."""
        content, study = self._content, self._content.study
        width = max(_NARROWEST, min(options.max_width, _WIDEST))
        yield console_text("\n".join(textwrap.wrap(study.question, width)), options.encoding, "bold")
        facts = f"{content.titled_place}, {study.replications:,} pilots of {study.days} days\n"
        yield console_text(facts, options.encoding, "dim")
        for sentence in trial_sentences(content):
            yield console_text(_bullet(sentence, width), options.encoding)
        if lines := list(_table(content, width)):
            for line, style in [("", ""), *lines, ("", "")]:
                yield console_text(line, options.encoding, style)
            key = f"{_KEY} Shares of {study.replications:,} pilots are known to {reach_words(study.replications)} or better."
            key = " ".join([key, *stated_effect_sentences(content)])
            yield console_text("\n".join(textwrap.wrap(key, width)), options.encoding, "dim")
        yield console_text(f"\nPage and tables: {content.folder}", options.encoding)


def _bullet(sentence: str, width: int) -> str:
    """Wrap a sentence behind a dash."""
    return "\n".join(
        textwrap.wrap(sentence, width, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
    )


def _table(content: TrialContent, width: int) -> Iterator[tuple[str, str]]:
    """Give the lines of the table and their styles, design by design; nothing where nothing is tested."""
    effects = stated_effects(content)[:_MOST_EFFECTS]
    over = max(_EFFECT * len(effects), len(_OVER) + 2) if effects else 0
    room = width - _FALL - _RISE - over - _SMALLEST
    designs = [(design, at_a_glance(content, design)) for design in content.runs]
    if not any(glances for _, glances in designs):
        return
    heading = f"{_OVER if effects else '':>{over}}"
    yield f"{'':{room}}{'Nothing done':>{_FALL + _RISE}}{heading}{'Smallest':>{_SMALLEST}}", "bold"
    named = "".join(f"{fall_words(reduction):>{_EFFECT}}" for reduction in effects)
    yield f"{'':{room}}{'fall':>{_FALL}}{'rise':>{_RISE}}{named:>{over}}{'fall seen':>{_SMALLEST}}", "bold"
    for design, glances in designs:
        if glances:
            yield _design_line(content, design.name), "bold"
        for glance in glances:
            yield from ((line, "") for line in _lines(glance, len(effects), (room, over)))


def _design_line(content: TrialContent, name: str) -> str:
    """Name a design, and its test where it is not the one to be expected."""
    design, test = content.study.designs[name], content.test_of(name)
    expected = test == ("before_after_test" if design.kind == "before_after" else "permutation")
    return f"{design_words(name, design)}{'' if expected or test is None else f', by {label_of(test)}'}"


def _lines(glance: Glance, effects: int, widths: tuple[int, int]) -> Iterator[str]:
    """Give the lines of one outcome: its name may take several; widths are those of the name and of all effects."""
    room, over = widths
    nothing = glance.nothing
    alarms = (nothing.falls_found, nothing.rises_found) if nothing else (math.nan, math.nan)
    cells = f"{_of_hundred(alarms[0]):>{_FALL}}{_of_hundred(alarms[1]):>{_RISE}}"
    cells += f"{''.join(f'{_seen(row):>{_EFFECT}}' for row in glance.effects[:effects]):>{over}}"
    cells += f"{size_words(glance.smallest):>{_SMALLEST}}"
    *before, last = textwrap.wrap(outcome_label(glance.outcome), room, initial_indent="  ", subsequent_indent="    ")
    yield from before
    yield f"{last:{room}}{cells}"


def _of_hundred(share: float) -> str:
    """Write a share of pilots as a number of a hundred."""
    return f"{100 * share:.0f}" if math.isfinite(share) else "–"


def _seen(row: TrialRow | None) -> str:
    """Write how many find a fall, and how large it is."""
    if row is None or not math.isfinite(row.falls_found):
        return "–"
    return f"{_of_hundred(row.falls_found)} ({signed_words(row.true_change)})"
