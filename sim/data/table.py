"""What the commands about data print: tables for a terminal, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.data.catalogue import Catalogue, Published
from sim.data.check import Checked, Verdict
from sim.data.fetch import Came, Outcome
from sim.data.needs import Extra, Need
from sim.json_text import json_text

_THERE = {True: Text("there", style="green"), False: Text("missing", style="bold red")}
_STYLE_OF_VERDICT = {
    Verdict.SOUND: "green",
    Verdict.WRONG: "bold red",
    Verdict.MISSING: "bold red",
    Verdict.THERE: "",
    Verdict.OPEN: "yellow",
}
_STYLE = {Came.FETCHED: "green", Came.THERE: "green", Came.BY_HAND: "yellow", Came.FAILED: "bold red"}


def needs_table(needs: Sequence[Need], extras: Sequence[Extra]) -> Group:
    """Lay out what a county needs, what else it could use, and where all of that is published.

    Parameters
    ----------
    needs
        The files that its county file names.
    extras
        The sections that it does not have.

    Returns
    -------
    rich.console.Group
        A line a file: its section, its name, whether it is there, who publishes it, and the entries of the catalogue;
        below, those entries.
    """
    table = _table("Section", "File", "", "Published as", "Source")
    for need in needs:
        said = need.published.title if need.published else need.origin or "the county file does not say"
        table.add_row(need.where, Text(need.file), _THERE[need.is_there], Text(said), _names(need.sources))
    for extra in extras:
        table.add_row(
            extra.key, Text(extra.use, style="dim"), Text("not used", style="dim"), "", _names(extra.candidates)
        )
    named = [source for need in needs for source in need.sources]
    useful = [source for extra in extras for source in extra.candidates]
    return Group(table, "", _sources_table({source.name: source for source in (*named, *useful)}.values()))


def catalogue_table(catalogue: Catalogue) -> Table:
    """Lay out what is published.

    Parameters
    ----------
    catalogue
        The list.

    Returns
    -------
    rich.table.Table
        A block an entry: its name and what it is for; who publishes it, where, under what licence, in which layout.
    """
    return _sources_table(catalogue.sources)


def outcomes_table(outcomes: Iterable[Outcome]) -> Table:
    """Lay out what became of files that were asked for.

    Parameters
    ----------
    outcomes
        One for each.

    Returns
    -------
    rich.table.Table
        A line a file: what became of it, and what there is to say; what to do about it is for the error message.
    """
    table = _table("File", "", "")
    for outcome in outcomes:
        came = Text(outcome.came.value, style=_STYLE[outcome.came])
        table.add_row(Text(outcome.file), came, Text(outcome.told))
    return table


def checked_table(rows: Iterable[Checked]) -> Table:
    """Lay out what was found in the files of a county.

    Parameters
    ----------
    rows
        One for each section.

    Returns
    -------
    rich.table.Table
        A line a section: its file, the verdict, and what was found.
    """
    table = _table("Section", "File", "", "Found")
    for row in rows:
        verdict = Text(row.verdict.value, style=_STYLE_OF_VERDICT[row.verdict])
        table.add_row(row.section, Text(row.file), verdict, Text(row.found))
    return table


def needs_json(needs: Sequence[Need], extras: Sequence[Extra]) -> str:
    """Write what a county needs and could use as JSON.

    Parameters
    ----------
    needs, extras
        As for the table.
    """
    return json_text(
        {
            "needs": [
                {
                    "section": need.where,
                    "file": need.file,
                    "there": need.is_there,
                    "says": need.origin,
                    "published": None if need.published is None else _plain(need.published),
                    "candidates": [_plain(source) for source in need.candidates],
                }
                for need in needs
            ],
            "not_used": [
                {"section": extra.key, "use": extra.use, "candidates": [_plain(source) for source in extra.candidates]}
                for extra in extras
            ],
        }
    )


def catalogue_json(catalogue: Catalogue) -> str:
    """Write what is published as JSON.

    Parameters
    ----------
    catalogue
        The list.
    """
    return json_text([_plain(source) for source in catalogue.sources])


def outcomes_json(outcomes: Iterable[Outcome]) -> str:
    """Write what became of files as JSON.

    Parameters
    ----------
    outcomes
        One for each.
    """
    rows = [{"file": each.file, "came": each.came.value, "told": each.told, "do": each.do} for each in outcomes]
    return json_text(rows)


def checked_json(rows: Iterable[Checked]) -> str:
    """Write what was found in the files of a county as JSON.

    Parameters
    ----------
    rows
        One for each section.
    """
    said = [
        {"section": row.section, "file": row.file, "verdict": row.verdict.value, "found": row.found} for row in rows
    ]
    return json_text(said)


def _names(sources: Iterable[Published]) -> str:
    """List entries of the catalogue by name."""
    return "\n".join(source.name for source in sources) or "your own"


def _sources_table(sources: Iterable[Published]) -> Table:
    """Lay out entries of the catalogue."""
    table = _table("Source", "What, whose, where")
    for source in sources:
        way = f"fetch as {source.file}" if source.url else f"by hand as {source.file}: {source.how}"
        layout = f"{source.layout}; {source.size}" if source.size else source.layout
        lines = (source.title, f"{source.publisher}; {source.licence}", source.page, way, layout)
        table.add_row(f"{source.name}\n  for {', '.join(source.serves)}", Text("\n".join(lines)))
    return table


def _plain(source: Published) -> dict[str, object]:
    """Give an entry as plain data."""
    return source.model_dump(exclude_none=True)


def _table(*headings: str) -> Table:
    """Begin a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, no_wrap=number == 0, overflow="fold")
    return table
