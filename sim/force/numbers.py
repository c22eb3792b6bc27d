"""Sourced numbers that are refused, at their own place in the file, when they cannot be."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from sim.config import Sourced


def _check_share(number: Sourced) -> Sourced:
    """Refuse a share outside 0 to 1."""
    if not 0 <= number.value <= 1:
        message = f"a share lies between 0 and 1, not at {number.value:g}"
        raise ValueError(message)
    return number


def _check_not_negative(number: Sourced) -> Sourced:
    """Refuse a number below 0."""
    if number.value < 0:
        message = f"it cannot be negative, but is {number.value:g}"
        raise ValueError(message)
    return number


def _check_whole(number: Sourced) -> Sourced:
    """Refuse a fraction."""
    if number.value != round(number.value):
        message = f"it must be a whole number, not {number.value:g}"
        raise ValueError(message)
    return number


def _check_at_least_one(number: Sourced) -> Sourced:
    """Refuse a number below 1."""
    if number.value < 1:
        message = f"it must be 1 or more, not {number.value:g}"
        raise ValueError(message)
    return number


Share = Annotated[Sourced, AfterValidator(_check_share)]
"""A share, 0 to 1."""
NotNegative = Annotated[Sourced, AfterValidator(_check_not_negative)]
"""A number of 0 or more."""
WholeNotNegative = Annotated[Sourced, AfterValidator(_check_not_negative), AfterValidator(_check_whole)]
"""A whole number of 0 or more."""
WholePositive = Annotated[Sourced, AfterValidator(_check_at_least_one), AfterValidator(_check_whole)]
"""A whole number of 1 or more."""
