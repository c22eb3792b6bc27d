"""Words for places and measures."""

from sim.report.labels import titled_place


def test_what_is_made_up_is_said_once():
    assert titled_place("Hertfordshire (synthetic county)", "synthetic county") == "Hertfordshire (synthetic county)"
    assert titled_place("Eastmark", "synthetic county") == "Eastmark (synthetic county)"
    assert titled_place("43 synthetic forces", "synthetic forces") == "43 synthetic forces"
    assert titled_place("Hertfordshire", "") == "Hertfordshire"
