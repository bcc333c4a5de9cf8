"""The faults of a shape: the same judgement as msgspec, with words for every kind of value."""

from __future__ import annotations

import copy
from datetime import date

import msgspec
import pytest
from authored import GUIDE, SHIPPED
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from dematassist.guides import shapes
from dematassist.guides.authoring import FILES, GuideFile
from dematassist.guides.shapes import nearest, shape_faults
from dematassist.guides.yaml_source import parse

GOOD = parse((SHIPPED / GUIDE).read_bytes())
PATHS = sorted(path for path in GOOD.lines if path)

values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.datetimes(),
        st.text(max_size=12),
        st.binary(max_size=4),
        st.sampled_from(["fr", "online", "high", "http://a.fr", "https://a.fr", "2026-01-01", "F265"]),
    ),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.text(max_size=8), below, max_size=3)
    ),
    max_leaves=5,
)


def put(path, value):
    """Return the good values with another one at a path."""
    changed = copy.deepcopy(GOOD.values)
    here = changed
    for name in path[:-1]:
        here = here[int(name)] if isinstance(here, list) else here[name]
    here[int(path[-1]) if isinstance(here, list) else path[-1]] = value
    return changed


@given(path=st.sampled_from(PATHS), value=values)
def test_a_value_is_refused_exactly_when_msgspec_refuses_it_and_where_it_is(path, value):
    changed = put(path, value)
    found = shape_faults(changed, GuideFile)
    assert bool(found) == is_refused(changed)
    assert all(fault.path[: len(path)] == path for fault in found)
    assert not any("Expected `" in fault.what for fault in found), "the words of a programmer"


def is_refused(changed):
    try:
        msgspec.convert(changed, GuideFile)
    except msgspec.ValidationError:
        return True
    return False


@given(values)
def test_any_value_is_refused_as_a_guide(value):
    assert shape_faults(value, GuideFile) != []


def kinds(kind, seen):
    """Give every kind of value inside a kind."""
    if isinstance(kind, inspect.StructType):
        if kind.cls in seen:
            return
        seen.add(kind.cls)
        for field in kind.fields:
            yield from kinds(field.type, seen)
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from kinds(one, seen)
        return
    elif isinstance(kind, inspect.DictType):
        yield from kinds(kind.key_type, seen)
        yield from kinds(kind.value_type, seen)
    elif isinstance(kind, inspect.ListType):
        yield from kinds(kind.item_type, seen)
    yield type(kind)


@pytest.mark.parametrize("shape", FILES.values(), ids=FILES.keys())
def test_every_kind_of_value_of_the_files_has_words(shape):
    wanted = set(kinds(inspect.type_info(shape), set())) - {inspect.NoneType}
    assert wanted <= shapes._CHECKS.keys()


@pytest.mark.parametrize("shape", FILES.values(), ids=FILES.keys())
def test_a_union_of_the_files_is_one_kind_or_nothing(shape):
    def unions(kind, seen):
        if isinstance(kind, inspect.StructType) and kind.cls not in seen:
            seen.add(kind.cls)
            for field in kind.fields:
                yield from unions(field.type, seen)
        elif isinstance(kind, (inspect.DictType, inspect.ListType)):
            yield from unions(kind.value_type if isinstance(kind, inspect.DictType) else kind.item_type, seen)
        elif isinstance(kind, inspect.UnionType):
            yield [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            for one in kind.types:
                yield from unions(one, seen)

    assert all(len(others) == 1 for others in unions(inspect.type_info(shape), set()))


def test_a_day_may_be_quoted():
    assert shape_faults(put(("read_on",), "2026-11-21"), GuideFile) == []
    assert shape_faults(put(("read_on",), date(2026, 11, 21)), GuideFile) == []


def test_the_nearest_name_is_offered_else_all_of_them():
    assert nearest("telefone", ["telephone", "accueil"]) == "Perhaps “telephone”?"
    assert nearest("xyz", ["telephone", "accueil"]) == "Write one of: telephone, accueil."
    assert nearest("xyz", []) == "Take it away: there is none here."
