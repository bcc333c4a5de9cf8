"""The shape of the YAML files that authors write in ``resources/``, one class a kind of file.

``reader.py`` validates a file against these classes and resolves it into ``model.Guide``; the JSON
Schemas that editors use are exported from here (``dematassist guides schema``). Unknown fields are
refused. Where a list is keyed by ids (``actions``, ``questions``), the file holds a mapping
``id: value`` whose order counts.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from typing import Annotated, Any

import msgspec

from dematassist.facts import Confidence
from dematassist.guides.model import Caller, ChannelKind, NoteKind, Where
from dematassist.guides.themes import Theme  # noqa: TC001 -- same reason
from dematassist.papers.model import Sides, Wait  # noqa: TC001 -- same reason

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Url = Annotated[str, msgspec.Meta(pattern=r"^https://[^\s]+$")]
Sentence = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
WhenSource = dict[Id, list[Id]]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings shared by every authored structure."""


class SourceSource(_File, frozen=True, kw_only=True):
    """A source. ``url`` may be left out when the source has no public address."""

    title: Sentence
    url: str = ""
    published: str = ""
    official: bool = False


class FactSource(_File, frozen=True, kw_only=True):
    """A fact: its sentence, the id of its source, and how sure we are."""

    value: Sentence
    source: Id
    confidence: Confidence
    read_on: date | None = None
    review_on: date | None = None


class DelaySource(FactSource, frozen=True, kw_only=True):
    """How long it takes to get a paper; ``longest`` sorts what to ask for first."""

    longest: Wait


class ContactSource(_File, frozen=True, kw_only=True):
    """A number, desk, address or relay of a provider."""

    kind: ChannelKind
    name: Sentence
    value: Sentence
    source: Id
    confidence: Confidence
    hours: str = ""
    price: str = ""
    detail: str = ""
    caller: Caller = Caller.MAINLAND
    read_on: date | None = None
    review_on: date | None = None


class ProviderFile(_File, frozen=True, kw_only=True):
    """``resources/providers/<lang>/<id>.yaml``: a service and the ways to reach it."""

    id: Id
    name: Sentence
    site: Url
    read_on: date
    review_on: date
    contacts: dict[Id, ContactSource]
    sources: dict[Id, SourceSource]
    national: bool = False
    """Shown in « Parler à quelqu'un » even outside a guide."""


class PaperFile(_File, frozen=True, kw_only=True):
    """``resources/papers/<lang>/<id>.yaml``: a kind of paper."""

    id: Id
    name: Sentence
    other_names: list[Sentence] = []
    looks_like: str = ""
    given_by: str = ""
    """Who gives it, in one sentence."""
    where_to_get: str = ""
    """How to get it, free where it is free, in one or two sentences; empty when we do not know."""
    sides: Sides | None = None
    may_have_2d_doc: bool = False
    instead: list[Id] = []
    """The ids of the kinds of paper that are often accepted in its place."""
    read_on: date | None = None
    review_on: date | None = None
    accepted: list[FactSource] = []
    """For how long services accept it; left out when we do not know. Needs the two days and the sources."""
    delay: DelaySource | None = None
    """How long it takes to get it; left out when we do not know. Needs the same."""
    sources: dict[Id, SourceSource] = {}


class ChannelRef(_File, frozen=True, kw_only=True):
    """A way to do this procedure: ``contact: provider/contact``, or one written here."""

    contact: str = ""
    kind: ChannelKind | None = None
    name: str = ""
    value: str = ""
    hours: str = ""
    price: str = ""
    detail: str = ""
    caller: Caller = Caller.MAINLAND
    source: str = ""
    confidence: Confidence | None = None
    read_on: date | None = None
    review_on: date | None = None
    when: WhenSource = {}


class PaperRef(_File, frozen=True, kw_only=True):
    """A paper this procedure asks for; the key in the file is the id of the kind of paper."""

    source: Id
    confidence: Confidence
    detail: str = ""
    when: WhenSource = {}


class QuestionSource(_File, frozen=True, kw_only=True):
    """A question and its choices (``id: text``)."""

    text: Sentence
    why: str = ""
    choices: Annotated[dict[Id, Sentence], msgspec.Meta(min_length=2, max_length=10)]


class LinkSource(_File, frozen=True, kw_only=True):
    """An official address and what the button says (« Ouvrir … »)."""

    url: Url
    label: Sentence


class NoteSource(_File, frozen=True, kw_only=True):
    """Something to write down."""

    kind: NoteKind
    label: Sentence


class PitfallSource(_File, frozen=True, kw_only=True):
    """A known difficulty and the way round it."""

    problem: Sentence
    way_round: str = ""


class PlanBSource(_File, frozen=True, kw_only=True):
    """What to do when the step does not work; ``channel`` is a key of the guide's ``channels``."""

    text: Sentence
    channel: str = ""


class SimpleSource(_File, frozen=True, kw_only=True):
    """The simple wording of a step: the same action ids, easier sentences."""

    title: Sentence
    actions: dict[Id, Sentence]
    more: list[Sentence] = []


class StepSource(_File, frozen=True, kw_only=True):
    """One screen of the walk; the key in the file is its id."""

    title: Sentence
    where: Where
    actions: dict[Id, Sentence]
    source: Id
    confidence: Confidence = Confidence.MEDIUM
    link: LinkSource | None = None
    keep: list[Sentence] = []
    notes: dict[Id, NoteSource] = {}
    pitfalls: list[PitfallSource] = []
    plan_b: list[PlanBSource] = []
    help: list[Id] = []
    simple: SimpleSource | None = None
    when: WhenSource = {}


class PhoneScriptSource(_File, frozen=True, kw_only=True):
    """What to say on the phone; ``channel`` is a key of the guide's ``channels``."""

    channel: Id
    say: list[Sentence]
    have_ready: list[Sentence]
    write_down: list[Sentence]


class ReminderSource(_File, frozen=True, kw_only=True):
    """A date to remember: ``days`` after the day noted in ``note`` (``step/note``), or after the end."""

    text: Sentence
    days: Annotated[int, msgspec.Meta(ge=0, le=3650)]
    note: str = ""


class AfterSource(_File, frozen=True, kw_only=True):
    """What comes once the steps are done."""

    next: list[Sentence]
    worry: list[Sentence]
    silence: list[Sentence]
    appeal: list[Sentence]
    source: Id
    confidence: Confidence
    reminders: dict[Id, ReminderSource] = {}


class GuideFile(_File, frozen=True, kw_only=True):
    """``resources/guides/<lang>/<id>.yaml``: one procedure in one language."""

    id: Id
    lang: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")]
    title: Sentence
    theme: Theme
    provider: Id
    official_sheet: Annotated[str, msgspec.Meta(pattern=r"^([FNR]\d+)?$")] = ""
    read_on: date
    review_on: date
    summary: Sentence
    words: list[Sentence]
    for_whom: list[Sentence]
    cost: FactSource
    screen_minutes: Annotated[int, msgspec.Meta(ge=1, le=600)]
    answer_delay: FactSource
    account: str = ""
    channels: dict[Id, ChannelRef]
    no_other_way: str = ""
    papers: dict[Id, PaperRef]
    questions: Annotated[dict[Id, QuestionSource], msgspec.Meta(max_length=4)] = {}
    steps: Annotated[dict[Id, StepSource], msgspec.Meta(min_length=1)]
    phone_script: PhoneScriptSource
    after: AfterSource
    facts: list[FactSource] = []
    unknown: list[Sentence] = []
    sources: dict[Id, SourceSource]


FILES: dict[str, type[_File]] = {"guide": GuideFile, "provider": ProviderFile, "paper": PaperFile}
"""The shape of each kind of file."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, for the editors of authors (``resources/schema``).

    An editor that knows YAML uses it once the first line of a file says
    ``# yaml-language-server: $schema=../../schema/guide.json``.
    """
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | msgspec.json.schema(FILES[kind])
