"""A guide and its parts: what a procedure says, frozen, with no I/O.

A ``Guide`` is complete: every contact, paper and fact it names is inside it, in its own language, so
that one row of the compiled library is all a page needs. Ids are stable across languages: a tick, an
answer or a note made on the French guide is the same one on its Arabic sibling.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- msgspec reads the annotations at run time
from enum import Enum

import msgspec

from dematassist.facts import Fact, Provenance  # noqa: TC001 -- same reason
from dematassist.guides.themes import Theme  # noqa: TC001 -- same reason

GuideId = str
QuestionId = str
ChoiceId = str
StepId = str
ActionId = str
NoteId = str


class ChannelKind(Enum):
    """A way to do a procedure, or to reach someone who helps."""

    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"
    POST = "post"
    FORM = "form"
    HOME_VISIT = "home-visit"
    RELAY = "relay"
    THIRD_PARTY = "third-party"


class Caller(Enum):
    """From where, or for whom, a phone contact is meant."""

    MAINLAND = "mainland"
    OVERSEAS = "overseas"
    ABROAD = "abroad"


class Where(Enum):
    """Where a step is done."""

    HOME = "home"
    ONLINE = "online"
    PHONE = "phone"
    DESK = "desk"
    POST = "post"


class NoteKind(Enum):
    """What a person writes down at a step."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    TEXT = "text"


class Condition(msgspec.Struct, frozen=True):
    """Shown when the answer to ``question`` is one of ``choices``, or is not known."""

    question: QuestionId
    choices: tuple[ChoiceId, ...]


UNSURE: ChoiceId = "unsure"
"""The answer « je ne sais pas », which every question accepts."""

When = tuple[Condition, ...]
"""Every condition must hold. An empty tuple always holds."""

AnyWhen = tuple[When, ...]
"""One of them must hold. An empty tuple always holds."""


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One way to do the procedure or to reach a human.

    ``value`` is the number, the web address or the place, exactly as it is dialled or read.
    ``hours`` and ``price`` are sentences; empty means that we do not know.
    """

    id: str
    kind: ChannelKind
    name: str
    value: str
    provenance: Provenance
    hours: str = ""
    price: str = ""
    detail: str = ""
    caller: Caller = Caller.MAINLAND
    when: When = ()
    cases: AnyWhen = ()


class PaperNeed(msgspec.Struct, frozen=True, kw_only=True):
    """A paper this procedure asks for. ``id`` is the kind of paper in ``resources/papers``."""

    id: str
    name: str
    provenance: Provenance
    detail: str = ""
    where_to_get: str = ""
    when: When = ()
    cases: AnyWhen = ()
    recognised_by: str = ""
    """The name by which words of an official sheet were taken for this kind; ``id`` is empty if none was."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to a question."""

    id: ChoiceId
    text: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question that changes the steps, papers and channels shown. ``why`` says why it is asked."""

    id: QuestionId
    text: str
    choices: tuple[Choice, ...]
    why: str = ""
    when: When = ()
    """Asked only of who gave these answers."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, shown as one check box."""

    id: ActionId
    text: str
    cases: AnyWhen = ()


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An official address. ``label`` says where the button leads, in words."""

    url: str
    label: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Something to write down at a step; the program keeps it."""

    id: NoteId
    kind: NoteKind
    label: str


class Pitfall(msgspec.Struct, frozen=True, kw_only=True):
    """A known difficulty and the way round it (empty when none is known)."""

    problem: str
    way_round: str = ""


class PlanB(msgspec.Struct, frozen=True, kw_only=True):
    """What to do instead when a step does not work. ``channel`` is a channel id of the guide, or empty."""

    text: str
    channel: str = ""


class SimpleStep(msgspec.Struct, frozen=True, kw_only=True):
    """The simple wording of a step (« langage simplifié »). ``actions`` has the ids of the step's actions."""

    title: str
    actions: tuple[Action, ...]
    more: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One screen of the walk."""

    id: StepId
    title: str
    where: Where | None
    """Nothing when the source does not say it."""
    actions: tuple[Action, ...]
    provenance: Provenance
    link: Link | None = None
    keep: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    pitfalls: tuple[Pitfall, ...] = ()
    plan_b: tuple[PlanB, ...] = ()
    help: tuple[str, ...] = ()
    """Ids of the channels that help for this very step."""
    simple: SimpleStep | None = None
    when: When = ()


class PhoneScript(msgspec.Struct, frozen=True, kw_only=True):
    """What to say on the phone. ``channel`` is the id of the phone channel to call."""

    channel: str
    say: tuple[str, ...]
    have_ready: tuple[str, ...]
    write_down: tuple[str, ...]


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A date to remember: ``days`` after the day noted in ``note`` (``step/note``), or after the walk ended.

    ``note`` is empty when the day counted from is the day the walk ended.
    """

    id: str
    text: str
    days: int
    note: str = ""


class After(msgspec.Struct, frozen=True, kw_only=True):
    """What comes once the steps are done. Each line is one sentence."""

    next: tuple[str, ...]
    worry: tuple[str, ...]
    silence: tuple[str, ...]
    appeal: tuple[str, ...]
    provenance: Provenance
    reminders: tuple[Reminder, ...] = ()


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """One procedure in one language, complete."""

    id: GuideId
    lang: str
    title: str
    theme: Theme
    provider_name: str
    provider_site: str
    summary: str
    words: tuple[str, ...]
    """What people say when they look for it."""
    for_whom: tuple[str, ...]
    cost: Fact
    screen_minutes: int
    """0 when it is not known."""
    answer_delay: Fact
    account: str
    """The account the site asks for, in words; empty when none is needed."""
    channels: tuple[Channel, ...]
    no_other_way: str
    """Why there is no way but the web (a dysfunction in itself); empty when there is one."""
    papers: tuple[PaperNeed, ...]
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    phone_script: PhoneScript | None
    after: After
    unknown: tuple[str, ...]
    """What nobody could tell us: shown as unknown, never filled in."""
    facts: tuple[Fact, ...]
    """Other facts that can go stale (amounts, dates), shown before starting."""
    read_on: date
    review_on: date
    official_sheet: str = ""
    """Id of the sheet of service-public (F265); empty when there is none."""
    provider_id: str = ""
    """Id of the service in ``resources/providers``."""

    @property
    def is_official_sheet(self) -> bool:
        """Whether this is a sheet of the State, followed as it is (``official/following.py``)."""
        return self.id == self.official_sheet.lower()

    def step(self, step_id: StepId) -> Step:
        """Return the step of that id; ``KeyError`` when the guide has none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def step_if_there(self, step_id: StepId) -> Step | None:
        """Return the step of that id; nothing when a newer text has it no more."""
        return next((step for step in self.steps if step.id == step_id), None)

    def channel(self, channel_id: str) -> Channel:
        """Return the channel of that id; ``KeyError`` when the guide has none."""
        for channel in self.channels:
            if channel.id == channel_id:
                return channel
        raise KeyError(channel_id)


def holds(when: When, answers: dict[QuestionId, ChoiceId]) -> bool:
    """Return whether what carries ``when`` is shown to someone who gave these answers.

    A question not answered, or answered « je ne sais pas », hides nothing: the person sees more, never less.
    """
    return all(answers.get(c.question, UNSURE) in (UNSURE, *c.choices) for c in when)


def one_holds(cases: AnyWhen, answers: dict[QuestionId, ChoiceId]) -> bool:
    """Return whether what is shown in these cases is shown to someone who gave these answers."""
    return not cases or any(holds(when, answers) for when in cases)


def is_asked(question: Question, answers: dict[QuestionId, ChoiceId]) -> bool:
    """Return whether a question is asked of someone who gave these answers: only once its case is sure."""
    return all(answers.get(condition.question) in condition.choices for condition in question.when)


def asked_questions(guide: Guide, answers: dict[QuestionId, ChoiceId]) -> tuple[Question, ...]:
    """Return the questions for someone who gave these answers, in order."""
    return tuple(question for question in guide.questions if is_asked(question, answers))


def visible_actions(step: Step, answers: dict[QuestionId, ChoiceId]) -> tuple[Action, ...]:
    """Return what there is to do at a step for someone who gave these answers."""
    return tuple(action for action in step.actions if one_holds(action.cases, answers))


def visible_steps(guide: Guide, answers: dict[QuestionId, ChoiceId]) -> tuple[Step, ...]:
    """Return the steps of the walk for someone who gave these answers, in order."""
    return tuple(step for step in guide.steps if holds(step.when, answers))


def visible_papers(guide: Guide, answers: dict[QuestionId, ChoiceId]) -> tuple[PaperNeed, ...]:
    """Return the papers to prepare for someone who gave these answers."""
    return tuple(
        paper for paper in guide.papers if holds(paper.when, answers) and one_holds(paper.cases, answers)
    )


def visible_channels(guide: Guide, answers: dict[QuestionId, ChoiceId]) -> tuple[Channel, ...]:
    """Return the ways to do the procedure for someone who gave these answers."""
    return tuple(
        channel
        for channel in guide.channels
        if holds(channel.when, answers) and one_holds(channel.cases, answers)
    )


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """A service and every way to reach it, in one language."""

    id: str
    lang: str
    name: str
    site: str
    contacts: tuple[Channel, ...]
    is_national: bool = False
    """Shown in « Parler à quelqu'un » even outside a guide."""
