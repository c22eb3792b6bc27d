"""A published sheet with one weight for each offence code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sim.harm.csv_rows import Row, Table, read_table
from sim.harm.sheet_config import CodedColumns, Rule

_EXPIRED = "expired"
"""What the Cambridge sheet writes into the title of an offence that has been replaced."""


@dataclass(frozen=True, slots=True)
class CodedSheet:
    """A sheet by offence code.

    Parameters
    ----------
    table
        Its rows, without those of expired offences.
    by_code
        The rows of each code; there are several where a code covers several offences.
    """

    table: Table
    by_code: dict[str, list[Row]]

    def offence_of(self, code: str, rules: list[Rule]) -> str:
        """Give the offence that the rules make of a code; empty where none fits."""
        return _offence_of(self.by_code[code][0], rules)

    def rows_of(self, offence: str, rules: list[Rule]) -> list[Row]:
        """Give the rows that the rules make an offence of."""
        return [row for row in self.table.rows if _offence_of(row, rules) == offence]

    def weight(self, row: Row) -> float | None:
        """Give the weight of a row; None, and a problem, where there is none."""
        return self.table.number(row, "weight")


def read_coded_sheet(path: Path, name: str, columns: CodedColumns) -> CodedSheet:
    """Read a published sheet.

    Parameters
    ----------
    path
        The sheet as CSV.
    name
        The file as messages call it.
    columns
        Names of its columns.

    Returns
    -------
    CodedSheet
        The rows by offence code. Weights are read when they are used: sheets hold rows that weigh nothing, such as notes.

    Raises
    ------
    InputError
        Where the file cannot be read or lacks a column.
    """
    needed = {"code": columns.code, "title": columns.title, "weight": columns.weight}
    if columns.sub_group is not None:
        needed["sub_group"] = columns.sub_group
    table = read_table(path, name, needed)
    live = [row for row in table.rows if row.text("code") and _EXPIRED not in row.text("title").lower()]
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in live:
        by_code[row.text("code")].append(row)
    return CodedSheet(Table(name, live, table.problems), dict(by_code))


def _offence_of(row: Row, rules: list[Rule]) -> str:
    """Give the offence of the first rule that fits a row; empty where none does."""
    sub_group, title = row.text("sub_group").lower(), row.text("title").lower()
    for rule in rules:
        if rule.sub_group.lower() == sub_group and all(word.lower() in title for word in rule.title_has):
            return rule.offence
    return ""
