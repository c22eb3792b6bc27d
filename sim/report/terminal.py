"""The comparison on stdout: the answer in words, and a table that fits 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.answer import answer, interval_words
from sim.report.headline import Cell, comparison_columns, comparison_lines

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table
    from rich.text import Text

    from sim.report.content import ReportContent

_STYLE: Final = {"better": "bold green", "worse": "bold red", "no detectable difference": "dim", "": ""}

_MARK: Final = {"better": "▲ ", "worse": "▼ ", "no detectable difference": "", "": ""}
"""Verdicts in a sign, so that colour is never needed."""

_PLAIN: Final = str.maketrans({"▲": "^", "▼": "v", "−": "-", "–": "-", "“": '"', "”": '"'})
"""What stands for signs that an old console cannot show."""

_HEADINGS: Final = {
    "harm": ("Harm prevented", 14),
    "crimes": ("Crimes prevented", 11),
    "chance": ("Chance of less harm", 10),
    "response": ("Grade 1 response", 13),
    "dose": ("Patrol hours", 13),
    "cost": ("Cost", 16),
    "value": ("Harm per £1,000", 12),
    "best": ("Chance of best", 10),
}
"""Short headings, and the least width of each column."""

_WIDTHS: Final = ((142, 8), (116, 6), (98, 5), (0, 4))
"""(least width of the terminal, number of columns of the comparison that it gets)."""


def comparison_table(content: ReportContent) -> RenderableType:
    """Lay out the answer and the comparison for a terminal.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    rich.console.RenderableType
        A renderable for `rich.console.Console.print`: it drops columns where the terminal is narrow, and rich
        leaves out colour where stdout is not a terminal.
    """
    return _Comparison(content)


class _Comparison:
    """The comparison as rich asks for it: laid out once width and encoding are known."""

    def __init__(self, content: ReportContent) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines of the comparison for a console."""
        content, encoding = self._content, options.encoding
        synthetic = " (synthetic county)" if content.county.synthetic else ""
        facts = f"{content.place}{synthetic}, {content.days} days, {content.replications} replications"
        yield _text(content.question, encoding, "bold")
        yield _text(f"{facts}\n", encoding, "dim")
        yield _sentences(content, encoding)
        yield _text("", encoding)
        yield _table(content, options)
        yield _text(_key(content), encoding, "dim")
        if content.results_folder:
            yield _text(f"\nFull report and tables: {content.results_folder}", encoding)


def _text(words: str, encoding: str, style: str = "") -> Text:
    """Write words that the console can show: an old one gets plain signs in place of typographic ones."""
    from rich.text import Text  # noqa: PLC0415 - heavy for --help

    if not encoding.startswith("utf"):
        words = words.translate(_PLAIN).encode(encoding, "replace").decode(encoding)
    return Text(words, style=style, overflow="fold")


def _sentences(content: ReportContent, encoding: str) -> Table:
    """Lay out the answer as a list with hanging indents."""
    from rich.table import Table  # noqa: PLC0415 - heavy for --help

    grid = Table.grid(padding=(0, 1))
    for sentence in answer(content):
        grid.add_row("-", _text(sentence, encoding))
    return grid


def _table(content: ReportContent, options: ConsoleOptions) -> Table:
    """Build the table with as many columns as the width allows."""
    from rich import box  # noqa: PLC0415 - heavy for --help
    from rich.table import Table  # noqa: PLC0415

    encoding = options.encoding
    count = next(number for least, number in _WIDTHS if options.max_width >= least)
    shown = comparison_columns(content)[:count]
    lines = box.ASCII2 if options.ascii_only else box.SIMPLE_HEAD
    table = Table(box=lines, pad_edge=False, header_style="bold", expand=False)
    table.add_column("Option", overflow="fold", max_width=24)
    for column in shown:
        heading, least = _HEADINGS[column.key]
        table.add_column(_text(heading, encoding), justify="right", overflow="fold", min_width=least)
    for line in comparison_lines(content):
        cells = [_cell(line.cells[column.key], encoding) for column in shown]
        table.add_row(_text(line.option.label, encoding), *cells, end_section=line.is_baseline)
    return table


def _cell(cell: Cell, encoding: str) -> Text:
    """Write a cell in two lines: the number with its sign of verdict, and the bounds."""
    text = _text(f"{_MARK[cell.verdict]}{cell.text}", encoding, _STYLE[cell.verdict])
    if cell.detail:
        text.append_text(_text(f"\n{cell.detail}", encoding, "dim"))
    return text


def _key(content: ReportContent) -> str:
    """Explain the signs and the kind of interval."""
    baseline = content.label(content.baseline)
    return (
        f"Prevented and cost: difference against {baseline}, and below it the {interval_words(content)}.\n"
        f"{_MARK['better']}better than {baseline}   {_MARK['worse']}worse   no sign: no detectable difference"
    )
