"""Where things are in the embedded county: hand-drawn borders, towns and police stations.

Borders are a coarse sketch on the national grid, drawn by hand for this project and roughened by
`sim.county.geometry`; they are no boundary data set. Places and sizes of towns are rounded single facts.
All coordinates here are kilometres of EPSG:27700.
"""

from __future__ import annotations

from typing import NamedTuple

Line = tuple[tuple[float, float], ...]


class District(NamedTuple):
    """A district of the embedded county.

    Parameters
    ----------
    name
        Its name.
    areas
        Number of areas: the real number of 2011 LSOAs (evidence §2.3).
    affluence
        Level of its deprivation ranks against the county, in standard deviations of an area's own score.
    """

    name: str
    areas: int
    affluence: float


class Town(NamedTuple):
    """A town or large village.

    Parameters
    ----------
    name
        Its name.
    x_km, y_km
        Its centre.
    thousands
        Inhabitants, thousands, rounded.
    centre
        Attraction of its centre, 0 to 1; 0 where there is only a parade of shops.
    """

    name: str
    x_km: float
    y_km: float
    thousands: float
    centre: float = 0.0


DISTRICTS: tuple[District, ...] = (
    District("Broxbourne", 56, -0.5),
    District("Dacorum", 94, 0.0),
    District("East Hertfordshire", 84, 0.6),
    District("Hertsmere", 62, -0.2),
    District("North Hertfordshire", 82, -0.1),
    District("St Albans", 87, 0.6),
    District("Stevenage", 52, -0.6),
    District("Three Rivers", 53, 0.6),
    District("Watford", 53, -0.4),
    District("Welwyn Hatfield", 67, -0.1),
)

SEAT: dict[str, str] = {
    "Broxbourne": "Cheshunt",
    "Dacorum": "Hemel Hempstead",
    "East Hertfordshire": "Hertford",
    "Hertsmere": "Borehamwood",
    "North Hertfordshire": "Letchworth",
    "St Albans": "St Albans",
    "Stevenage": "Stevenage",
    "Three Rivers": "Rickmansworth",
    "Watford": "Watford",
    "Welwyn Hatfield": "Welwyn Garden City",
}
"""The town by which the ring of each district is known."""

TOWNS: tuple[Town, ...] = (
    Town("Watford", 511.0, 196.5, 62, 1.0),
    Town("Garston", 511.4, 199.3, 30, 0.15),
    Town("Stevenage", 523.8, 224.1, 88, 0.95),
    Town("Hemel Hempstead", 505.6, 207.0, 96, 0.85),
    Town("St Albans", 514.8, 207.2, 82, 0.7),
    Town("Welwyn Garden City", 523.8, 212.9, 51, 0.6),
    Town("Hatfield", 522.2, 208.8, 41, 0.6),
    Town("Cheshunt", 535.6, 202.4, 46, 0.35),
    Town("Waltham Cross", 536.0, 200.4, 14, 0.5),
    Town("Hoddesdon", 537.2, 208.8, 24, 0.4),
    Town("Wormley", 536.6, 205.9, 9),
    Town("Bishop's Stortford", 548.7, 221.4, 41, 0.45),
    Town("Hertford", 532.6, 212.6, 29, 0.5),
    Town("Ware", 535.8, 214.4, 19, 0.3),
    Town("Sawbridgeworth", 548.1, 214.9, 9, 0.1),
    Town("Borehamwood", 519.5, 196.9, 37, 0.45),
    Town("Potters Bar", 525.6, 201.4, 23, 0.3),
    Town("Bushey", 513.8, 195.2, 26, 0.15),
    Town("Radlett", 516.6, 199.9, 9, 0.1),
    Town("Hitchin", 518.5, 229.2, 35, 0.5),
    Town("Letchworth", 521.9, 232.6, 34, 0.4),
    Town("Baldock", 524.6, 233.9, 10, 0.15),
    Town("Royston", 535.7, 240.7, 17, 0.25),
    Town("Harpenden", 513.5, 214.3, 31, 0.3),
    Town("Berkhamsted", 499.2, 207.8, 20, 0.3),
    Town("Tring", 492.4, 211.5, 12, 0.2),
    Town("Rickmansworth", 506.0, 194.5, 16, 0.35),
    Town("Croxley Green", 507.1, 195.7, 12),
    Town("Chorleywood", 503.0, 196.3, 11),
    Town("Abbots Langley", 509.4, 201.9, 19, 0.15),
    Town("South Oxhey", 511.7, 192.9, 16, 0.2),
    Town("London Colney", 517.9, 204.1, 9),
    Town("Park Street", 514.0, 203.9, 9),
    Town("Wheathampstead", 517.6, 213.9, 6),
    Town("Redbourn", 510.8, 212.2, 6),
    Town("Bricket Wood", 513.0, 202.4, 4),
    Town("Kings Langley", 507.0, 202.9, 5),
    Town("Bovingdon", 501.5, 203.7, 5),
    Town("Markyate", 506.3, 216.3, 3),
    Town("Goffs Oak", 532.7, 203.2, 6),
    Town("Cuffley", 530.2, 203.0, 5),
    Town("Brookmans Park", 524.2, 204.9, 6),
    Town("Welwyn", 523.1, 216.3, 6),
    Town("Knebworth", 524.9, 220.1, 5),
    Town("Codicote", 521.5, 218.3, 3),
    Town("Buntingford", 536.2, 229.4, 6, 0.1),
    Town("Puckeridge", 538.7, 223.2, 4),
    Town("Much Hadham", 542.8, 219.2, 2),
    Town("Watton-at-Stone", 530.2, 219.5, 2),
    Town("Stanstead Abbotts", 538.4, 212.1, 2),
    Town("Shenley", 518.8, 200.8, 4),
    Town("Kimpton", 517.7, 218.4, 2),
    Town("Ashwell", 526.7, 239.7, 2),
    Town("Barkway", 538.4, 235.8, 1),
)

STATIONS: tuple[str, ...] = (
    "Hatfield",
    "Stevenage",
    "Watford",
    "Abbots Langley",
    "Rickmansworth",
    "Berkhamsted",
    "Bishop's Stortford",
    "Borehamwood",
    "Buntingford",
    "Cheshunt",
    "Hemel Hempstead",
    "Hertford",
    "Tring",
    "Hitchin",
    "Letchworth",
    "Oxhey",
    "Royston",
    "St Albans",
    "Harpenden",
    "Ware",
    "Welwyn Garden City",
)
"""The 21 operational stations (evidence §1.2), each in the town of its name."""

STATION_TOWN: dict[str, str] = {"Oxhey": "South Oxhey"}
"""Stations that are not called as their town is."""

CUSTODY: tuple[str, ...] = ("Hatfield", "Stevenage")
"""Towns with a custody suite (evidence §1.2)."""

# Where three borders meet, or two at the county's edge. Letters are the districts' initials, O is outside.
_N_E_O = (541.2, 234.6)
_N_E_S = (527.3, 227.3)
_N_E_S2 = (526.2, 221.4)
_N_E_W = (526.0, 219.3)
_N_W_A = (518.5, 217.0)
_N_A_O = (514.0, 218.3)
_W_A_H = (520.6, 203.2)
_W_H_O = (528.6, 200.7)
_W_B_O = (531.2, 201.1)
_W_E_B = (531.2, 207.3)
_E_B_O = (539.2, 210.4)
_A_D_O = (508.6, 217.6)
_A_D_T = (509.9, 204.4)
_A_T_F = (511.4, 201.4)
_A_F_H = (512.8, 200.9)
_T_F_H = (512.6, 194.3)
_T_H_O = (514.2, 192.9)
_T_D_O = (501.7, 200.2)

BORDERS: tuple[Line, ...] = (
    # the county's edge, clockwise from the north-east
    (_N_E_O, (543.9, 233.4), (545.3, 230.2), (546.8, 228.0), (546.6, 225.4), (549.2, 224.3), (551.1, 222.0),
     (550.6, 218.9), (549.4, 217.2), (549.4, 214.1), (546.6, 212.0), (543.0, 211.4), _E_B_O),
    (_E_B_O, (538.6, 208.0), (537.7, 205.4), (537.5, 202.2), (536.9, 199.7), (534.6, 200.1), _W_B_O),
    (_W_B_O, _W_H_O),
    (_W_H_O, (526.8, 200.0), (524.6, 198.7), (522.6, 198.0), (521.6, 195.8), (519.2, 194.8), (516.4, 194.2), _T_H_O),
    (_T_H_O, (511.4, 191.9), (508.8, 192.2), (506.0, 192.0), (503.9, 190.2), (502.6, 192.6), (501.1, 194.6),
     (501.2, 197.5), _T_D_O),
    (_T_D_O, (499.9, 201.4), (499.0, 204.1), (496.5, 206.3), (493.4, 208.5), (491.4, 208.9), (490.2, 211.6),
     (487.4, 213.4), (487.2, 216.3), (489.6, 217.4), (491.8, 214.3), (494.4, 213.4), (496.9, 213.4), (499.4, 215.4),
     (501.4, 214.1), (503.4, 215.0), (505.4, 218.4), _A_D_O),
    (_A_D_O, (511.4, 217.4), _N_A_O),
    (_N_A_O, (515.6, 219.6), (514.2, 221.5), (512.4, 223.3), (510.4, 225.7), (509.6, 229.8), (512.2, 232.4),
     (515.6, 234.3), (518.4, 234.1), (520.6, 235.4), (523.4, 236.3), (522.4, 240.0), (523.7, 242.5), (526.9, 243.7),
     (528.9, 238.2), (531.8, 240.0), (533.7, 241.9), (536.6, 242.4), (540.6, 240.7), (541.6, 237.5), _N_E_O),
    # between districts
    (_N_E_O, (538.2, 233.3), (535.0, 235.0), (532.4, 232.0), (530.1, 230.2), _N_E_S),
    (_N_E_S, (525.5, 227.9), (523.2, 227.6), (521.5, 226.2), (521.7, 223.4), (523.4, 221.2), _N_E_S2),
    (_N_E_S, (527.6, 225.4), (527.0, 223.2), _N_E_S2),
    (_N_E_S2, _N_E_W),
    (_N_E_W, (523.6, 218.8), (521.8, 217.3), _N_W_A),
    (_N_E_W, (527.4, 217.2), (527.2, 214.7), (528.2, 212.4), (529.6, 209.6), _W_E_B),
    (_N_W_A, (519.4, 215.1), (520.2, 212.6), (519.6, 210.4), (520.3, 208.0), (521.2, 206.4), _W_A_H),
    (_N_W_A, (516.2, 216.7), _N_A_O),
    (_W_A_H, (523.0, 203.2), (525.8, 203.4), (528.0, 202.8), _W_H_O),
    (_W_E_B, (531.5, 204.9), (531.4, 202.9), _W_B_O),
    (_W_E_B, (533.2, 207.6), (535.1, 209.5), (537.2, 210.9), _E_B_O),
    (_A_D_O, (509.2, 214.8), (508.5, 212.4), (509.3, 210.0), (509.4, 207.4), _A_D_T),
    (_A_D_T, (511.3, 203.3), _A_T_F),
    (_A_T_F, _A_F_H),
    (_A_F_H, (514.9, 201.8), (517.0, 202.3), (519.0, 202.2), _W_A_H),
    (_A_D_T, (508.6, 203.7), (507.7, 201.8), (505.6, 200.7), (503.5, 200.8), _T_D_O),
    (_A_T_F, (510.0, 200.4), (509.3, 198.6), (508.8, 196.8), (509.2, 195.2), (510.8, 194.5), _T_F_H),
    (_A_F_H, (513.3, 198.6), (512.6, 196.8), (513.0, 195.2), _T_F_H),
    (_T_F_H, _T_H_O),
)  # fmt: skip
"""Every stretch of border once, from junction to junction."""
