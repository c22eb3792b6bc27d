"""The page of a study of pilots. It opens offline."""

from __future__ import annotations

from sim.report.page import render_page
from sim.report.trial_content import TrialContent
from sim.report.trial_words import design_words, fall_words, in_hundred, label_of, percent_words, trial_sentences


def trial_page(content: TrialContent) -> str:
    """Render the page.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same content gives the same text.
    """
    return render_page(
        "trial.html",
        content=content,
        attribution=content.attribution,
        sentences=trial_sentences(content),
        design_words=design_words,
        fall_words=fall_words,
        in_hundred=in_hundred,
        percent_words=percent_words,
        label_of=label_of,
    )
