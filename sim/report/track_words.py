"""What trackers reported, in words: visits made of those due, then minutes, then what is to be known of the stays."""

from __future__ import annotations

import math
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sim.report.patrol import behind_words, hotspots_kept, in_percent, kept_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.report.track_content import ListedVisit, TrackContent
    from sim.track.compliance import Kept

MOST_NAMED: Final = 5
OFTEN: Final = 0.2
"""A time of the day is named where more than this share of what was missed fell due at it."""


def track_sentences(content: TrackContent) -> list[str]:
    """Say in words what was delivered, the weightiest first.

    Parameters
    ----------
    content
        What the page tells.
    """
    together = content.patrol.together
    return [
        *([content.warning] if content.warning else []),
        _made_words(together, len(content.stays)),
        _minutes_words(together),
        *_not_due_words(together),
        *behind_words(content.patrol),
        *_missed_words(content.missed),
        *_stay_words(together),
        *_never_words(content),
    ]


def _made_words(together: Kept, stays: int) -> str:
    """Say how many of the visits due were made, and how many stays were found for it."""
    due, made = together.visits_due, together.visits_made
    count = f"{made:,} of {counted(due, 'visit')} that fell due {'was' if made == 1 else 'were'} made ({in_percent(made / due)})"
    return f"{count}; {counted(stays, 'stay')} {'was' if stays == 1 else 'were'} found in all."


def _minutes_words(together: Kept) -> str:
    """Say how much of the plan was kept, and how many minutes were delivered, wanted there or not."""
    kept = f"{in_percent(together.kept_share)} of the minutes planned were kept, each hotspot and day counted up to its plan."
    return f"{kept} {kept_words(together, together.delivered_share, together.cut_by_call)}"


def _not_due_words(together: Kept) -> list[str]:
    """Say what was left out because nothing was due there that day."""
    if not together.not_due_min:
        return []
    minutes, stays = round(together.not_due_min), together.visits_not_due
    spent = f"{counted(minutes, 'minute')} ({counted(stays, 'stay')}) {'was' if minutes == 1 else 'were'} spent"
    return [f"{spent} in hotspots that were not due that day: no part of the plan, and in none of these shares."]


def _missed_words(missed: Sequence[ListedVisit]) -> list[str]:
    """Say for how many visits nobody came, and at which time of the day they fell due most often."""
    if not missed:
        return []
    nobody = f"For {counted(len(missed), 'visit')} nobody came before the next one fell due or the day ended"
    ((when, most),) = Counter(visit.start for visit in sorted(missed, key=attrgetter("start"))).most_common(1)
    if most == 1 or most <= OFTEN * len(missed):
        return [f"{nobody}."]
    return [
        f"{nobody}, all of them due at {when}."
        if most == len(missed)
        else f"{nobody}, most often for those due at {when} ({most:,})."
    ]


def _stay_words(together: Kept) -> list[str]:
    """Say how long stays lasted, and how soon somebody was back."""
    sentences = []
    if together.visits:
        lasted = f"Stays on days on which a visit was due lasted {together.visit_mean_min:.0f} minutes on average"
        sentences.append(
            f"{lasted}; {in_percent(together.visits_of_10_to_16)} of them 10 to 16 minutes, which deters longest for what it costs."
        )
    if not math.isnan(together.back_in_2_hours):
        sentences.append(
            f"After a stay, somebody was back within two hours in {in_percent(together.back_in_2_hours)} of cases."
        )
    return sentences


def _never_words(content: TrackContent) -> list[str]:
    """Name hotspots where nobody was seen when anything was due."""
    never = [row.name for row in hotspots_kept(content.patrol, content.name_of) if row.share == 0.0]
    if not never:
        return []
    more = f" and {len(never) - MOST_NAMED} more" if len(never) > MOST_NAMED else ""
    return [f"Nobody was seen on any day on which a visit was due at: {', '.join(never[:MOST_NAMED])}{more}."]


def counted(number: int, noun: str) -> str:
    """Write a number and what it counts, as "1 visit" and "2 visits"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
