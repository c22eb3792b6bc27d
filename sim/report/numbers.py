"""Numbers as a reader should meet them: no more digits than the interval supports.

The step of rounding comes from the half-width of the interval, which keeps two digits: 4,217 with bounds 1,088 and
7,346 is shown as 4,200 (1,100 to 7,300).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.report.content import Interval

MINUS = "\N{MINUS SIGN}"
"""The sign of negative numbers, which a hyphen is not."""

NONE = "\N{EN DASH}"
"""What stands in a cell without a number."""

_DIGITS_WITHOUT_INTERVAL = 3
_MOST_DECIMALS = 6
_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of a unit are written.

    Parameters
    ----------
    finest
        The finest step that makes sense to a reader, in the unit shown.
    factor
        What the number is multiplied by before it is written.
    before, after
        Text around the number.
    """

    finest: float = 1.0
    factor: float = 1.0
    before: str = ""
    after: str = ""


_WHOLE = Scale()
_MINUTES = Scale(finest=0.01, after=" min")
_PERCENT = Scale(finest=0.1, factor=100.0, after="%")
_POUNDS = Scale(before="£")
_RATE = Scale(finest=0.001)


def scale_of(unit: str, measure: str = "") -> Scale:
    """Choose how numbers of a unit are written.

    Parameters
    ----------
    unit
        Unit in words, as the summary has it.
    measure
        Name of the measure, which settles rates and shares whose unit does not.
    """
    words = unit.lower()
    if "per_1000_pounds" in measure:
        return _RATE
    if "share" in words or "proportion" in words or "within_target" in measure or measure.startswith("utilisation"):
        return _PERCENT
    if words.startswith("minute") and measure.startswith("response"):
        return _MINUTES
    return _POUNDS if words.startswith(("£", "pound")) else _WHOLE


def step_for(low: float, high: float, finest: float) -> float:
    """Find the step of rounding that an interval supports.

    Parameters
    ----------
    low, high
        Bounds of the interval, in the unit shown.
    finest
        Least step.

    Returns
    -------
    float
        A power of ten such that half of the interval keeps two digits, and no bound is rounded to 0 that is not 0
        (as long as `finest` allows).
    """
    half = (high - low) / 2.0
    if not math.isfinite(half) or half <= 0.0:
        return finest
    step = 10.0 ** (math.floor(math.log10(half)) - 1)
    while step > finest and any(bound != 0.0 and abs(bound) < step / 2.0 for bound in (low, high)):
        step /= 10.0
    return max(step, finest)


def write(value: float, step: float, scale: Scale, *, signed: bool = False) -> str:
    """Write a number rounded to a step.

    Parameters
    ----------
    value
        The number before `scale` is applied.
    step
        Step of rounding, in the unit shown.
    scale
        How numbers of its unit are written.
    signed
        Whether a number above 0 carries a plus sign.
    """
    if not math.isfinite(value):
        return NONE
    decimals = min(max(0, -math.floor(math.log10(step) + 1e-9)), _MOST_DECIMALS)
    rounded = round(value * scale.factor / step) * step
    digits = f"{abs(rounded):,.{decimals}f}"
    is_zero = not digits.strip("0.,")
    sign = "" if is_zero else MINUS if rounded < 0.0 else "+" if signed else ""
    return f"{sign}{scale.before}{digits}{scale.after}"


@dataclass(frozen=True, slots=True)
class Written:
    """An interval in words.

    Parameters
    ----------
    centre
        The number itself, with its unit.
    bounds
        Both bounds, for example "1,100 to 7,300"; empty where there are none.
    """

    centre: str
    bounds: str

    @property
    def whole(self) -> str:
        """Number and bounds in one line."""
        return f"{self.centre} ({self.bounds})" if self.bounds else self.centre


def write_interval(interval: Interval, scale: Scale, *, signed: bool = True) -> Written:
    """Write a number and its bounds, all rounded alike.

    Parameters
    ----------
    interval
        The number and its bounds.
    scale
        How numbers of its unit are written.
    signed
        Whether a centre above 0 carries a plus sign; bounds never do.
    """
    if not interval.known:
        return Written(write_alone(interval.centre, scale, signed=signed), "")
    scale = _in_millions(scale, max(abs(interval.low), abs(interval.high)))
    step = step_for(interval.low * scale.factor, interval.high * scale.factor, scale.finest)
    low, high = (write(bound, step, scale) for bound in (interval.low, interval.high))
    return Written(write(interval.centre, step, scale, signed=signed), f"{low} to {high}")


def write_alone(value: float, scale: Scale, *, signed: bool = False) -> str:
    """Write a number that has no interval, with three digits or to the finest step."""
    scale = _in_millions(scale, abs(value))
    shown = abs(value * scale.factor)
    if not math.isfinite(shown):
        return NONE
    step = 10.0 ** (math.floor(math.log10(shown)) - _DIGITS_WITHOUT_INTERVAL + 1) if shown > 0.0 else scale.finest
    return write(value, max(step, scale.finest), scale, signed=signed)


def write_width(value: float, scale: Scale, digits: int = 2) -> str:
    """Write half the width of an interval to significant digits, however small: it is never rounded to 0.

    Parameters
    ----------
    value
        The half-width before `scale` is applied, not below 0.
    scale
        How numbers of its unit are written.
    digits
        Digits that are kept; zeros after the decimal point that say nothing are left out.
    """
    scale = _in_millions(scale, value)
    shown = value * scale.factor
    if not math.isfinite(shown):
        return NONE
    decimals = digits - 1 - math.floor(math.log10(shown)) if shown > 0.0 else 0
    written = f"{round(shown, decimals):,.{max(0, decimals)}f}"
    whole, point, fraction = written.partition(".")
    return f"{scale.before}{f'{whole}{point}{fraction}'.rstrip('0').rstrip('.') if point else whole}{scale.after}"


def write_minutes(value: float) -> str:
    """Write a response time to a tenth of a minute."""
    return write(value, 0.1, _MINUTES)


def _in_millions(scale: Scale, largest: float) -> Scale:
    """Write large sums of money in millions."""
    if scale != _POUNDS or not largest >= _MILLION:
        return scale
    return Scale(finest=0.01, factor=1.0 / _MILLION, before=scale.before, after="m")


def write_chance(chance: float) -> str:
    """Write a probability as a frequency out of a hundred, never as certainty."""
    if not math.isfinite(chance):
        return NONE
    hundredth = round(chance * 100.0)
    if hundredth >= 100:
        return "over 99 in 100" if chance < 1.0 else "100 in 100"
    if hundredth <= 0:
        return "under 1 in 100" if chance > 0.0 else "0 in 100"
    return f"{hundredth} in 100"


def write_frequency(share: float) -> str:
    """Write a small share as a natural frequency, for example "4 in every 1,000"; empty below 1 in 100,000."""
    for base in (100, 1_000, 10_000, 100_000):
        count = abs(share) * base
        if count >= 1.0:
            return f"{round(count):,} in every {base:,}"
    return ""
