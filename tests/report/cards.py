"""Tables that turn into cards on a phone: there the name of a column stands in each cell, or nobody knows what it is."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<[^>]+>")


def check_cards(page: str) -> int:
    """Hold the label of every cell of such tables to the heading of its column; give how many cells there are."""
    cells = 0
    for table in re.findall(r'<table class="[^"]*\bcards\b[^"]*">(.*?)</table>', page, re.DOTALL):
        head, body = table.split("</thead>")
        headings = [_words(cell) for cell in re.findall(r"<th\b[^>]*>(.*?)</th>", head, re.DOTALL)]
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", body.split("<tfoot>")[0], re.DOTALL):
            found = re.findall(r"<(td|th)\b([^>]*)>", row)
            assert len(found) == len(headings)
            for heading, (tag, attributes) in zip(headings, found, strict=True):
                if tag == "td" and "drawn" not in attributes:
                    label = re.search(r'data-label="([^"]*)"', attributes)
                    assert label, (heading, attributes)
                    assert unescape(label[1]) == heading
                    cells += 1
    return cells


def _words(cell: str) -> str:
    """Give the words of a heading, and after a colon what stands small below them."""
    return unescape(_TAG.sub("", cell.replace("<small>", ": "))).strip()
