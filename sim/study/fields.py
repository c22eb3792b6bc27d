"""Find the fields of a parameter model that a path in a file leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.study.reader import Loc


def models_at(shape: object, loc: Loc, data: object) -> list[type[BaseModel]]:
    """Find the models that the section at a path may be.

    Parameters
    ----------
    shape
        Model of the whole, or a union of models.
    loc
        Path from the whole to the section.
    data
        Data of the whole; where a section says its `kind`, models of another kind are left out.

    Returns
    -------
    list of type
        The models, in the order in which they are declared; none where no model stands there.
    """
    kinds: list[object] = [shape]
    here = data
    for part in loc:
        kinds = [inner for kind in _members(kinds, here) for inner in _step(kind, part)]
        here = _inside(here, part)
    return [kind for kind in _members(kinds, here) if isinstance(kind, type) and issubclass(kind, BaseModel)]


def keys_at(shape: object, loc: Loc, data: object) -> list[str]:
    """List the keys that the section at a path may have, in the order in which they are declared."""
    names = (key for found in models_at(shape, loc, data) for key in fields_of(found))
    return list(dict.fromkeys(names))


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Give a model's fields by the key that stands for each in a file; those that no file may set are left out."""
    return {info.alias or name: info for name, info in model.model_fields.items() if not info.exclude}


def meaning(shape: object, loc: Loc, data: object) -> str:
    """Give the first sentence of what the field at a path says about itself, without full stop; may be empty."""
    if not loc:
        return ""
    for found in models_at(shape, loc[:-1], data):
        info = fields_of(found).get(str(loc[-1]))
        if info is not None and info.description:
            return _first_sentence(info)
    return ""


def _first_sentence(info: FieldInfo) -> str:
    """Cut a field's docstring after its first sentence."""
    text = " ".join((info.description or "").split())
    return text.split(". ")[0].removesuffix(".")


def _inside(data: object, part: str | int) -> object:
    """Go one step down in plain data; nothing where there is nothing."""
    if isinstance(data, Mapping):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _members(kinds: Iterable[object], data: object) -> Iterator[object]:
    """Take annotations apart into their members, and drop models that are of another `kind` than the data."""
    for kind in kinds:
        origin = get_origin(kind)
        if origin is Annotated:
            yield from _members(get_args(kind)[:1], data)
        elif origin in {Union, UnionType}:
            yield from _members(get_args(kind), data)
        elif not _is_other_kind(kind, data):
            yield kind


def _is_other_kind(kind: object, data: object) -> bool:
    """Tell whether a model says of itself that it is not what the data says that it is."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(data, Mapping)):
        return False
    info = kind.model_fields.get("kind")
    if info is None or get_origin(info.annotation) is not Literal or "kind" not in data:
        return False
    return data["kind"] not in get_args(info.annotation)


def _step(kind: object, part: str | int) -> Iterator[object]:
    """Go from a type to the type of one of its parts."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        info = fields_of(kind).get(str(part))
        if info is not None:
            yield info.annotation
        return
    arguments = get_args(kind)
    origin = get_origin(kind)
    if not (isinstance(origin, type) and arguments):
        return
    if issubclass(origin, Mapping):
        yield arguments[-1]
    elif issubclass(origin, tuple) and isinstance(part, int) and Ellipsis not in arguments:
        yield from arguments[part : part + 1]
    else:
        yield arguments[0]
