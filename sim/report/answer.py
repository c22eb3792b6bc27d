"""The answer in words: at most five sentences, each tied to an interval.

A direction word ("more", "slower") is used only where the interval shown leaves out 0; else the sentence says
that no difference can be detected.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.report.labels import COST, CRIMES, HARM, RESPONSE, VALUE, harm_words, join_words, label_of, period_words
from sim.report.numbers import Written, scale_of, write_alone, write_frequency, write_interval, write_minutes

if TYPE_CHECKING:
    from sim.report.content import DirectComparison, Interval, Option, ReportContent

MOST_SENTENCES: Final = 5
"""More than five sentences are not an answer."""

_SETTLED: Final = 0.8
"""A chance of being best below which the order at the top is called open."""


def answer(content: ReportContent) -> tuple[str, ...]:
    """Answer the question of a study in words.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    tuple[str, ...]
        One to five sentences, the most important first.
    """
    if not content.challengers:
        return _describe_baseline(content)
    ranked = rank_options(content)
    if not ranked:
        return ("The runs give no paired difference in harm, so the options cannot be compared.",)
    sentences = (
        _lead(content, ranked),
        _crimes(content, ranked[0]),
        _others(content, ranked),
        _direct(content),
        _response(content),
        _value(content, ranked[0]),
    )
    return tuple(sentence for sentence in sentences if sentence)[:MOST_SENTENCES]


def rank_options(content: ReportContent) -> list[Option]:
    """Order the options that have a difference in harm: detectably better ones first, then by size.

    Equal ones keep the order of the study.
    """
    known = [option for option in content.challengers if math.isfinite(_harm(content, option).centre)]
    return sorted(known, key=lambda option: (-_harm(content, option).sign, -_harm(content, option).centre))


def interval_words(content: ReportContent) -> str:
    """Say which kind of interval the report shows."""
    if content.predictive:
        return "95% predictive interval"
    return "95% interval of the mean, chance only"


def named(option: Option) -> str:
    """Give the label of an option as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{option.label}\N{RIGHT DOUBLE QUOTATION MARK}"


def _harm(content: ReportContent, option: Option) -> Interval:
    """Give the paired difference in harm prevented."""
    return content.difference(option.name, HARM)


def _amount(content: ReportContent, interval: Interval, measure: str) -> Written:
    """Write the size of a difference, without its sign where the whole interval has one."""
    scale = scale_of(content.unit(measure), measure)
    if interval.sign < 0:
        interval = type(interval)(-interval.centre, -interval.high, -interval.low)
    return write_interval(interval, scale, signed=interval.sign == 0)


def _describe_baseline(content: ReportContent) -> tuple[str, ...]:
    """Say what a study without options shows."""
    label = content.label(content.baseline)
    first = f"This study runs {label} alone, so there is nothing to compare it with."
    median = content.mean(content.baseline, RESPONSE)
    if not math.isfinite(median):
        return (first,)
    return (first, f"Half of the grade 1 calls were reached within {write_minutes(median)}.")


def _lead(content: ReportContent, ranked: list[Option]) -> str:
    """Say what the leading option does for harm, with the number that carries the answer."""
    top, interval = ranked[0], _harm(content, ranked[0])
    written = _amount(content, interval, HARM)
    kind, baseline = interval_words(content), content.label(content.baseline)
    if not interval.known:
        return f"{named(top)} shows the largest difference in harm ({written.centre}), but with no interval to judge it by."
    if interval.sign == 0:
        return _lead_undetected(content, ranked, written)
    if interval.sign < 0:
        return (
            f"Every option does worse than {baseline} on harm; the least costly in harm, {named(top)}, prevents about "
            f"{written.centre} fewer {harm_words(content.unit(HARM))} {period_words(content.days)} ({kind}: "
            f"{written.bounds})."
        )
    tied = _tied_with_top(content, ranked)
    if tied:
        return (
            f"{join_words([named(top), *tied])} prevent the same amount of harm: each about {written.centre} more "
            f"{harm_words(content.unit(HARM))} {period_words(content.days)} than {baseline} ({kind}: {written.bounds})."
        )
    verb = "prevents" if len(ranked) == 1 else "prevents the most harm:"
    return (
        f"{named(top)} {verb} about {written.centre} more {harm_words(content.unit(HARM))} "
        f"{period_words(content.days)} than {baseline} ({kind}: {written.bounds}){_runs_better(content, top)}."
    )


def _lead_undetected(content: ReportContent, ranked: list[Option], written: Written) -> str:
    """Say that nothing can be told from chance, and how large a difference could hide in it."""
    baseline, kind = content.label(content.baseline), interval_words(content)
    if len(ranked) == 1:
        return (
            f"There is no detectable difference in harm between {named(ranked[0])} and {baseline}: {written.centre} "
            f"{harm_words(content.unit(HARM))} prevented {period_words(content.days)} ({kind}: {written.bounds})."
        )
    subject = "No option prevents" if all(_harm(content, option).sign == 0 for option in ranked) else "None prevents"
    return (
        f"{subject} detectably more harm than {baseline}: for {named(ranked[0])}, the highest, the difference is "
        f"{written.centre} {harm_words(content.unit(HARM))} {period_words(content.days)} ({kind}: {written.bounds})."
    )


def _tied_with_top(content: ReportContent, ranked: list[Option]) -> list[str]:
    """Give the labels of options with exactly the leading option's difference and bounds."""
    first = _harm(content, ranked[0])
    return [named(option) for option in ranked[1:] if _harm(content, option) == first]


def _runs_better(content: ReportContent, option: Option) -> str:
    """Say in how many of the simulated periods an option did better, as a clause."""
    paired = content.paired_harm.get(option.name)
    if paired is None or len(paired) == 0:
        return ""
    better = int((paired > 0.0).sum())
    count = "every one" if better == len(paired) else str(better)
    return f"; it did better in {count} of the {len(paired)} simulated histories"


def _crimes(content: ReportContent, top: Option) -> str:
    """Say how many crimes the leading option prevents, as a natural frequency."""
    interval = content.difference(top.name, CRIMES)
    if not interval.known:
        return ""
    written = _amount(content, interval, CRIMES)
    period = period_words(content.days)
    if interval.sign == 0:
        return (
            f"In crimes, {named(top)} shows no detectable difference from {content.label(content.baseline)} "
            f"({written.centre} prevented {period}, {written.bounds})."
        )
    word = "more" if interval.sign > 0 else "fewer"
    return f"In crimes that is about {written.centre} {word} prevented {period} ({written.bounds}){_of_all(content, interval)}."


def _of_all(content: ReportContent, interval: Interval) -> str:
    """Set a number of crimes against all crimes of the baseline, as a clause."""
    crimes = content.mean(content.baseline, "crimes")
    if not (math.isfinite(crimes) and crimes > 0.0):
        return ""
    frequency = write_frequency(interval.centre / crimes)
    return f", or {frequency} crimes" if frequency else ""


def _order_at_top(content: ReportContent, ranked: list[Option]) -> str:
    """Say that the first place is open where the chances of being best say so, as a clause."""
    chances = [(option, content.p_best(option.name, HARM)) for option in content.options]
    chances = sorted((pair for pair in chances if pair[1] > 0.0), key=lambda pair: -pair[1])
    if len(chances) < 2 or chances[0][1] >= _SETTLED or _harm(content, ranked[0]).sign <= 0:
        return ""
    (first, most), (second, next_most) = chances[:2]
    return (
        f"which option is best is not settled ({named(first)} is in {_tenths(most)} histories, "
        f"{named(second)} in {_tenths(next_most)})"
    )


def _tenths(chance: float) -> str:
    """Write a chance as about so many in ten."""
    tenth = round(chance * 10.0)
    return "fewer than 1 in 10" if tenth == 0 else f"about {tenth} in 10"


def _others(content: ReportContent, ranked: list[Option]) -> str:
    """Say how the options other than the leading one stand on harm."""
    top = _harm(content, ranked[0])
    rest = [option for option in ranked[1:] if _harm(content, option) != top or top.sign == 0]
    by_sign = {sign: [named(option) for option in rest if _harm(content, option).sign == sign] for sign in (1, 0, -1)}
    if top.sign < 0:
        return ""
    baseline, parts = content.label(content.baseline), []
    if by_sign[1]:
        parts.append(
            f"{join_words(by_sign[1])} also {_verb(by_sign[1], 'prevents')} detectably more harm than {baseline}"
        )
    if by_sign[0] and top.sign > 0:
        parts.append(f"{join_words(by_sign[0])} {_verb(by_sign[0], 'shows')} no detectable difference from {baseline}")
    if by_sign[-1]:
        parts.append(f"{join_words(by_sign[-1])} {_verb(by_sign[-1], 'prevents')} detectably less than {baseline}")
    parts += [clause for clause in [_order_at_top(content, ranked)] if clause]
    return _sentence("; ".join(parts))


def _sentence(words: str) -> str:
    """Begin with a capital and end with a full stop; nothing gives nothing."""
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _verb(subjects: list[str], singular: str) -> str:
    """Make a verb agree with its subjects."""
    return singular if len(subjects) == 1 else singular.removesuffix("s")


def _direct(content: ReportContent) -> str:
    """Answer the first direct comparison of two options."""
    return describe_direct(content, content.direct[0]) if content.direct else ""


def describe_direct(content: ReportContent, pair: DirectComparison) -> str:
    """Say how two options compare with each other.

    Parameters
    ----------
    content
        The report's content.
    pair
        The comparison.

    Returns
    -------
    str
        One sentence.
    """
    interval, scale = pair.interval, scale_of(pair.unit, pair.measure)
    options = {option.name: option for option in content.options}
    first, second = named(options[pair.scenario_a]), named(options[pair.scenario_b])
    written = write_interval(interval, scale)
    unit = {HARM: f" {harm_words(pair.unit)}", CRIMES: " crimes"}.get(pair.measure, "")
    numbers = f"{written.centre}{unit}; {written.bounds}" if interval.known else f"{written.centre}{unit}"
    what = {HARM: "harm prevented", CRIMES: "crimes prevented"}.get(pair.measure, label_of(pair.measure).lower())
    if interval.sign == 0:
        return f"Between {first} and {second} there is no detectable difference in {what} ({numbers})."
    return f"{first} {_beats(pair, interval.sign)} {second} ({numbers})."


def _beats(pair: DirectComparison, sign: int) -> str:
    """Say what the first option of a pair does more or less of than the second."""
    more = sign > 0
    if pair.measure == HARM:
        return f"prevents {'more' if more else 'less'} harm than"
    if pair.measure == CRIMES:
        return f"prevents {'more' if more else 'fewer'} crimes than"
    return f"has a {'higher' if more else 'lower'} value of {label_of(pair.measure).lower()} than"


def _response(content: ReportContent) -> str:
    """Say what happens to grade 1 response: the option that gains most, and those that lose."""
    differences = [(option, content.difference(option.name, RESPONSE)) for option in content.challengers]
    faster = sorted((pair for pair in differences if pair[1].sign < 0), key=lambda pair: pair[1].centre)
    slower = [named(option) for option, interval in differences if interval.sign > 0]
    if not any(interval.known for _, interval in differences):
        return ""
    if not faster and not slower:
        return "The median response to grade 1 calls shows no detectable difference under any option."
    parts = []
    if faster:
        option, interval = faster[0]
        parts.append(
            f"the median response to grade 1 calls is fastest under {named(option)}, "
            f"{_amount(content, interval, RESPONSE).centre} quicker than {content.label(content.baseline)}"
        )
    if slower:
        parts.append(f"{join_words(slower)} {_verb(slower, 'makes')} it slower" if faster else _only_slower(slower))
    return _sentence(", while ".join(parts))


def _only_slower(slower: list[str]) -> str:
    """Say that response gets slower where no option makes it faster."""
    return f"the median response to grade 1 calls becomes slower under {join_words(slower)}"


def _value(content: ReportContent, top: Option) -> str:
    """Say what the leading option costs for what it prevents."""
    cost, value = content.difference(top.name, COST), content.difference(top.name, VALUE).centre
    if not (cost.sign > 0 and math.isfinite(value)):
        return ""
    extra = write_alone(cost.centre, scale_of(content.unit(COST), COST))
    rate = write_alone(value, scale_of(content.unit(VALUE), VALUE))
    return (
        f"{named(top)} costs {extra} more {period_words(content.days)}, which buys "
        f"{rate} {harm_words(content.unit(HARM))} prevented for each £1,000."
    )
