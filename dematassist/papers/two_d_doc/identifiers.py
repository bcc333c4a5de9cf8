"""How long each piece of data is: after one of a fixed length nothing marks its end."""

from __future__ import annotations

_BY_LENGTH = {
    1: "1G 1H 5T 68 6J 76 7C 7D 7E 7F 7G 7I 7J 7O AF AG AT B6 BA BD C0 C5 F3 F5 L7 L8",
    2: "26 2D 34 5J 5W 65 67 6C 6I 6Y 7H A0 A6 B5 B9 BG D8 E0 E5 G0 G1 H1 H3 HL HQ HR HS LA",
    3: "6B A5 A7 A9 BE BF DY E4",
    4: "06 08 09 36 37 45 4S 53 54 AD AE E1 E2 E3 I0",
    5: "24 2B 4P 5H 6W 78 7A AY C9 HJ",
    6: "07 51 AO",
    7: "52 AK H8 I1",
    8: "1C 4A 4B 4C 55 56 57 69 6L 6N 6O 75 8N 96 AA AI AN B7 C4 D3 D4 D6 D7 D9 DA DD DL DS F2 G3 H4 H5 H9 HA"
    " HO L2 L9",
    9: "0A 0B 7L DF DN DU E7 HB",
    10: "CB",
    11: "AL I6",
    12: "5V 5Y 6R 70 71 86 C3 CC E8 F6 HN HP",
    13: "40 44 47 49 7K AJ",
    14: "50 BK DG DO DV",
    15: "4F",
    16: "7P I2",
    17: "85 A4 D0",
    19: "6K",
    21: "5N",
    36: "0D",
}

_HEX_DAYS = "06 08 36 37 53 54 AD E1 E2 E3"
_FIGURE_DAYS = "1C 4A 4B 4C 55 56 57 69 6L 6N 6O 75 8N 96 AA AI B7 C4 D3 D4 D7 D9 F2 G3 HO L2 L9"

FIXED = {datum_id: length for length, ids in _BY_LENGTH.items() for datum_id in ids.split()}
"""How long each piece of data of a fixed length is. The others, and those unknown here, end at a mark."""

DAYS_AS_HEX = frozenset(_HEX_DAYS.split())
"""Days counted from 1 January 2000, in four hexadecimal figures."""

DAYS_AS_FIGURES = frozenset(_FIGURE_DAYS.split())
"""Days as eight figures: day, month, year."""
