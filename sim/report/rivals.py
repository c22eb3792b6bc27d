"""The leading option against each of the others: which to choose, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.outcomes.intervals import mean_interval, predictive_interval
from sim.report.content import Interval
from sim.report.finding import Finding, finding
from sim.report.labels import HARM
from sim.report.numbers import scale_of, write_interval
from sim.report.order import rank_options
from sim.report.wording import agree, named, sentence

if TYPE_CHECKING:
    from sim.report.content import Option, ReportContent

FEWEST: Final = 3
"""Options from which it is told how each stands against the leading one: of two, the table of differences tells it."""
_VERDICTS: Final = {
    Finding.MORE: "prevents less",
    Finding.MORE_ON_AVERAGE: "prevents less on average",
    Finding.OPEN: "cannot be told apart",
    Finding.LESS_ON_AVERAGE: "prevents more on average",
    Finding.LESS: "prevents more",
}


@dataclass(frozen=True, slots=True)
class Rival:
    """One option beside the leading one.

    Parameters
    ----------
    option
        The option.
    lead
        What the leading option prevents more than it, by history, with the bounds that the report shows.
    found
        What that comes to.
    behind
        Histories in which it prevented less.
    text, bounds
        The lead in words.
    """

    option: Option
    lead: Interval
    found: Finding
    behind: int
    text: str
    bounds: str

    @property
    def verdict(self) -> str:
        """What the option does beside the leading one."""
        return _VERDICTS[self.found]


def leader(content: ReportContent) -> Option | None:
    """Give the option that leads, if there are enough to choose from and histories to compare them in."""
    ranked = rank_options(content)
    known = [option for option in ranked if len(content.paired_harm.get(option.name, ())) > 1]
    return known[0] if len(known) >= FEWEST and known[0] is ranked[0] else None


def rivals(content: ReportContent) -> tuple[Rival, ...]:
    """Hold each option against the leading one, history by history.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    tuple[Rival, ...]
        The others, the nearest first; none without a leader.
    """
    first = leader(content)
    if first is None:
        return ()
    found = [_rival(content, first, option) for option in rank_options(content)[1:]]
    return tuple(sorted(found, key=lambda rival: rival.lead.centre))


def _rival(content: ReportContent, first: Option, option: Option) -> Rival:
    """Hold one option against the leading one."""
    ahead = content.paired_harm[first.name] - content.paired_harm[option.name]
    centre, of_mean = float(ahead.mean()), mean_interval(ahead)
    lead = Interval(centre, *(predictive_interval(ahead) if content.predictive else of_mean))
    written = write_interval(lead, scale_of(content.unit(HARM), HARM))
    found = finding(lead, Interval(centre, *of_mean))
    return Rival(option, lead, found, int((ahead > 0).sum()), written.centre, written.bounds)


def rivals_sentence(content: ReportContent) -> str:
    """Say which options the leading one beats, and which cannot be told from it; empty without a leader."""
    first, others = leader(content), rivals(content)
    if first is None:
        return ""
    beaten = [rival for rival in others if rival.found.direction > 0]
    near = [named(rival.option) for rival in others if rival.found == Finding.OPEN]
    parts = []
    if near:
        parts.append(f"{listing(near)} cannot be told from {named(first)} in harm")
    if beaten:
        names = [named(rival.option) for rival in beaten]
        most = max(beaten, key=lambda rival: rival.lead.centre)
        which = f"{named(most.option)} " if len(beaten) > 1 else ""
        much = f"{which}by {most.text.lstrip('+')}, in {most.behind} of {content.replications} histories"
        mostly = "" if all(rival.found.is_sure for rival in beaten) else " on average"
        parts.append(f"{listing(names)} {agree(names, 'prevents')} less{mostly} ({much})")
    return sentence("; ".join(parts))
