"""An authored file → a value of the program: every id it names is looked up, every fact gets its source.

A guide in a language takes providers and papers of that language, else the French ones. What cannot be
walked through is refused here (a dead id, a step with nothing to do, no way but the web); ``checks.py``
judges the rest. Every fault of a file is found in one go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from dematassist.facts import Confidence, Fact, Provenance, Source
from dematassist.guides import authoring, model
from dematassist.guides.shapes import Fault, FieldPath, nearest
from dematassist.i18n import _
from dematassist.papers.model import Delay, PaperKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

T = TypeVar("T")
ById = dict[tuple[str, str], T]
"""Values by language and id."""

FALLBACK = "fr"

_NO_SOURCE = Source(title="")
_OF_A_CONTACT = ("kind", "name", "value", "hours", "price", "source", "confidence", "read_on", "review_on")


class Known(NamedTuple):
    """The providers and papers that a guide may name."""

    providers: ById[model.Provider]
    papers: ById[PaperKind]


def resolve_provider(source: authoring.ProviderFile, lang: str) -> tuple[model.Provider, list[Fault]]:
    """Return the provider and its faults; with faults, it is not to be used."""
    facts = _Facts(source.sources, source.read_on, source.review_on)
    contacts = tuple(
        model.Channel(
            id=contact_id,
            kind=contact.kind,
            name=contact.name,
            value=contact.value,
            hours=contact.hours,
            price=contact.price,
            detail=contact.detail,
            caller=contact.caller,
            provenance=facts.provenance(
                ("contacts", contact_id),
                contact.source,
                contact.confidence,
                contact.read_on,
                contact.review_on,
            ),
        )
        for contact_id, contact in source.contacts.items()
    )
    provider = model.Provider(
        id=source.id,
        lang=lang,
        name=source.name,
        site=source.site,
        contacts=contacts,
        is_national=source.national,
    )
    return provider, facts.faults


def resolve_paper(source: authoring.PaperFile, lang: str) -> tuple[PaperKind, list[Fault]]:
    """Return the kind of paper and its faults; with faults, it is not to be used."""
    accepted: tuple[Fact, ...] = ()
    delay: Delay | None = None
    faults: list[Fault] = []
    if source.read_on and source.review_on:
        facts = _Facts(source.sources, source.read_on, source.review_on)

        def fact(path: FieldPath, said: authoring.FactSource) -> Fact:
            provenance = facts.provenance(path, said.source, said.confidence, said.read_on, said.review_on)
            return Fact(value=said.value, provenance=provenance)

        accepted = tuple(fact(("accepted", str(number)), one) for number, one in enumerate(source.accepted))
        if source.delay:
            delay = Delay(longest=source.delay.longest, fact=fact(("delay",), source.delay))
        faults = facts.faults
    elif source.accepted or source.delay:
        what = _("It is not said when this was read, nor when to read it again.")
        faults = [Fault((), what, _("Add the lines read_on and review_on, like 2026-11-21."))]
    paper = PaperKind(
        id=source.id,
        lang=lang,
        name=source.name,
        other_names=tuple(source.other_names),
        looks_like=source.looks_like,
        given_by=source.given_by,
        where_to_get=source.where_to_get,
        sides=source.sides,
        may_have_2d_doc=source.may_have_2d_doc,
        accepted=accepted,
        delay=delay,
        instead=tuple(source.instead),
    )
    return paper, faults


def resolve_guide(source: authoring.GuideFile, known: Known) -> tuple[model.Guide, list[Fault]]:
    """Return the guide and its faults; with faults, it is not to be used."""
    resolver = _Resolver(source, known)
    return resolver.guide(), resolver.faults


class _Facts:
    """Turns the sources of one file into provenances."""

    def __init__(self, sources: dict[str, authoring.SourceSource], read_on: date, review_on: date) -> None:
        self.faults: list[Fault] = []
        self._read_on, self._review_on = read_on, review_on
        self._sources = {
            source_id: Source(
                title=source.title, url=source.url, published=source.published, is_official=source.official
            )
            for source_id, source in sources.items()
        }
        for source_id, source in sources.items():
            if source.url and not source.url.startswith("https://"):
                self._refuse(
                    ("sources", source_id, "url"),
                    _("This address is not protected: it does not begin with https://."),
                    _("Write the address that begins with https://. If there is none, take the line away."),
                )
        self._check_dates((), read_on, review_on)

    def _refuse(self, path: FieldPath, what: str, write: str) -> None:
        self.faults.append(Fault(path, what, write))

    def _check_dates(self, path: FieldPath, read_on: date, review_on: date) -> None:
        if review_on <= read_on:
            self._refuse(
                (*path, "review_on"),
                _("The day of the review is not after the day of the reading."),
                _("Write a day after {day}.").format(day=read_on),
            )

    def provenance(
        self,
        path: FieldPath,
        source: str,
        confidence: Confidence,
        read_on: date | None = None,
        review_on: date | None = None,
    ) -> Provenance:
        """Return where a fact comes from; what the fact does not say is said by its file."""
        if source not in self._sources:
            self._refuse(
                (*path, "source"),
                _("There is no source “{id}” in this file.").format(id=source),
                nearest(source, self._sources),
            )
        read, review = read_on or self._read_on, review_on or self._review_on
        if read_on or review_on:
            self._check_dates(path, read, review)
        return Provenance(
            source=self._sources.get(source, _NO_SOURCE),
            read_on=read,
            review_on=review,
            confidence=confidence,
        )


class _Resolver:
    """Turns one guide file into a guide, noting every fault on the way."""

    def __init__(self, source: authoring.GuideFile, known: Known) -> None:
        self._source, self._known = source, known
        self._facts = _Facts(source.sources, source.read_on, source.review_on)
        self.faults = self._facts.faults

    def _refuse(self, path: FieldPath, what: str, write: str) -> None:
        self.faults.append(Fault(path, what, write))

    def guide(self) -> model.Guide:
        source = self._source
        provider = self._look_up(self._known.providers, source.provider, ("provider",))
        return model.Guide(
            id=source.id,
            lang=source.lang,
            title=source.title,
            theme=source.theme,
            provider_name=provider.name if provider else "",
            provider_site=provider.site if provider else "",
            summary=source.summary,
            words=tuple(source.words),
            for_whom=tuple(source.for_whom),
            cost=self._fact(("cost",), source.cost),
            screen_minutes=source.screen_minutes,
            answer_delay=self._fact(("answer_delay",), source.answer_delay),
            account=source.account,
            channels=self._channels(),
            no_other_way=source.no_other_way,
            papers=tuple(
                paper for key, ref in source.papers.items() if (paper := self._paper(key, ref)) is not None
            ),
            questions=tuple(self._question(key, question) for key, question in source.questions.items()),
            steps=tuple(self._step(key, step) for key, step in source.steps.items()),
            phone_script=self._script(),
            after=self._after(),
            unknown=tuple(source.unknown),
            facts=tuple(self._fact(("facts", str(index)), fact) for index, fact in enumerate(source.facts)),
            read_on=source.read_on,
            review_on=source.review_on,
            official_sheet=source.official_sheet,
            provider_id=source.provider,
        )

    def _look_up(self, among: Mapping[tuple[str, str], T], key: str, path: FieldPath) -> T | None:
        value = among.get((self._source.lang, key)) or among.get((FALLBACK, key))
        if value is None:
            self._refuse(
                path,
                _("There is no file “{id}”, or it is broken.").format(id=key),
                nearest(key, sorted({file_id for _lang, file_id in among})),
            )
        return value

    def _when(self, path: FieldPath, when: dict[str, list[str]]) -> model.When:
        questions = self._source.questions
        for question_id, choices in when.items():
            here = (*path, "when", question_id)
            if question_id not in questions:
                self._refuse(
                    here,
                    _("There is no question “{id}” in this guide.").format(id=question_id),
                    nearest(question_id, questions),
                )
                continue
            if not choices:
                self._refuse(here, _("No choice is named here."), nearest("", questions[question_id].choices))
            for choice in choices:
                if choice not in questions[question_id].choices:
                    self._refuse(
                        here,
                        _("There is no choice “{id}” in this question.").format(id=choice),
                        nearest(choice, questions[question_id].choices),
                    )
            self._once(here, choices)
        return tuple(model.Condition(question_id, tuple(choices)) for question_id, choices in when.items())

    def _once(self, path: FieldPath, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for one in ids:
            if one in seen:
                self._refuse(path, _("“{id}” is written twice.").format(id=one), _("Keep one of the two."))
            seen.add(one)

    def _fact(self, path: FieldPath, fact: authoring.FactSource) -> Fact:
        return Fact(
            value=fact.value,
            provenance=self._facts.provenance(
                path, fact.source, fact.confidence, fact.read_on, fact.review_on
            ),
        )

    def _question(self, key: str, question: authoring.QuestionSource) -> model.Question:
        path = ("questions", key, "choices")
        if model.UNSURE in question.choices:
            self._refuse(
                (*path, model.UNSURE),
                _("“{id}” is what the program calls “I do not know”.").format(id=model.UNSURE),
                _("Take it away: every question has this choice already."),
            )
        return model.Question(
            id=key,
            text=question.text,
            why=question.why,
            choices=tuple(model.Choice(id=choice, text=text) for choice, text in question.choices.items()),
        )

    def _channels(self) -> tuple[model.Channel, ...]:
        source = self._source
        faults_before = len(self.faults)
        channels = tuple(
            channel
            for key, ref in source.channels.items()
            if (channel := self._channel(key, ref)) is not None
        )
        has_human_way = any(channel.kind is not model.ChannelKind.ONLINE for channel in channels)
        if not has_human_way and not source.no_other_way and len(self.faults) == faults_before:
            self._refuse(
                ("channels",),
                _("This guide has no way but the internet."),
                _("Add a phone, a desk, a form or a post address. If there is none, say why: no_other_way."),
            )
        if has_human_way and source.no_other_way:
            self._refuse(
                ("no_other_way",),
                _("This guide has a way that is not the internet."),
                _("Take this line away."),
            )
        return channels

    def _channel(self, key: str, ref: authoring.ChannelRef) -> model.Channel | None:
        path = ("channels", key)
        when = self._when(path, ref.when)
        if ref.contact:
            return self._contact(path, ref, when)
        missing = [
            name for name in ("kind", "name", "value", "source", "confidence") if not getattr(ref, name)
        ]
        if ref.kind is None or ref.confidence is None or missing:
            self._refuse(
                path,
                _("This way has no contact, and lacks: {names}.").format(names=", ".join(missing)),
                _("Write contact: provider/contact, or add what lacks."),
            )
            return None
        return model.Channel(
            id=key,
            kind=ref.kind,
            name=ref.name,
            value=ref.value,
            hours=ref.hours,
            price=ref.price,
            detail=ref.detail,
            caller=ref.caller,
            provenance=self._facts.provenance(path, ref.source, ref.confidence, ref.read_on, ref.review_on),
            when=when,
        )

    def _contact(self, path: FieldPath, ref: authoring.ChannelRef, when: model.When) -> model.Channel | None:
        """Take a contact of a provider, with its own provenance; a guide adds ``when`` and ``detail``."""
        here = (*path, "contact")
        for name in _OF_A_CONTACT:
            if getattr(ref, name):
                self._refuse(
                    (*path, name),
                    _("The contact says this already."),
                    _("Take this line away, or the contact."),
                )
        provider_id, _slash, contact_id = ref.contact.partition("/")
        provider = self._look_up(self._known.providers, provider_id, here)
        if provider is None:
            return None
        contact = next((one for one in provider.contacts if one.id == contact_id), None)
        if contact is None:
            self._refuse(
                here,
                _("“{provider}” has no contact “{id}”.").format(provider=provider_id, id=contact_id),
                nearest(ref.contact, [f"{provider_id}/{one.id}" for one in provider.contacts]),
            )
            return None
        return msgspec.structs.replace(contact, id=path[-1], when=when, detail=ref.detail or contact.detail)

    def _paper(self, key: str, ref: authoring.PaperRef) -> model.PaperNeed | None:
        path = ("papers", key)
        when = self._when(path, ref.when)
        provenance = self._facts.provenance(path, ref.source, ref.confidence)
        kind = self._look_up(self._known.papers, key, path)
        if kind is None:
            return None
        return model.PaperNeed(
            id=key,
            name=kind.name,
            detail=ref.detail,
            where_to_get=kind.where_to_get,
            provenance=provenance,
            when=when,
        )

    def _known_channel(self, path: FieldPath, channel: str) -> str:
        if channel and channel not in self._source.channels:
            self._refuse(
                path,
                _("There is no way “{id}” in the channels of this guide.").format(id=channel),
                nearest(channel, self._source.channels),
            )
        return channel

    def _step(self, key: str, step: authoring.StepSource) -> model.Step:
        path = ("steps", key)
        if not step.actions:
            self._refuse(
                (*path, "actions"), _("This step has nothing to do."), _("Write at least one action.")
            )
        if not step.plan_b:
            self._refuse(
                (*path, "plan_b"),
                _("This step does not say what to do when it does not work."),
                _("Add plan_b, with a way that is not the internet."),
            )
        if not step.help:
            self._refuse(
                (*path, "help"),
                _("This step has no human help."),
                _("Add help, with at least one of the channels of this guide."),
            )
        self._once((*path, "help"), step.help)
        return model.Step(
            id=key,
            title=step.title,
            where=step.where,
            actions=tuple(model.Action(id=a, text=text) for a, text in step.actions.items()),
            provenance=self._facts.provenance(path, step.source, step.confidence),
            link=model.Link(url=step.link.url, label=step.link.label) if step.link else None,
            keep=tuple(step.keep),
            notes=tuple(
                model.Note(id=note_id, kind=note.kind, label=note.label)
                for note_id, note in step.notes.items()
            ),
            pitfalls=tuple(
                model.Pitfall(problem=pitfall.problem, way_round=pitfall.way_round)
                for pitfall in step.pitfalls
            ),
            plan_b=tuple(
                model.PlanB(
                    text=plan.text,
                    channel=self._known_channel((*path, "plan_b", str(index), "channel"), plan.channel),
                )
                for index, plan in enumerate(step.plan_b)
            ),
            help=tuple(
                self._known_channel((*path, "help", str(index)), channel)
                for index, channel in enumerate(step.help)
            ),
            simple=self._simple(path, step),
            when=self._when(path, step.when),
        )

    def _simple(self, path: FieldPath, step: authoring.StepSource) -> model.SimpleStep | None:
        if step.simple is None:
            return None
        here, written = (*path, "simple", "actions"), step.simple.actions
        for action in step.actions:
            if action not in written:
                self._refuse(
                    here,
                    _("The simple wording lacks the action “{id}”.").format(id=action),
                    _("Add a line: {name}: …").format(name=action),
                )
        for action in written:
            if action not in step.actions:
                self._refuse(
                    (*here, action),
                    _("The step has no action “{id}”.").format(id=action),
                    nearest(action, step.actions),
                )
        return model.SimpleStep(
            title=step.simple.title,
            # In the order of the step, whatever the order of the file: a tick is the same tick.
            actions=tuple(model.Action(id=a, text=written[a]) for a in step.actions if a in written),
            more=tuple(step.simple.more),
        )

    def _script(self) -> model.PhoneScript:
        script = self._source.phone_script
        return model.PhoneScript(
            channel=self._known_channel(("phone_script", "channel"), script.channel),
            say=tuple(script.say),
            have_ready=tuple(script.have_ready),
            write_down=tuple(script.write_down),
        )

    def _after(self) -> model.After:
        after = self._source.after
        days = [
            f"{step_id}/{note_id}"
            for step_id, step in self._source.steps.items()
            for note_id, note in step.notes.items()
            if note.kind is model.NoteKind.DATE
        ]
        for key, reminder in after.reminders.items():
            if reminder.note and reminder.note not in days:
                self._refuse(
                    ("after", "reminders", key, "note"),
                    _("No step has a day to write down named “{id}”.").format(id=reminder.note),
                    nearest(reminder.note, days),
                )
        return model.After(
            next=tuple(after.next),
            worry=tuple(after.worry),
            silence=tuple(after.silence),
            appeal=tuple(after.appeal),
            provenance=self._facts.provenance(("after",), after.source, after.confidence),
            reminders=tuple(
                model.Reminder(id=key, text=reminder.text, days=reminder.days, note=reminder.note)
                for key, reminder in after.reminders.items()
            ),
        )
