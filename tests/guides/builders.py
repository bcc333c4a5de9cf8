"""Small guides and libraries for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dematassist.facts import Confidence, Fact, Provenance, Source
from dematassist.guides.compiler import write_library
from dematassist.guides.lexicon import Entry, Lexicon
from dematassist.guides.library import Library
from dematassist.guides.model import (
    Action,
    After,
    Channel,
    ChannelKind,
    Guide,
    PhoneScript,
    Provider,
    Step,
    Theme,
    Where,
)
from dematassist.guides.reader import Content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dematassist.papers.model import PaperKind

PROVENANCE = Provenance(
    source=Source(title="Fiche officielle", url="https://example.fr/fiche", is_official=True),
    read_on=date(2026, 11, 21),
    review_on=date(2027, 5, 21),
    confidence=Confidence.HIGH,
)
NO_LEXICON = Lexicon((), (), ())


def step(step_id: str = "ouvrir", *actions: str) -> Step:
    return Step(
        id=step_id,
        title="Ouvrir le site",
        where=Where.ONLINE,
        actions=tuple(
            Action(id=f"action-{n}", text=text) for n, text in enumerate(actions or ("Ouvrez le site.",))
        ),
        provenance=PROVENANCE,
    )


def phone() -> Channel:
    return Channel(
        id="telephone",
        kind=ChannelKind.PHONE,
        name="Le service",
        value="01 02 03 04 05",
        provenance=PROVENANCE,
    )


def guide(guide_id: str = "carte-vitale", *, body: tuple[str, ...] = (), **changes: object) -> Guide:
    """Return a guide that says little; ``body`` are the actions of its step."""
    values: dict[str, object] = {
        "id": guide_id,
        "lang": "fr",
        "title": guide_id.replace("-", " "),
        "theme": Theme.HEALTH,
        "provider_name": "Le service",
        "provider_site": "https://example.fr",
        "summary": "",
        "words": (),
        "for_whom": (),
        "cost": Fact(value="Gratuit.", provenance=PROVENANCE),
        "screen_minutes": 20,
        "answer_delay": Fact(value="2 semaines.", provenance=PROVENANCE),
        "account": "",
        "channels": (phone(),),
        "no_other_way": "",
        "papers": (),
        "questions": (),
        "steps": (step("ouvrir", *body),),
        "phone_script": PhoneScript(channel="telephone", say=(), have_ready=(), write_down=()),
        "after": After(next=(), worry=(), silence=(), appeal=(), provenance=PROVENANCE),
        "unknown": (),
        "facts": (),
        "read_on": date(2026, 11, 21),
        "review_on": date(2027, 5, 21),
    }
    return Guide(**(values | changes))  # type: ignore[arg-type]


def provider(provider_id: str, name: str = "", **changes: object) -> Provider:
    values: dict[str, object] = {
        "id": provider_id,
        "lang": "fr",
        "name": name or provider_id,
        "site": "https://example.fr",
        "contacts": (phone(),),
    }
    return Provider(**(values | changes))  # type: ignore[arg-type]


def lexicon(*entries: Entry, fillers: Iterable[tuple[str, str]] = ()) -> Lexicon:
    return Lexicon(entries, tuple(fillers), ())


def entry(means: str, *, same: tuple[str, ...] = (), said: tuple[str, ...] = (), lang: str = "fr") -> Entry:
    return Entry(lang, means, same, said)


def library(
    path: Path,
    *guides: Guide,
    words: Lexicon = NO_LEXICON,
    providers: tuple[Provider, ...] = (),
    papers: tuple[PaperKind, ...] = (),
) -> Library:
    """Write a library of these values to ``path`` and open it."""
    write_library(path, Content(guides, providers, papers, (), {}), words)
    return Library(path)
