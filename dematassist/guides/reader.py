"""YAML files → values. A broken file is left out and explained; the rest still works.

Begin with ``read_resources``. Each ``Problem`` is something an author can act on: the file, the line,
the field, what is wrong and what to write.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from dematassist.facts import Confidence, Fact, Provenance, Source
from dematassist.guides import authoring, model
from dematassist.guides.yaml_source import Lines, YamlProblem, parse
from dematassist.i18n import _
from dematassist.papers.model import PaperKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

_T = TypeVar("_T")
_S = TypeVar("_S", authoring.ProviderFile, authoring.PaperFile, authoring.GuideFile)
_FALLBACK = "fr"


class Problem(NamedTuple):
    """Something wrong in a file, or an advice about it when not ``is_error``."""

    file: Path
    line: int
    field: str
    what: str
    write: str
    is_error: bool = True


class Content(NamedTuple):
    """All that could be read, and all that is wrong."""

    guides: tuple[model.Guide, ...]
    providers: tuple[model.Provider, ...]
    papers: tuple[PaperKind, ...]
    problems: tuple[Problem, ...]
    lines: Mapping[Path, Lines]
    """Where each field of each guide file is: for checks that come after."""


class _Broken(Exception):  # noqa: N818 -- carries a problem, is caught in this module
    def __init__(self, path: tuple[str, ...], what: str, write: str) -> None:
        super().__init__(what)
        self.path, self.what, self.write = path, what, write


def read_resources(resources: Path) -> Content:
    """Read every provider, paper and guide below ``resources``."""
    reading = _Reading()
    providers = reading.folder(resources / "providers", authoring.ProviderFile, _provider)
    papers = reading.folder(resources / "papers", authoring.PaperFile, _paper)
    guides = reading.folder(
        resources / "guides",
        authoring.GuideFile,
        lambda source, lang: _Resolver(source, lang, providers, papers).guide(),
    )
    return Content(
        tuple(guides.values()),
        tuple(providers.values()),
        tuple(papers.values()),
        tuple(sorted(reading.problems, key=lambda p: (str(p.file), p.line, p.field))),
        reading.lines,
    )


class _Reading:
    """What is found wrong, and where every field is, while files are read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.lines: dict[Path, Lines] = {}

    def folder(
        self, folder: Path, shape: type[_S], resolve: Callable[[_S, str], _T]
    ) -> dict[tuple[str, str], _T]:
        """Read ``<lang>/<id>.yaml`` files of one shape; return what each gives, by language and id."""
        found: dict[tuple[str, str], _T] = {}
        for path in sorted(folder.glob("*/*.yaml")):
            lang = path.parent.name
            source = self._source(path, shape)
            if source is None:
                continue
            try:
                if source.id != path.stem:
                    raise _Broken(
                        ("id",),
                        _("The id “{id}” is not the name of the file.").format(id=source.id),
                        _("Write: id: {name}").format(name=path.stem),
                    )
                found[lang, source.id] = resolve(source, lang)
            except _Broken as error:
                line = line_of(self.lines[path], error.path)
                self.problems.append(Problem(path, line, ".".join(error.path), error.what, error.write))
        return found

    def _source(self, path: Path, shape: type[_S]) -> _S | None:
        try:
            document = parse(path.read_bytes())
        except YamlProblem as error:
            self.problems.append(Problem(path, error.line, "", error.what, error.write))
            return None
        except OSError as error:
            what = _("The file cannot be opened.")
            self.problems.append(Problem(path, 1, "", what, error.strerror or ""))
            return None
        self.lines[path] = document.lines
        try:
            return msgspec.convert(document.values, shape)
        except msgspec.ValidationError as error:
            self.problems.append(_explained(path, str(error), document.lines, shape))
            return None


def line_of(lines: Lines, path: tuple[str, ...]) -> int:
    """Return the line of a field, or of the nearest field above it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


_AT = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")
_MISSING = re.compile(r"Object missing required field `([^`]*)`")


def _explained(path: Path, message: str, lines: Lines, shape: type) -> Problem:
    """Turn a message of msgspec into a problem: where it is, in words an author knows."""
    where = _AT.search(message)
    field = _field_path(where.group(1)) if where else ()
    if unknown := _UNKNOWN.search(message):
        name = unknown.group(1)
        near = difflib.get_close_matches(name, _field_names(shape), 1)
        write = _("Perhaps “{name}”?").format(name=near[0]) if near else _("Take this line away.")
        field = (*field, name)
        return Problem(
            path,
            line_of(lines, field),
            ".".join(field),
            _("Unknown field “{name}”.").format(name=name),
            write,
        )
    if missing := _MISSING.search(message):
        name = missing.group(1)
        return Problem(
            path,
            line_of(lines, field),
            ".".join(field) or name,
            _("The field “{name}” is missing.").format(name=name),
            _("Add a line: {name}: …").format(name=name),
        )
    bare = _AT.sub("", message)
    write = _("Write a value of the expected kind: see another guide.")
    if "^https://" in bare:
        bare, write = _("This address does not begin with https://."), _("Write the https:// address.")
    elif "matching regex" in bare:
        write = _("Use small letters without accents, digits and hyphens.")
    return Problem(path, line_of(lines, field), ".".join(field), bare, write)


def _field_path(pointer: str) -> tuple[str, ...]:
    """Turn ``$.steps[...].title`` into a path. ``[...]`` is any key: the first that has not the field."""
    path: list[str] = []
    for part in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]", pointer):
        name = part[0] or part[1]
        if name == "...":
            return tuple(path)
        path.append(name)
    return tuple(path)


def _field_names(shape: type) -> list[str]:
    names: set[str] = set()
    for kind in vars(authoring).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            names |= {field.name for field in msgspec.structs.fields(kind)}
    return sorted(names | {field.name for field in msgspec.structs.fields(shape)})


class _Facts:
    """Turns the sources of one file into provenances."""

    def __init__(self, sources: dict[str, authoring.SourceSource], read_on: date, review_on: date) -> None:
        if review_on <= read_on:
            raise _Broken(
                ("review_on",),
                _("The review date is not after the day of reading."),
                _("Write a later date."),
            )
        self._read_on, self._review_on = read_on, review_on
        self._sources = {
            source_id: Source(
                title=source.title, url=source.url, published=source.published, is_official=source.official
            )
            for source_id, source in sources.items()
        }

    def provenance(
        self,
        path: tuple[str, ...],
        source: str,
        confidence: Confidence,
        read_on: date | None = None,
        review_on: date | None = None,
    ) -> Provenance:
        if source not in self._sources:
            raise _Broken(
                (*path, "source"),
                _("There is no source “{id}”.").format(id=source),
                _("Write one of: {ids}.").format(ids=", ".join(self._sources)),
            )
        return Provenance(
            source=self._sources[source],
            read_on=read_on or self._read_on,
            review_on=review_on or self._review_on,
            confidence=confidence,
        )


def _provider(source: authoring.ProviderFile, lang: str) -> model.Provider:
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
    return model.Provider(
        id=source.id,
        lang=lang,
        name=source.name,
        site=source.site,
        contacts=contacts,
        is_national=source.national,
    )


def _paper(source: authoring.PaperFile, lang: str) -> PaperKind:
    return PaperKind(
        id=source.id,
        lang=lang,
        name=source.name,
        other_names=tuple(source.other_names),
        looks_like=source.looks_like,
        where_to_get=source.where_to_get,
    )


class _Resolver:
    """Turns one guide file into a guide: every id it names is looked up, in its language or in French."""

    def __init__(
        self,
        source: authoring.GuideFile,
        lang: str,
        providers: dict[tuple[str, str], model.Provider],
        papers: dict[tuple[str, str], PaperKind],
    ) -> None:
        self._source, self._lang = source, lang
        self._providers, self._papers = providers, papers
        self._facts = _Facts(source.sources, source.read_on, source.review_on)

    def guide(self) -> model.Guide:
        source = self._source
        if source.lang != self._lang:
            raise _Broken(
                ("lang",),
                _("The language is not the one of the folder."),
                _("Write: lang: {lang}").format(lang=self._lang),
            )
        provider = self._look_up(self._providers, source.provider, ("provider",))
        channels = tuple(self._channel(key, ref) for key, ref in source.channels.items())
        if not source.no_other_way and all(c.kind is model.ChannelKind.ONLINE for c in channels):
            raise _Broken(
                ("channels",),
                _("This guide has no way but the internet."),
                _("Add a phone, a desk or a form; or say why there is none in no_other_way."),
            )
        steps = tuple(self._step(key, step) for key, step in source.steps.items())
        return model.Guide(
            id=source.id,
            lang=source.lang,
            title=source.title,
            theme=source.theme,
            provider_name=provider.name,
            provider_site=provider.site,
            summary=source.summary,
            words=tuple(source.words),
            for_whom=tuple(source.for_whom),
            cost=self._fact(("cost",), source.cost),
            screen_minutes=source.screen_minutes,
            answer_delay=self._fact(("answer_delay",), source.answer_delay),
            account=source.account,
            channels=channels,
            no_other_way=source.no_other_way,
            papers=tuple(self._paper(key, ref) for key, ref in source.papers.items()),
            questions=tuple(
                model.Question(
                    id=key,
                    text=question.text,
                    why=question.why,
                    choices=tuple(
                        model.Choice(id=choice, text=text) for choice, text in question.choices.items()
                    ),
                )
                for key, question in source.questions.items()
            ),
            steps=steps,
            phone_script=self._script(),
            after=self._after(steps),
            unknown=tuple(source.unknown),
            facts=tuple(self._fact(("facts", str(index)), fact) for index, fact in enumerate(source.facts)),
            read_on=source.read_on,
            review_on=source.review_on,
            official_sheet=source.official_sheet,
        )

    def _look_up(self, found: dict[tuple[str, str], _T], key: str, path: tuple[str, ...]) -> _T:
        value = found.get((self._lang, key)) or found.get((_FALLBACK, key))
        if value is None:
            known = sorted({file_id for _lang, file_id in found})
            near = difflib.get_close_matches(key, known, 1)
            raise _Broken(
                path,
                _("There is no “{id}”.").format(id=key),
                _("Perhaps “{name}”?").format(name=near[0]) if near else _("Write its file first."),
            )
        return value

    def _when(self, path: tuple[str, ...], when: dict[str, list[str]]) -> model.When:
        conditions = []
        for question_id, choices in when.items():
            question = self._source.questions.get(question_id)
            if question is None:
                raise _Broken(
                    (*path, "when", question_id),
                    _("There is no question “{id}”.").format(id=question_id),
                    _("Write one of: {ids}.").format(ids=", ".join(self._source.questions)),
                )
            for choice in choices:
                if choice not in question.choices:
                    raise _Broken(
                        (*path, "when", question_id),
                        _("There is no choice “{id}”.").format(id=choice),
                        _("Write one of: {ids}.").format(ids=", ".join(question.choices)),
                    )
            conditions.append(model.Condition(question_id, tuple(choices)))
        return tuple(conditions)

    def _fact(self, path: tuple[str, ...], fact: authoring.FactSource) -> Fact:
        return Fact(
            value=fact.value,
            provenance=self._facts.provenance(
                path, fact.source, fact.confidence, fact.read_on, fact.review_on
            ),
        )

    def _channel(self, key: str, ref: authoring.ChannelRef) -> model.Channel:
        path = ("channels", key)
        when = self._when(path, ref.when)
        if ref.contact:
            provider_id, _slash, contact_id = ref.contact.partition("/")
            provider = self._look_up(self._providers, provider_id, (*path, "contact"))
            contact = next((c for c in provider.contacts if c.id == contact_id), None)
            if contact is None:
                raise _Broken(
                    (*path, "contact"),
                    _("“{provider}” has no contact “{id}”.").format(provider=provider_id, id=contact_id),
                    _("Write one of: {ids}.").format(ids=", ".join(c.id for c in provider.contacts)),
                )
            return msgspec.structs.replace(contact, id=key, when=when, detail=ref.detail or contact.detail)
        if not (ref.kind and ref.name and ref.value and ref.source and ref.confidence):
            raise _Broken(
                path,
                _("This way has neither a contact nor all of: kind, name, value, source, confidence."),
                _("Write: contact: provider/contact, or the five fields."),
            )
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

    def _paper(self, key: str, ref: authoring.PaperRef) -> model.PaperNeed:
        path = ("papers", key)
        kind = self._look_up(self._papers, key, path)
        return model.PaperNeed(
            id=key,
            name=kind.name,
            detail=ref.detail,
            where_to_get=kind.where_to_get,
            provenance=self._facts.provenance(path, ref.source, ref.confidence),
            when=self._when(path, ref.when),
        )

    def _known_channel(self, path: tuple[str, ...], channel: str) -> str:
        if channel and channel not in self._source.channels:
            raise _Broken(
                path,
                _("This guide has no channel “{id}”.").format(id=channel),
                _("Write one of: {ids}.").format(ids=", ".join(self._source.channels)),
            )
        return channel

    def _step(self, key: str, step: authoring.StepSource) -> model.Step:
        path = ("steps", key)
        if not step.actions:
            raise _Broken(
                (*path, "actions"), _("This step has nothing to do."), _("Write at least one action.")
            )
        if not step.plan_b:
            raise _Broken(
                path,
                _("This step does not say what to do when it does not work."),
                _("Add plan_b, with a way that is not the internet."),
            )
        if not step.help:
            raise _Broken(path, _("This step has no human help."), _("Add help, with at least one channel."))
        simple = None
        if step.simple:
            if set(step.simple.actions) != set(step.actions):
                raise _Broken(
                    (*path, "simple", "actions"),
                    _("The simple wording has not the same actions as the step."),
                    _("Use exactly: {ids}.").format(ids=", ".join(step.actions)),
                )
            simple = model.SimpleStep(
                title=step.simple.title,
                # In the order of the step, whatever the order of the file: a tick is the same tick.
                actions=tuple(model.Action(id=a, text=step.simple.actions[a]) for a in step.actions),
                more=tuple(step.simple.more),
            )
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
                    channel=self._known_channel((*path, "plan_b", str(i), "channel"), plan.channel),
                )
                for i, plan in enumerate(step.plan_b)
            ),
            help=tuple(
                self._known_channel((*path, "help", str(i)), channel) for i, channel in enumerate(step.help)
            ),
            simple=simple,
            when=self._when(path, step.when),
        )

    def _script(self) -> model.PhoneScript:
        script = self._source.phone_script
        return model.PhoneScript(
            channel=self._known_channel(("phone_script", "channel"), script.channel),
            say=tuple(script.say),
            have_ready=tuple(script.have_ready),
            write_down=tuple(script.write_down),
        )

    def _after(self, steps: tuple[model.Step, ...]) -> model.After:
        after = self._source.after
        notes = {
            f"{step.id}/{note.id}"
            for step in steps
            for note in step.notes
            if note.kind is model.NoteKind.DATE
        }
        for key, reminder in after.reminders.items():
            if reminder.note and reminder.note not in notes:
                raise _Broken(
                    ("after", "reminders", key, "note"),
                    _("There is no date to write down named “{id}”.").format(id=reminder.note),
                    _("Write one of: {ids}.").format(ids=", ".join(sorted(notes)) or "—"),
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
