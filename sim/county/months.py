"""Months as text, YYYY-MM, which sorts as time does."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

MONTHS_PER_YEAR = 12
MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"

Month = Annotated[str, Field(pattern=MONTH_PATTERN)]


def month_number(month: str) -> int:
    """Count the months from the year 0 to a month."""
    return int(month[:4]) * MONTHS_PER_YEAR + int(month[5:]) - 1


def month_name(number: int) -> str:
    """Write a month as YYYY-MM; the inverse of `month_number`."""
    return f"{number // MONTHS_PER_YEAR:04d}-{number % MONTHS_PER_YEAR + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """List the months from first to last, both included."""
    return [month_name(number) for number in range(month_number(first), month_number(last) + 1)]


def refuse_backwards(months: list[str] | None) -> None:
    """Refuse a last month before the first."""
    if months and months[0] > months[-1]:
        message = f"months: the first, {months[0]}, comes after the last, {months[-1]}"
        raise ValueError(message)
