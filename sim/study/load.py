"""Load a study: the file, the packs that it names, and all that is wrong with any of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from sim.command.config import EffectPack, StreetConfig
from sim.county.config import ONLY_RECORDS, CountyConfig
from sim.county.files_config import FilesCounty
from sim.county.made_up_config import EmbeddedCounty, ForcesCounty
from sim.demand.config import DemandConfig
from sim.errors import InputError, Problem
from sim.force.config import ForceConfig
from sim.harm.config import HarmPack
from sim.listing import listing
from sim.outcomes.config import CostPack
from sim.study import checks
from sim.study.blocks import posts_of_force, scaled, with_posts
from sim.study.errors import in_file_order, validate, value_at
from sim.study.files import Source, checksum, data_files, data_folder, missing_files
from sim.study.harm_pack import HarmRead, fill_harm_pack, read_harm_pack
from sim.study.in_place import IN_PLACE, given_by, put_in_place
from sim.study.listed import filled, list_sections, read_list
from sim.study.loaded import LoadedStudy
from sim.study.packs import HARM_INDICES, PackKind, locate
from sim.study.reader import Document, Key, Loc, read_document, shown
from sim.study.schema import Study
from sim.study.suggest import did_you_mean
from sim.study.trial_checks import check_delivery, check_outcomes
from sim.study.trial_effects import check_effects
from sim.study.trial_schema import TrialStudy

if TYPE_CHECKING:
    from sim.study.hotspot_list import HotspotList

_SHAPES: Final[dict[PackKind, Any]] = {
    "county": CountyConfig,
    "demand": DemandConfig,
    "force": ForceConfig,
    "street": StreetConfig,
    "effect": EffectPack,
    "costs": CostPack,
}
_IN_STUDY: Final[tuple[PackKind, ...]] = ("county", "demand", "force", "street", "costs", "effect")


def load_study(
    path: Path, data: Path | None = None, *, replications: int | None = None, seed: int | None = None
) -> LoadedStudy:
    """Read a study and all that it names.

    Parameters
    ----------
    path
        The study file.
    data
        Folder that the data files of a county of files are relative to, instead of that of the county file.
    replications, seed
        Instead of the study's own.

    Returns
    -------
    LoadedStudy
        The study, checked.

    Raises
    ------
    InputError
        With everything that is wrong with the study and its packs, in file order.
    """
    loader = _Loader(read_document(path), data)
    loader.read()
    loader.refuse()
    study = loader.study
    overrides = {"replications": replications, "seed": seed}
    given = {name: value for name, value in overrides.items() if value is not None}
    return loader.loaded(study.model_copy(update=given))


@dataclass(frozen=True, slots=True)
class _Part:
    """A section that describes a part of the study: where it stands, and what was read there."""

    document: Document
    loc: Loc
    config: Any


@dataclass(slots=True)
class _Loader:
    """Reads one study and gathers what is wrong."""

    document: Document
    data: Path | None
    study: Any = None
    parts: dict[PackKind, _Part] = field(default_factory=dict)
    harm: dict[str, HarmPack] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    lists: dict[Loc, HotspotList] = field(default_factory=dict)

    def read(self) -> None:
        """Read everything, going on after each mistake."""
        self.took(self.document)
        shape = TrialStudy if "kind" in self.document.data else Study
        self.study, found = validate(shape, self.document)
        self.blame(self.document, found)
        for kind in _IN_STUDY:
            self.read_part(kind)
        self.read_harm()
        for loc in list_sections(self.document):
            with self.gathering(loc):
                self.read_list(loc)
        between = (checks.check_names, checks.check_baseline, checks.check_precision, checks.check_track)
        self.blame(self.document, [problem for check in between for problem in check(self.document)])
        self.check_county()
        self.resize()
        self.put_numbers()
        if "demand" in self.parts:
            categories = [row.category for row in self.parts["demand"].config.offences]
            self.blame(self.document, check_outcomes(self.document, categories))
        if "force" in self.parts:
            self.blame(self.document, checks.check_force(self.document, self.whole_force()))
        self.blame(
            self.document, check_delivery(self.document, self.parts["force"].config if "force" in self.parts else None)
        )
        self.blame(
            self.document, check_effects(self.document, self.parts["effect"].config if "effect" in self.parts else None)
        )

    def took(self, document: Document) -> None:
        """Take note of a file that was read."""
        self.sources.append(Source(document.name, document.path, document.sha256))

    def blame(self, document: Document, problems: Any) -> None:  # noqa: ANN401 - any iterable of problems
        """Take note of what is wrong with a file."""
        self.problems.setdefault(document.name, []).extend(problems)

    def refuse(self) -> None:
        """Raise all that was found."""
        problems = [problem for found in self.problems.values() for problem in in_file_order(found)]
        if problems:
            raise InputError(problems)

    def read_part(self, kind: PackKind) -> None:
        """Read a part: a pack, a file, or a section of the study."""
        loc: Loc = (kind,)
        written = self.document.data.get(kind, Study.model_fields[kind].default)
        if isinstance(written, Mapping) and "pack" in written:
            loc, written = (kind, "pack"), written["pack"]
        if isinstance(written, str):
            self.read_pack(kind, written, self.document, loc)
        elif isinstance(written, Mapping):
            config, _ = validate(_SHAPES[kind], self.document, loc)
            if config is not None:
                self.parts[kind] = _Part(self.document, loc, config)

    def read_pack(self, kind: PackKind, word: str, document: Document, loc: Loc) -> Any:  # noqa: ANN401 - any model
        """Read a pack from its file."""
        try:
            path = locate(kind, word, document.path.parent)
        except LookupError as error:
            what, do = error.args
            self.blame(document, [document.problem(loc, what, do)])
            return None
        try:
            pack = read_document(path, shown(path))
        except InputError as error:
            self.problems.setdefault(shown(path), []).extend(error.problems)
            return None
        self.took(pack)
        config, problems = validate(_SHAPES[kind], pack)
        self.blame(pack, problems)
        if config is not None:
            self.parts[kind] = _Part(pack, (), config)
        return config

    def read_harm(self) -> None:
        """Read the harm packs: those of the program, those of the study, and the one that it is asked in."""
        default = Study.model_fields["harm_index"].default
        index = self.document.data.get("harm_index", default)
        own = self.document.data.get("harm_packs")
        if isinstance(own, Mapping):
            for name in own:
                self.read_own_harm(name)
            if isinstance(index, str) and index not in own:
                do = did_you_mean(index, map(str, own), otherwise=f"there are {listing(map(str, own))}")
                self.blame(
                    self.document, [self.document.problem(("harm_index",), f'there is no harm pack "{index}"', do)]
                )
            return
        for name in dict.fromkeys([*HARM_INDICES, *([index] if isinstance(index, str) else [])]):
            with self.gathering(("harm_index",)):
                self.keep_harm(name, read_harm_pack(name, self.document.path.parent, self.data))

    def read_own_harm(self, name: Key) -> None:
        """Read a harm pack that the study writes out."""
        loc: Loc = ("harm_packs", name)
        config, _ = validate(HarmPack, self.document, loc)
        if config is not None:
            with self.gathering(loc):
                self.keep_harm(str(name), fill_harm_pack(config, self.document, loc, self.data))

    def keep_harm(self, name: str, read: HarmRead) -> None:
        """Keep a harm pack and take note of its files."""
        self.harm[name] = read.pack
        self.sources.extend(read.sources)

    def read_list(self, loc: Loc) -> None:
        """Read a list of hotspots, take note of its file, and put it into the study in place of the file's name."""
        found = read_list(self.document, loc)
        if found is None:
            return
        self.lists[loc] = found
        if found.source not in self.sources:
            self.sources.append(found.source)
        if self.study is not None:
            self.study = filled(self.study, self.document, loc, found)

    @contextmanager
    def gathering(self, loc: Loc) -> Iterator[None]:
        """Take note of what is wrong with a pack that is named at a place of the study, and go on."""
        try:
            yield
        except LookupError as error:
            what, do = error.args
            self.blame(self.document, [self.document.problem(loc, what, do)])
        except InputError as error:
            for problem in error.problems:
                self.problems.setdefault(problem.file, []).append(problem)

    def check_county(self) -> None:
        """Check what is known of the county before it is built."""
        part = self.parts.get("county")
        if part is not None and isinstance(part.config, ForcesCounty):
            part = self.read_pattern(part)
        if part is None:
            return
        written = self.document.data.get("county")
        if isinstance(written, Mapping) and "pack" in written and isinstance(written.get("districts"), list):
            wanted = written["districts"]
            self.blame(
                self.document, checks.check_districts(self.document, ("county", "districts"), wanted, part.config)
            )
            part = _Part(part.document, part.loc, part.config.model_copy(update={"districts": wanted}))
            self.parts["county"] = part
        elif part.config.districts is not None:
            loc = (*part.loc, "districts")
            self.blame(part.document, checks.check_districts(part.document, loc, part.config.districts, part.config))
        areas = checks.area_count(part.config)
        if areas:
            whose = "each force" if isinstance(part.config, ForcesCounty) else "the county"
            self.blame(self.document, checks.check_targets(self.document, areas, whose))
        if isinstance(part.config, ForcesCounty):
            self.blame(self.document, checks.check_no_list(self.document))
            self.blame(self.document, checks.check_no_trial(self.document))
        if isinstance(part.config, FilesCounty):
            base = self.county_folder(part)
            self.blame(
                part.document,
                missing_files(part.document, part.loc, base, is_data=base == self.data, without=ONLY_RECORDS),
            )

    def read_pattern(self, part: _Part) -> _Part:
        """Read the county that forces are modelled on, where it is a pack of its own."""
        forces: ForcesCounty = part.config
        written = self.document.data.get("county")
        if isinstance(written, Mapping) and written.get("districts") is not None:
            what = "forces are run whole, and cannot be cut down to districts"
            self.blame(self.document, [self.document.problem(("county", "districts"), what, "leave it out")])
        if isinstance(forces.of, str):
            pattern = self.read_pack("county", forces.of, part.document, (*part.loc, "of"))
            if pattern is not None and (not isinstance(pattern, EmbeddedCounty) or pattern.districts):
                what = "forces can only be modelled on a whole county of kind embedded"
                self.blame(part.document, [part.document.problem((*part.loc, "of"), what, "give hertfordshire, say")])
            forces = forces.model_copy(update={"of": pattern})
        self.parts["county"] = _Part(part.document, part.loc, forces)
        return self.parts["county"]

    def resize(self) -> None:
        """Scale the demand and change the posts of the force, where the study says so."""
        if self.study is None:
            return
        times = getattr(self.study.demand, "times", None)
        if times is not None and "demand" in self.parts:
            part = self.parts["demand"]
            if times.low < 0:
                what = "calls cannot be multiplied by a number below 0"
                self.blame(self.document, [self.document.problem(("demand", "times"), what)])
            self.parts["demand"] = _Part(part.document, part.loc, scaled(part.config, times.value))
        posts = getattr(self.study.force, "posts", None)
        if posts is not None and "force" in self.parts and "pack" in value_at(self.document, ("force",)):  # type: ignore[operator]
            part = self.parts["force"]
            try:
                config = ForceConfig.model_validate({**dict(part.config), "posts": posts})
            except ValidationError as error:
                what = str(error.errors()[0].get("ctx", {}).get("error", "these posts do not fit the force"))
                self.blame(
                    self.document, [self.document.problem(("force", "posts"), *what.split("; ", 1), at_key=True)]
                )
                return
            self.parts["force"] = _Part(part.document, part.loc, config)

    def put_numbers(self) -> None:
        """Put what the study says of how patrol lasts and spills in place of what its packs say."""
        if self.study is None:
            return
        for kind in IN_PLACE:
            choice = getattr(self.study, kind)
            if kind not in self.parts or not (given := given_by(kind, choice)):
                continue
            part = self.parts[kind]
            config, problems = put_in_place(kind, part.config, given, self.document)
            self.blame(self.document, problems)
            self.parts[kind] = _Part(part.document, part.loc, config)

    def whole_force(self) -> ForceConfig:
        """Give the force that a scenario's numbers of officers are held against: all forces together."""
        force: ForceConfig = self.parts["force"].config
        county = self.parts["county"].config if "county" in self.parts else None
        if not isinstance(county, ForcesCounty):
            return force
        return with_posts(force, posts_of_force(force, county) * county.forces)

    def county_folder(self, part: _Part) -> Path:
        """Give the folder that the county's data files are relative to."""
        return data_folder(part.document, part.loc, self.data, without=ONLY_RECORDS)

    def loaded(self, study: Study) -> LoadedStudy:
        """Put the parts together; everything has been found right."""
        county = self.parts["county"]
        effect = study.effect
        return LoadedStudy(
            file=self.document.name,
            study=study,
            county=county.config,
            county_file=county.document.name,
            county_folder=self.county_folder(county),
            demand=self.parts["demand"].config,
            force=self.parts["force"].config,
            street=self.parts["street"].config,
            costs=self.parts["costs"].config,
            effect=self.parts["effect"].config,
            effect_drawn=bool(getattr(effect, "draw", True)),
            harm=dict(self.harm),
            sources=(*self.sources, *self.data_sources(county)),
            document=self.document,
            lists=dict(self.lists),
        )

    def data_sources(self, county: _Part) -> list[Source]:
        """List the county's data files, with their checksums."""
        if not isinstance(county.config, FilesCounty):
            return []
        base = self.county_folder(county)
        names = dict.fromkeys(name for _, name, _ in data_files(county.document, county.loc, ONLY_RECORDS))
        return [Source(name, base / name, checksum(base / name)) for name in names]
