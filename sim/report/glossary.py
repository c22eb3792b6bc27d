"""The words of the report, for a reader who does not work with them every day."""

from __future__ import annotations

from typing import Final

GLOSSARY: Final = (
    ("Area", "A Lower layer Super Output Area: a census neighbourhood of about 1,500 residents."),
    ("Baseline", "The option with which all others are compared, as a rule the force as it is today."),
    ("Chance of less harm", "How often one more simulated history would show less harm than the baseline."),
    ("Deterrence", "Crimes that do not happen because officers are, or lately were, present."),
    ("Dose", "Minutes in which at least one patrol is present in an area; two patrols at once count once."),
    ("Grade 1", "An emergency call, answered at once with blue lights."),
    ("Harm", "Crimes weighted by how serious they are, in the units of a harm index; a murder outweighs many thefts."),
    ("History", "All calls that could happen in one simulated period. Every option meets the same history."),
    ("Hotspot", "An area that is due planned visits because much crime, or harm, was recorded there."),
    (
        "Interval of the mean",
        "Where the average over endless histories would lie, 19 times in 20. It is about chance alone.",
    ),
    (
        "MSER-5",
        "A rule that finds how many days at the start to leave out, so that the mean of the rest is known best.",
    ),
    (
        "No detectable difference",
        "The interval of the mean holds 0: the runs cannot tell the option from the baseline.",
    ),
    ("On average", "The mean can be told from 0, though one history alone could turn out the other way."),
    ("Paired difference", "An option less the baseline in the same history, so that luck common to both drops out."),
    (
        "Predictive interval",
        "Where one more history would fall, 19 times in 20, the unknown effect of patrol included.",
    ),
    (
        "Prevented",
        "A crime that would have happened without any patrol and did not, less any that patrol brought about.",
    ),
    ("Replication", "One history, simulated under every option."),
    ("Response time", "From the call to the first officer's arrival. Calls never reached count as late."),
    ("Warm-up", "Days that are simulated before any are counted, in which an empty street fills."),
)
"""(term, meaning), in alphabetical order."""
