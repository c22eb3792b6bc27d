"""Words on a console, old ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.text import Text

_PLAIN: Final = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "▲": "^^",
        "△": "^",
        "▼": "vv",
        "▽": "v",
        "−": "-",
        "–": "-",
        "±": "+/-",
        "“": '"',
        "”": '"',
    }
)
"""What stands for signs that an old console cannot show."""


def console_text(words: str, encoding: str, style: str = "") -> Text:
    """Write words that the console can show: an old one gets plain signs in place of typographic ones."""
    from rich.text import Text  # noqa: PLC0415 - heavy for --help

    if not encoding.startswith("utf"):
        pound = "£".encode(encoding, "ignore").decode(encoding) or "GBP "
        words = words.translate(_PLAIN).replace("£", pound).encode(encoding, "replace").decode(encoding)
    return Text(words, style=style, overflow="fold")
