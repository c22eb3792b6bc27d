"""The comparison on stdout: the answer in words, and a table that fits 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.report.answer import answer
from sim.report.by_force import spread_over_forces
from sim.report.console import console_text
from sim.report.finding import ONE_HISTORY
from sim.report.headline import NEVER_REACHED, Cell, Line, comparison_columns, comparison_lines
from sim.report.wording import interval_words

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.table import Table
    from rich.text import Text

    from sim.report.content import ReportContent

_STYLE: Final = {"better": "bold green", "better on average": "green", "worse": "bold red", "worse on average": "red"}

_MARK: Final = {"better": "▲ ", "better on average": "△ ", "worse": "▼ ", "worse on average": "▽ "}
"""Verdicts in a sign, so that colour is never needed; no sign is no detectable difference, or one history."""

_HEADINGS: Final = {
    "harm": "Harm prevented",
    "crimes": "Crimes prevented",
    "response": "Grade 1 response",
    "chance": "Chance of less harm",
    "dose": "Patrol hours",
    "cost": "Cost",
    "value": "Harm per £1,000",
    "best": "Best in",
}
"""Short headings of the columns, the weightiest first."""

_DIGITS: Final = "0123456789−£"
_LABEL_WIDTHS: Final = ((98, 24), (0, 18))
"""(least width of the terminal, widest column of the options' names)."""

_NEVER_WIDTH: Final = 14
"""Width at which "more than half never reached" breaks once, between words."""

_EDGES: Final = 2
_BETWEEN: Final = 2
_FEWEST_COLUMNS: Final = 3


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
        facts = f"{content.titled_place}, {_some(content.days, 'day')}, {_some(content.replications, 'replication')}"
        yield console_text(content.question, encoding, "bold")
        yield console_text(f"{facts}\n", encoding, "dim")
        yield _sentences(content, encoding)
        yield console_text("", encoding)
        yield _table(content, options)
        if key := _key(content):
            yield console_text(key, encoding, "dim")
        if apart := spread_over_forces(content):
            yield console_text(f"\n{apart}", encoding)
        for words in content.failed_checks:
            yield console_text(f"\n{words}", encoding, "yellow")
        if content.results_folder:
            yield console_text(f"\nFull report and tables: {content.results_folder}", encoding)


def _some(count: int, what: str) -> str:
    """Write a number of things: 1 day, 2 days."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _sentences(content: ReportContent, encoding: str) -> Table:
    """Lay out the answer as a list with hanging indents."""
    from rich.table import Table  # noqa: PLC0415 - heavy for --help

    grid = Table.grid(padding=(0, 1))
    for sentence in answer(content):
        grid.add_row("-", console_text(sentence, encoding))
    return grid


def _table(content: ReportContent, options: ConsoleOptions) -> Table:
    """Build the table with as many columns as the width allows."""
    from rich import box  # noqa: PLC0415 - heavy for --help
    from rich.table import Table  # noqa: PLC0415

    encoding, lines = options.encoding, comparison_lines(content)
    there = {column.key for column in comparison_columns(content)}
    widths = {key: _width(key, lines) for key in _HEADINGS if key in there}
    label_width = next(widest for least, widest in _LABEL_WIDTHS if options.max_width >= least)
    label_width = min(label_width, max(len("Option"), *(len(line.option.label) for line in lines)))
    shown = _columns_that_fit(widths, options.max_width - label_width)
    ruled = box.ASCII2 if options.ascii_only else box.SIMPLE_HEAD
    table = Table(box=ruled, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", expand=False)
    table.add_column("Option", width=label_width)
    for key in shown:  # fixed widths: rich may overrun the terminal by a sign where it has to shrink columns itself
        table.add_column(console_text(_HEADINGS[key], encoding), justify="right", width=widths[key])
    for line in lines:
        cells = [_cell(line.cells[key], encoding) for key in shown]
        table.add_row(console_text(line.option.label, encoding), *cells, end_section=line.is_baseline)
    return table


def _width(key: str, lines: tuple[Line, ...]) -> int:
    """Find the width at which no number of a column is broken, and its words only between them."""
    cells = [line.cells[key] for line in lines]
    numbers = [len(_MARK.get(cell.verdict, "")) + len(cell.text) for cell in cells if cell.text != NEVER_REACHED]
    details = [len(cell.detail) for cell in cells if cell.detail and cell.detail[0] in _DIGITS]
    never = [_NEVER_WIDTH for cell in cells if cell.text == NEVER_REACHED]
    words = [len(word) for cell in cells for word in cell.detail.split()]
    return max(*(len(word) for word in _HEADINGS[key].split()), *numbers, *details, *words, *never)


def _columns_that_fit(widths: dict[str, int], room: int) -> list[str]:
    """Choose the columns, from the weightiest on, that fit beside the options' names."""
    used = _EDGES
    shown: list[str] = []
    for key, width in widths.items():
        used += width + _BETWEEN
        if used > room and len(shown) >= _FEWEST_COLUMNS:
            break
        shown.append(key)
    return shown


def _cell(cell: Cell, encoding: str) -> Text:
    """Write a cell in two lines: the number with its sign of verdict, and the bounds."""
    text = console_text(f"{_MARK.get(cell.verdict, '')}{cell.text}", encoding, _STYLE.get(cell.verdict, ""))
    if cell.detail:
        text.append_text(console_text(f"\n{cell.detail}", encoding, "dim"))
    return text


def _key(content: ReportContent) -> str:
    """Explain the kind of interval and the signs that occur; nothing where nothing is compared."""
    if not content.challengers:
        return ""
    baseline = content.label(content.baseline)
    verdicts = {cell.verdict for line in comparison_lines(content) for cell in line.cells.values()}
    signs = [f"{mark}{verdict}" for verdict, mark in _MARK.items() if verdict in verdicts]
    signs.append(ONE_HISTORY if ONE_HISTORY in verdicts else "no sign: no detectable difference")
    return (
        f"Prevented and cost: difference against {baseline}, and below it the {interval_words(content)}.\n"
        f"{'   '.join(signs)}"
    )
