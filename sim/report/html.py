"""The report as one HTML file that opens offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.answer import answer
from sim.report.assumptions import CONFIDENCE, assumption_groups, confidence_counts
from sim.report.equity import service_tables
from sim.report.fitted import fitted_shown
from sim.report.glossary import GLOSSARY
from sim.report.head_to_head import describe_direct
from sim.report.headline import comparison_columns, comparison_lines
from sim.report.interval_chart import interval_chart
from sim.report.labels import CRIMES, HARM, harm_words, period_words
from sim.report.map import draw_maps
from sim.report.page import render_page
from sim.report.patrol import patrols_shown
from sim.report.patrol_map import draw_patrol_maps
from sim.report.patrol_map import legend as patrol_legend
from sim.report.regression import hotspot_sentence, hotspot_tables
from sim.report.rivals import leader, rivals
from sim.report.robustness import index_rows, robustness_sentence
from sim.report.wording import interval_words

if TYPE_CHECKING:
    from sim.report.content import ReportContent

_CAVEATS_ON_TOP: Final = 3


def render_report(content: ReportContent) -> str:
    """Render the report.

    Parameters
    ----------
    content
        All that the report tells.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same content gives the same text.
    """
    return render_page("report.html", content=content, **_front(content), **_evidence(content), **_annex(content))


def _front(content: ReportContent) -> dict[str, object]:
    """Gather what the first page shows."""
    return {
        "stamp": f" ({content.synthetic_words})" if content.synthetic_words else "",
        "sentences": answer(content),
        "interval_words": interval_words(content),
        "period": period_words(content.days),
        "over_days": f"over {content.days} days",
        "harm_unit": harm_words(content.unit(HARM)),
        "caveats": (*content.failed_checks, *content.notes[:_CAVEATS_ON_TOP]),
        "columns": comparison_columns(content),
        "lines": comparison_lines(content),
        "baseline": content.label(content.baseline),
    }


def _evidence(content: ReportContent) -> dict[str, object]:
    """Gather figures, maps and the tables behind them."""
    charts = [interval_chart(content, measure) for measure in (HARM, CRIMES)] if content.challengers else []
    rows = index_rows(content)
    # tens of thousands of outlines would weigh more than the page may, and made-up forces lie nowhere
    maps = None if content.county.force_name else draw_maps(content)
    return {
        "charts": charts,
        "maps": maps,
        "services": service_tables(content),
        "indices": rows,
        "patrols": patrols_shown(content),
        "patrol_maps": draw_patrol_maps(content) if maps else (),
        "patrol_legend": patrol_legend(),
        "hotspots": hotspot_tables(content),
        "hotspot_sentence": hotspot_sentence(content),
        "robustness": robustness_sentence(rows),
        "direct": [describe_direct(content, pair) for pair in content.direct],
        "leader": leader(content),
        "rivals": rivals(content),
    }


def _annex(content: ReportContent) -> dict[str, object]:
    """Gather what the run rests on."""
    return {
        "other_notes": content.notes[_CAVEATS_ON_TOP:],
        "fit": fitted_shown(content),
        "assumptions": assumption_groups(content.assumptions),
        "confidence_counts": confidence_counts(content.assumptions),
        "confidence_words": CONFIDENCE,
        "glossary": GLOSSARY,
        "source_line": _source_line(content),
    }


def _source_line(content: ReportContent) -> str:
    """Write what made the figures in one line, for below each of them."""
    kept = ("Program version", "Version", "Commit", "Seed", "Date")
    parts = [f"{label.lower()} {content.provenance[label]}" for label in kept if label in content.provenance]
    return f"Study {content.study}, {content.replications} replications{''.join(f', {part}' for part in parts)}"
