import numpy as np
import pytest

from sim.outcomes.conservation import ConservationError, check_conservation
from sim.outcomes.measures import measure_run
from sim.street.records import ATTENDED, CANCELLED, DISPLACED, INDUCED, LATENT, PENDING, SILENT
from tests.outcomes.handmade import DAY, NAN, make_record


def test_the_handmade_run_loses_nothing(record):
    state = record.outcome["state"]
    check_conservation(record)
    # 14 potential calls: 1 latent, 1 unreported, 2 prevented, 2 by phone, 5 attended, 1 cancelled, 2 open
    assert np.bincount(state, minlength=8).tolist() == [0, 1, 2, 2, 5, 1, 2, 1]
    assert np.count_nonzero((state != LATENT) & (state != SILENT)) == 2 + 2 + 5 + 1 + 2


@pytest.mark.parametrize(
    ("call", "column", "value", "message"),
    [
        (1, "state", PENDING, "12 potential calls, but 11"),  # never ended
        (1, "state", CANCELLED, "1 calls with an arrival, but neither"),  # somebody came all the same
        (7, "state", ATTENDED, "1 calls attended without an arrival, the first is call 7"),
        (1, "first_arrival_min", DAY - 1, "1 calls with an arrival before the call"),
        (6, "flags", DISPLACED | INDUCED, "both displaced and induced"),
    ],
)
def test_a_contradiction_is_refused(call, column, value, message):
    record = make_record()
    record.outcome[column][call] = value
    with pytest.raises(ConservationError, match=message):
        check_conservation(record)


def test_a_lost_outcome_is_refused_before_anything_is_measured(record, costs):
    record.outcome["state"][3] = PENDING
    record.outcome["first_arrival_min"][3] = NAN
    with pytest.raises(ConservationError, match="scenario today, replication 0"):
        measure_run(record, costs, {})


def test_a_missing_row_is_refused(record):
    shorter = make_record()
    object.__setattr__(shorter, "outcome", record.outcome[:-1])
    with pytest.raises(ConservationError, match="14 potential calls but 13 outcomes"):
        check_conservation(shorter)
