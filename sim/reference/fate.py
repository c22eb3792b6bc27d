"""Does a potential call occur, where, and does anybody report it (MODEL.md §1 and §3)."""

from __future__ import annotations

import math

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, NO_CALL, NO_OFFENCE, UNREPORTED
from sim.reference.area import felt_stock
from sim.reference.call import Call
from sim.reference.street import Street
from sim.street.records import DISPLACED, INDUCED, LATENT, PENDING, PREVENTED, RECORDED, SILENT

WITHOUT_PATROL, WITH_PATROL = 1, 2
"""A call would happen without patrol; it happens."""
BOTH = WITHOUT_PATROL | WITH_PATROL


def make(street: Street, call: Call) -> None:
    """Settle what a potential call comes to at the moment when it would be made."""
    call.happens_in, call.need = call.area, call.officers
    parent = BOTH if call.parent == NO_CALL else street.fates[call.parent]
    beta, spare = street.deterrence[call.type]
    deterrable = beta != 0.0 and call.drawn_flags & DETERRABLE
    if deterrable or call.drawn_flags & UNREPORTED:  # else the stock can decide nothing
        call.stock = felt_stock(street.areas[call.area], call.call_min, street.rules)
    without_patrol = bool(parent & WITHOUT_PATROL) and call.u < 1.0 / spare
    with_patrol = bool(parent & WITH_PATROL) and call.u < survival(street, call, beta) / spare
    if without_patrol and parent & WITH_PATROL and not with_patrol and call.v < street.rules.displacement:
        call.happens_in, call.flags, with_patrol = call.moved_area, DISPLACED, True
    if with_patrol and not without_patrol:
        call.flags |= INDUCED
    if with_patrol:
        report(street, call)
    else:
        call.state = PREVENTED if without_patrol else LATENT
    if call.state != PENDING:
        call.closed_min = call.call_min
    street.fates.append(WITHOUT_PATROL * without_patrol | WITH_PATROL * with_patrol)
    if call.harm != 0.0:
        count_harm(street, call)


def survival(street: Street, call: Call, beta: float) -> float:
    """Give the chance that a call is not deterred: exp(-beta D); a backfire grows only up to a stated stock."""
    if beta == 0.0 or not call.drawn_flags & DETERRABLE:
        return 1.0
    stock = min(call.stock, street.rules.max_stock) if beta < 0.0 else call.stock
    return math.exp(-beta * stock)


def report(street: Street, call: Call) -> None:
    """Let what happened be reported and recorded; what nobody reports is no call, unless patrol makes somebody do."""
    if call.drawn_flags & UNREPORTED and call.report >= 1.0 - math.exp(-street.rules.reporting * call.stock):
        call.state = SILENT
    elif call.offence != NO_OFFENCE or call.drawn_flags & (ASB_RECORD | HATE):
        call.flags |= RECORDED


def count_harm(street: Street, call: Call) -> None:
    """Add the harm of a measured call to its area: what happened, what was prevented, less what was induced."""
    if call.state == LATENT or not street.book.is_measured(call.call_min):
        return
    area = street.areas[call.happens_in]
    if call.state == PREVENTED:
        area.harm_prevented += call.harm
        return
    area.harm += call.harm
    if call.flags & INDUCED:
        area.harm_prevented += -call.harm
