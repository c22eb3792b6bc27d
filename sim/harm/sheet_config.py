"""Which published sheet a harm pack takes its weights from, and how its rows become offences."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.config import Config, Sourced
from sim.harm.logged import Exclusion

Column = Annotated[str, Field(min_length=1)]
FileName = Annotated[str, Field(min_length=1)]


class CodedColumns(Config):
    """Names of the columns of a sheet with one weight for each offence code."""

    code: Column
    """The offence code, by which crimes are counted as well."""
    title: Column
    """The offence in words."""
    weight: Column
    """Harm of one crime."""
    sub_group: Column | None = None
    """The sub-group of the offence, where rules go by it."""


class Rule(Config):
    """Which rows of a sheet are an offence of ours."""

    offence: str = Field(min_length=1)
    """Offence key of the catalogue."""
    sub_group: str = Field(min_length=1)
    """Sub-group as the sheet writes it; capitals do not matter."""
    title_has: list[str] = Field(default_factory=list)
    """Words that must all stand in the title; none for what the rules before it have left of the sub-group."""


class Mix(Config):
    """Crimes by offence code: what makes codes into offences."""

    path: FileName
    """CSV of crimes: code, crimes and, if known, offence, low, high, source, confidence, and for each kind of crime that the
    index leaves out how many of the crimes are such (police_detected, company_detected, historic)."""


class OnsSeveritySheet(Config):
    """The ONS list of Crime Severity Score weights."""

    kind: Literal["ons_severity"]
    """The list of the Office for National Statistics."""
    path: FileName
    """The sheet, saved as CSV; relative to the pack, or in the folder of --data."""
    mix: Mix
    """Crimes by offence code, with the offence of each."""
    columns: CodedColumns = CodedColumns(
        code="ONS_COUNTS_code", title="ONS_COUNTS_description", weight="ONS_SEVERITY_weight"
    )
    """Names of its columns."""


class CambridgeSheet(Config):
    """The published values of the Cambridge Crime Harm Index."""

    kind: Literal["cambridge"]
    """The sheet of the Cambridge Centre for Evidence-Based Policing."""
    path: FileName
    """The sheet of values, saved as CSV; relative to the pack, or in the folder of --data."""
    mix: Mix
    """The force's own crimes by classification."""
    columns: CodedColumns = CodedColumns(
        code="HOME_OFFICE_CLASSIFICATION", title="FULL_OFFENCE_TITLE", weight="CCHI Score", sub_group="SUB_GROUP"
    )
    """Names of its columns."""
    rules: list[Rule] = Field(min_length=1)
    """Which rows are which offence; the first rule that fits holds. The mix can name the offence of a code itself."""
    leaves_out: list[Exclusion] = Field(default=["police_detected", "company_detected", "historic"])
    """What the index leaves out; each as far as the mix tells it."""
    police_detected: list[str] = Field(default=["drug_possession", "drug_trafficking", "weapons_possession"])
    """Offences that are left out whole, where the mix does not count their police-detected crimes apart."""
    company_detected: list[str] = Field(default=["shoplifting"])
    """Offences whose weight may be as low as 0, where the mix does not count their company-detected crimes apart."""


class HomeOfficeColumns(Config):
    """Names of the columns of a table of unit costs."""

    offence: Column = "offence"
    """The kind of crime."""
    total: Column = "total_economic_social_cost_gbp_per_crime"
    """Economic and social cost of one crime, recorded or not, pounds."""
    multiplier: Column = "multiplier_all_to_police_recorded"
    """Crimes that happen for each one that the police record."""


class HomeOfficeSheet(Config):
    """The Home Office's economic and social costs of crime."""

    kind: Literal["home_office"]
    """Table of unit costs and multipliers (Research Report 99)."""
    path: FileName
    """The table as CSV; relative to the pack, or in the folder of --data."""
    columns: HomeOfficeColumns = HomeOfficeColumns()
    """Names of its columns."""
    per: Literal["recorded", "actual"] = "recorded"
    """Whether a weight is the cost behind one recorded crime (unit cost × multiplier) or of one crime that happened."""
    rows: dict[str, str] = Field(min_length=1)
    """Row of the table by offence key."""
    totals: dict[str, Sourced] = Field(default_factory=dict)
    """Unit cost by row of the table, where the file has none; pounds."""


HarmSheet = Annotated[OnsSeveritySheet | CambridgeSheet | HomeOfficeSheet, Field(discriminator="kind")]
