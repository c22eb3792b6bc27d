"""The page of a fit: observed against fitted, what was left out, what stayed assumed. It opens offline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.county.months import MONTHS_PER_YEAR
from sim.fit.became import became
from sim.fit.charts import area_chart, interval_chart, month_chart, season_chart
from sim.fit.digits import NORMAL_95
from sim.fit.fitted import FittedCounty
from sim.fit.log_table import types_shown
from sim.fit.numbers import month_fit, year_interval
from sim.fit.told import assumed, fitted_words
from sim.fit.travel import TravelFit
from sim.report.numbers import NONE
from sim.report.page import render_page

if TYPE_CHECKING:
    from markupsafe import Markup

_TEMPLATES: Final = Path(__file__).parent / "templates"
MEASURE_WORDS: Final = (
    "Gini coefficient",
    "Held by the top 5% of areas",
    "χ²/df",
    "Rank correlation with the next month",
)
"""`sim.fit.align.MEASURES` for people."""


@dataclass(frozen=True, slots=True)
class CategoryShown:
    """One category as the page shows it.

    Parameters
    ----------
    name
        The category.
    rows, ahead, ahead_range, unevenness, unevenness_range, coverage, explained
        Cells of the table of categories.
    months, areas, season, spread
        Its charts.
    coefficients
        Cells of the table of covariates: value and range.
    wander
        How far its level goes in a year, value and range.
    """

    name: str
    rows: str
    ahead: str
    ahead_range: str
    unevenness: str
    unevenness_range: str
    coverage: str
    explained: str
    months: Markup
    areas: Markup
    season: Markup
    spread: Markup
    coefficients: tuple[tuple[str, str], ...]
    wander: tuple[str, str]


def fit_page(fitted: FittedCounty) -> str:
    """Render the page.

    Parameters
    ----------
    fitted
        The fit.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same fit gives the same text.
    """
    span = _span(fitted)
    rates = fitted.rates
    return render_page(
        "fit.html",
        _TEMPLATES,
        fitted=fitted,
        attribution=fitted.county.attribution,
        told=tuple(fitted_words(fitted)),
        notes=fitted.notes,
        assumed=tuple(assumed(fitted)),
        categories=[_shown(fitted, row, span) for row in range(len(rates.category))],
        covariates=[_words(name) for name in rates.places.covariate],
        call_types=types_shown(fitted),
        whole_log=_whole_log(fitted),
        month_rows=_month_rows(fitted),
        all_crime=_ranged(*rates.dispersion.all_crime),
        correlation=_ranged(*rates.places.month_correlation),
        became=[] if fitted.outcomes is None else became(fitted.outcomes),
        simulated=_simulated(fitted),
        measures=MEASURE_WORDS,
        total=f"{fitted.ahead.per_year.sum():,.0f}",
        last_month=rates.month[-1],
    )


def _shown(fitted: FittedCounty, row: int, span: tuple[float, float]) -> CategoryShown:
    """Gather what is shown of one category."""
    rates, recorded = fitted.rates, fitted.recorded
    name, levels, places, spread = rates.category[row], rates.levels, rates.places, rates.dispersion
    ahead = year_interval(fitted, row)
    years = len(rates.month) / MONTHS_PER_YEAR
    by_area = recorded.count[:, row].sum(axis=0) / years
    ends = float(spread.value[row]), float(spread.low[row]), float(spread.high[row])
    return CategoryShown(
        name=name,
        rows=f"{int(recorded.count[:, row].sum()):,}",
        ahead=f"{ahead['value']:,.0f}",
        ahead_range=f"{ahead['low']:,.0f} to {ahead['high']:,.0f}",
        unevenness=f"{ends[0]:.2f}",
        unevenness_range=f"{ends[1]:.2f} to {ends[2]:.2f}",
        coverage=f"{places.coverage[row]:.1%}",
        explained=f"{month_fit(fitted, row)['share_explained']:.0%}",
        months=month_chart(
            f"{name}: rows of the county by month", rates.month, levels.observed[:, row], levels.fitted[:, row]
        ),
        areas=area_chart(f"{name}: rows a year by area", by_area, places.share[row] * by_area.sum()),
        season=season_chart(f"{name}: season", levels.season[row], levels.season_sd[row], NORMAL_95),
        spread=interval_chart(f"{name}: χ²/df {_ranged(*ends)}", *ends, span),
        coefficients=tuple(
            (f"{value:+.2f}", f"{value - NORMAL_95 * error:+.2f} to {value + NORMAL_95 * error:+.2f}")
            for value, error in zip(places.coefficient[row], places.coefficient_sd[row], strict=True)
        ),
        wander=(
            f"{levels.wander_sd[row]:.0%}",
            f"{levels.wander_range[row, 0]:.0%} to {levels.wander_range[row, 1]:.0%}",
        ),
    )


def _simulated(fitted: FittedCounty) -> list[tuple[str, tuple[tuple[str, str, bool], ...]]]:
    """Gather recorded months beside simulated ones: category, and for each measure recorded, simulated, whether inside."""
    found = fitted.alignment
    if found is None:
        return []
    return [
        (
            name,
            tuple(
                (f"{seen:.3f}", f"{low:.3f} to {high:.3f}", bool(inside)) if known else (NONE, "", True)
                for seen, low, high, inside, known in zip(
                    *(part[row] for part in (found.recorded, found.low, found.high, found.inside, found.known)),
                    strict=True,
                )
            ),
        )
        for row, name in enumerate(fitted.rates.category)
    ]


def _span(fitted: FittedCounty) -> tuple[float, float]:
    """Give the scale on which the dispersion of every category is drawn."""
    spread = fitted.rates.dispersion
    low, high = min(float(spread.low.min()), 1.0), max(float(spread.high.max()), 1.0)
    room = 0.04 * max(high - low, 0.1)
    return low - room, high + room


def _month_rows(fitted: FittedCounty) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Write observed and fitted rows month by month, for those who want the numbers."""
    levels = fitted.rates.levels
    return [
        (
            month,
            tuple((f"{a:,.0f}", f"{b:,.0f}") for a, b in zip(levels.observed[at], levels.fitted[at], strict=True)),
        )
        for at, month in enumerate(fitted.rates.month)
    ]


def _whole_log(fitted: FittedCounty) -> tuple[str, ...]:
    """Say what was fitted to all calls of a log together."""
    log = fitted.log
    said = []
    if log and log.handling:
        said.append(f"Minutes from call to dispatch of emergencies: median {_ranged(*log.handling.median_min)}.")
    if log and log.travel:
        said += _travel(log.travel)
    return tuple(said)


def _travel(travel: TravelFit) -> tuple[str, ...]:
    """Say what of travel was fitted: what studies take from it, and what is a check only."""
    taken = f"Minutes of travel under blue lights ÷ without: {_ranged(*travel.blue_light_factor)}. Studies on the packs take this."
    check = (
        f"As a check, which the packs do not take: {travel.journeys:,} journeys from the nearest station at "
        f"{_ranged(*travel.km_h)} km/h once at speed, {_ranged(*travel.turn_out_min)} minutes to set off and "
        f"{_ranged(*travel.start_stop_min)} lost in starting and stopping; distance and grade explain "
        f"{travel.explained:.0%} of how the log of minutes varies."
    )
    return taken, check


def _ranged(value: float, low: float, high: float) -> str:
    """Write a number with its interval."""
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


def _words(name: str) -> str:
    """Write the name of a covariate for people."""
    return name.replace("_", " ")
