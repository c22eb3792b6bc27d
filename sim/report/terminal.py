"""The comparison on stdout: the answer in words, and a table that fits 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.answer import answer, interval_words
from sim.report.headline import Cell, comparison_columns, comparison_lines

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table

    from sim.report.content import ReportContent

_STYLE: Final = {"better": "bold green", "worse": "bold red", "no detectable difference": "dim", "": ""}

_MARK: Final = {"better": "▲ ", "worse": "▼ ", "no detectable difference": "", "": ""}
"""Verdicts in a sign, so that colour is never needed."""

_ASCII: Final = {"▲ ": "+ ", "▼ ": "! ", "": ""}

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
    """The comparison as rich asks for it: laid out once the width is known."""

    def __init__(self, content: ReportContent) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines of the comparison for a console."""
        from rich.text import Text  # noqa: PLC0415 - heavy for --help

        content = self._content
        synthetic = " (synthetic county)" if content.county.synthetic else ""
        yield Text(content.question, style="bold")
        yield Text(f"{content.county.name}{synthetic}, {content.days} days, {content.replications} replications", "dim")
        yield Text()
        yield _sentences(content)
        yield Text()
        yield _table(content, options.max_width, is_ascii=options.ascii_only)
        yield Text(_key(content, is_ascii=options.ascii_only), style="dim")
        if content.results_folder:
            yield Text()
            yield Text(f"Full report and tables: {content.results_folder}", overflow="fold")


def _sentences(content: ReportContent) -> Table:
    """Lay out the answer as a list with hanging indents."""
    from rich.table import Table  # noqa: PLC0415 - heavy for --help
    from rich.text import Text  # noqa: PLC0415

    grid = Table.grid(padding=(0, 1))
    for sentence in answer(content):
        grid.add_row("-", Text(sentence))
    return grid


def _table(content: ReportContent, width: int, *, is_ascii: bool) -> Table:
    """Build the table with as many columns as the width allows."""
    from rich import box  # noqa: PLC0415 - heavy for --help
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    count = next(number for least, number in _WIDTHS if width >= least)
    shown = comparison_columns(content)[:count]
    table = Table(box=box.ASCII if is_ascii else box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=False)
    table.add_column("Option", overflow="fold", max_width=24)
    for column in shown:
        heading, least = _HEADINGS[column.key]
        table.add_column(heading, justify="right", overflow="fold", min_width=least)
    for line in comparison_lines(content):
        cells = [_cell(line.cells[column.key], is_ascii=is_ascii) for column in shown]
        table.add_row(Text(line.option.label), *cells, end_section=line.is_baseline)
    return table


def _cell(cell: Cell, *, is_ascii: bool) -> RenderableType:
    """Write a cell in two lines: the number with its sign of verdict, and the bounds."""
    from rich.text import Text  # noqa: PLC0415 - heavy for --help

    mark = _ASCII[_MARK[cell.verdict]] if is_ascii else _MARK[cell.verdict]
    text = Text(f"{mark}{cell.text}", style=_STYLE[cell.verdict])
    if cell.detail:
        text.append(f"\n{cell.detail}", style="dim")
    return text


def _key(content: ReportContent, *, is_ascii: bool) -> str:
    """Explain the signs and the kind of interval."""
    better, worse = (_ASCII[_MARK[word]] if is_ascii else _MARK[word] for word in ("better", "worse"))
    baseline = content.label(content.baseline)
    return (
        f"Prevented and cost: difference against {baseline}, and below it the {interval_words(content)}.\n"
        f"{better}better than {baseline}   {worse}worse   no sign: no detectable difference"
    )
