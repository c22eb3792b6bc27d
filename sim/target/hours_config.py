"""Times of the day as a plan of patrol writes them, and how many visits fit between them."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from sim.clock import MINUTES_PER_DAY, minute_of_day, minutes_of_span

DEFAULT_HOURS: Final = "15:00-23:00"
CHOSEN: Final = "chosen"
LONGEST_ABSENCE_MIN: Final = 120.0
"""Patrol hours that an unpredictable route leaves a hotspot without a planned visit, at most: return at least every two
hours, at times that cannot be foreseen (Koper 1995, doi:10.1080/07418829500096231; evidence §5.2)."""


def _check_time(text: str) -> str:
    """Refuse what is no time of day."""
    if minute_of_day(text) == MINUTES_PER_DAY:
        message = '"24:00" belongs to the next day; a visit is due by "23:59" at the latest'
        raise ValueError(message)
    return text


def check_hours(text: str) -> str:
    """Refuse what is no span within one day.

    Parameters
    ----------
    text
        "HH:MM-HH:MM".

    Returns
    -------
    str
        The same text.

    Raises
    ------
    ValueError
        When the text is no span, or one that passes midnight.
    """
    if minutes_of_span(text)[1] > MINUTES_PER_DAY:
        message = f"patrol hours '{text}' pass midnight, which they may not; end them at \"24:00\" or before"
        raise ValueError(message)
    return text


def _check_hours_or_chosen(text: str) -> str:
    """Refuse what is neither a span within one day nor the word for hours that go with the place."""
    return text if text == CHOSEN else check_hours(text)


TimeOfDay = Annotated[str, AfterValidator(_check_time), Field(examples=["16:00"])]
Hours = Annotated[str, AfterValidator(check_hours), Field(examples=[DEFAULT_HOURS])]
HoursOrChosen = Annotated[str, AfterValidator(_check_hours_or_chosen), Field(examples=[DEFAULT_HOURS, CHOSEN])]


def fewest_by_lot(length_min: float, visit_min: float) -> int:
    """Give the fewest visits a day with which a place is left alone for two hours at most, and the times are not all fixed.

    Parameters
    ----------
    length_min
        Patrol hours, minutes.
    visit_min
        Length of a visit, minutes.

    Returns
    -------
    int
        The least n with ``length_min - n * visit_min < (n + 1) * LONGEST_ABSENCE_MIN``, 1 or more.
    """
    return max(1, int((length_min - LONGEST_ABSENCE_MIN) // (visit_min + LONGEST_ABSENCE_MIN)) + 1)


def check_visits_fit(visits: int, visit_min: float, length_min: float, hours: str, *, by_lot: bool) -> None:
    """Refuse visits that their hours cannot hold, or that leave nothing to be drawn by lot.

    Parameters
    ----------
    visits, visit_min
        Visits a day and their length in minutes.
    length_min, hours
        Length of the patrol hours in minutes, and the hours in words.
    by_lot
        Whether the times of visits are drawn by lot.

    Raises
    ------
    ValueError
        With what to ask for instead.
    """
    away_min = length_min - visits * visit_min
    plan = f"{visits} visit{'' if visits == 1 else 's'} of {visit_min:g} minutes"
    if away_min < 0:
        message = f"{plan} do not fit into {hours}; ask for fewer or shorter ones, or for longer hours"
        raise ValueError(message)
    if not by_lot:
        return
    if away_min == 0:
        message = f"{plan} in {hours} leave no room for times that cannot be foreseen; ask for fewer or shorter visits"
        raise ValueError(message)
    if visits < (enough := fewest_by_lot(length_min, visit_min)):
        message = (
            f"{plan} in {hours} cannot be at most two hours apart at times that cannot be foreseen; "
            f"ask for at least {enough} visits a day, or for shorter hours"
        )
        raise ValueError(message)
