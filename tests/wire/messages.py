"""Reports as people and machines can make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from dematassist import wire

REPORT_ID = "6f1c2f0e-3b5d-4a51-9b0e-0d8f6c1e2a34"
SEED = bytes(range(32))
HUB_SEED = bytes(range(100, 132))


def report(**changes: Any) -> wire.Report:
    """One ordinary report, with these fields changed."""
    fields: dict[str, Any] = {
        "version": 1,
        "report_id": REPORT_ID,
        "written_on": date(2026, 11, 24),
        "program_version": "0.1.0",
        "service_id": "caf",
        "guide_id": "prime-activite",
        "step_id": "declarer",
        "kind": wire.Kind.ERROR_MESSAGE,
        "departement": "33",
        "text": "La page affiche une erreur après « Valider ».",
    }
    return wire.Report(**{**fields, **changes})


def a_few(values: type[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True).map(tuple)


SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True)
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
    max_size=wire.MAX_TEXT_CHARACTERS,
)
DAYS = st.dates(min_value=date(2000, 1, 1))
REPORTS = st.builds(
    wire.Report,
    version=st.just(1),
    report_id=st.uuids(version=4).map(str),
    written_on=DAYS,
    program_version=st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}", fullmatch=True),
    service_id=SLUGS,
    kind=st.sampled_from(wire.Kind),
    intent=st.sampled_from(wire.Intent),
    guide_id=st.just("") | SLUGS,
    step_id=st.just("") | SLUGS,
    address=TEXTS.map(lambda text: text.replace("\n", " ")[:500]),
    is_blocked=st.none() | st.booleans(),
    blocked_since=st.none() | DAYS,
    consequence=st.builds(
        wire.Consequence,
        right=st.none() | st.sampled_from(wire.Right),
        days_lost=st.none() | st.integers(0, 3_650),
        euros=st.none() | st.integers(0, 1_000_000),
    ),
    contact_tried=a_few(wire.Contact),
    contact_reached=a_few(wire.Contact),
    contact_satisfaction=st.none() | st.sampled_from(wire.Satisfaction),
    lived_by=st.none() | st.sampled_from(wire.LivedBy),
    assistive=a_few(wire.Assistive),
    departement=st.sampled_from(["", "01", "2A", "2B", "33", "75", "971", "988"]),
    lever=st.none() | st.sampled_from(wire.Lever),
    text=TEXTS,
)
