"""Whether a real effect would be seen, by which design, and which designs are not to be trusted: the first words of the answer."""

from dataclasses import replace

import pytest

from sim.report.trial_verdict import verdict
from tests.trial.studies import calm


def test_what_a_test_that_cries_wolf_would_need_is_not_told(ran):
    assert ran.content.cries_wolf("lot", "negative_binomial", "all crime")
    assert "all crime" not in {row.outcome for row in ran.content.needed_of("lot")}
    assert "all crime" in {row.outcome for row in calm(ran.content).needed_of("lot")}


def seen_by(content, design, share, low, high):
    """Let one design see the effect in another share of pilots, and the others in fewer than one of ten."""

    def changed(row):
        if row.reduction == 0:
            return replace(row, rejected=0.05, rejected_low=0.02, bias_low=-1.0, bias_high=1.0)
        found = (share, low, high) if row.design == design else (0.07, 0.05, 0.1)
        return replace(row, **dict(zip(FOUND, found, strict=True)), bias=0.0)

    return replace(content, rows=tuple(map(changed, content.rows)))


FOUND = ("falls_found", "falls_found_low", "falls_found_high")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.85, "would mostly be seen"),
        (0.7, "would be seen more often than missed"),
        (0.5, "would be missed about as often as seen"),
        (0.3, "would mostly be missed"),
    ],
)
def test_a_design_that_sees_clearly_more_than_the_others_is_called_the_best(ran, share, said):
    (told,) = verdict(seen_by(ran.content, "lot", share, share - 0.05, share + 0.05))
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    designs = len({row.design for row in ran.content.rows if ran.content.test_of(row.design)})
    assert (
        f"fall in all crime {said}: the best of the {designs} designs that can be trusted, lot (cluster randomised),"
        in told
    )
    assert f"finds it in {100 * share:.0f} of 100 pilots, the worst in 7." in told


def test_a_design_that_is_not_clearly_better_is_not_called_the_best(ran):
    told = verdict(seen_by(ran.content, "lot", 0.12, 0.09, 0.15))[0]
    assert "find it in 7 to 12 of 100 pilots, too near to each other for one of them to be called the best." in told
    assert "nearly always be missed" in told


def test_designs_that_find_what_is_not_there_or_more_than_is_are_not_trusted(ran):
    content = seen_by(ran.content, "lot", 0.9, 0.85, 0.95)
    wolf = tuple(replace(row, rejected=0.3, rejected_low=0.2) if row.reduction == 0 else row for row in content.rows)
    assert verdict(replace(content, rows=wolf))[0].startswith("None of these designs can tell a real fall in all crime")
    large = tuple(
        replace(row, bias=-0.5, bias_low=-0.6, bias_high=-0.4) if (row.design, row.reduction) == ("lot", 0.3) else row
        for row in content.rows
    )
    told = verdict(replace(content, rows=large))[1]
    assert told == ("Not to be trusted: lot (cluster randomised), as the effect is found larger than it is.")
