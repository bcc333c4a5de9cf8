"""How a walk is a record of a person's space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dematassist.journeys.model import Journey, Row, row_of, whole
from dematassist.journeys.summary import Summary
from dematassist.vault.sealing import Codec, body_of, record_of

if TYPE_CHECKING:
    from dematassist.vault.records import Record

KeptWalk = tuple[Journey, Summary]


class _Body(msgspec.Struct, frozen=True):
    """What the record of a walk says."""

    summary: Summary
    walk: Row


def _encoded(kept: KeptWalk) -> Record:
    journey, summary = kept
    return record_of(journey.id, _Body(summary, row_of(journey)))


def _decoded(record: Record) -> KeptWalk | None:
    body = body_of(record, _Body)
    if body is None:
        return None
    journey = whole(body.walk)
    return (journey, body.summary) if {journey.id, body.summary.id} == {record.id} else None


def _journey_of(kept: KeptWalk) -> Journey:
    return kept[0]


WALKS: Codec[Journey, KeptWalk] = Codec(_encoded, _decoded, _journey_of)
