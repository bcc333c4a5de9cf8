"""The ways that a sheet gives (who to ask, online services, forms) as channels of a guide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dematassist.folding import folded
from dematassist.guides.model import Channel, ChannelKind
from dematassist.guides.official import model
from dematassist.guides.official.cases import every, words_id
from dematassist.guides.official.model import Kind
from dematassist.guides.official.text import ToWeb, plain
from dematassist.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dematassist.facts import Provenance
    from dematassist.guides.model import When
    from dematassist.guides.official.model import Block, Contact, Service
    from dematassist.guides.official.text import Runs

_PHONE = re.compile(
    r"(?<![\d-])(?:\+33 ?(?:\(0\) ?)?[1-9](?:[ .]?\d\d){4}|0\d(?:[ .]?\d\d){4}|0\d{3}(?: ?\d{3}){2}"
    r"|0 ?8\d\d(?: ?\d{3}){2}|3\d ?\d\d|1[15678]\d?\d?|119)(?![\d/-])"
)
_HOURS = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|7j|24 ?h|\d+ ?h\b|\d+h\d\d)", re.IGNORECASE
)
_PRICE = re.compile(r"gratuit|prix|coût|surtax|€|tarif", re.IGNORECASE)
_HEADINGS = {
    "par telephone": ChannelKind.PHONE,
    "par sms": ChannelKind.PHONE,
    "par courrier": ChannelKind.POST,
    "par courrier electronique": ChannelKind.ONLINE,
    "par courriel": ChannelKind.ONLINE,
    "par messagerie": ChannelKind.ONLINE,
    "par internet": ChannelKind.ONLINE,
    "en ligne": ChannelKind.ONLINE,
    "sur place": ChannelKind.DESK,
}
"""How the State names the ways to reach a service."""


class Way(NamedTuple):
    """A channel and the answers with which it is given."""

    channel: Channel
    when: When


def ways(blocks: Iterable[Block], when: When, provenance: Provenance) -> Iterator[Way]:
    """Yield the ways in blocks, however deep; the same one comes again where the sheet repeats it."""
    for block, deeper in every(blocks, when):
        if isinstance(block, model.Contact):
            yield from (Way(one, deeper) for one in _of_contact(block, provenance))
        elif isinstance(block, model.Service):
            yield from (Way(one, deeper) for one in _of_service(block, provenance))


# Who to ask


class _Line(NamedTuple):
    text: str
    url: str
    """The address that some of its words lead to; empty when there is none."""


def _of_contact(contact: Contact, provenance: Provenance) -> Iterator[Channel]:
    name = _line(contact.title)
    if contact.complement:
        name = f"{name} ({contact.complement})"
    general, parts = _parts(contact.blocks)
    for kind, lines in parts:
        made = _channel(kind, name, lines, provenance)
        if made is not None:
            yield made
    if parts:
        return
    if any(_PHONE.search(line.text) for line in general):
        made = _channel(ChannelKind.PHONE, name, general, provenance)
    else:
        made = _in_general(contact, name, general, provenance)
    if made is not None:
        yield made


def _parts(blocks: Iterable[Block]) -> tuple[list[_Line], list[tuple[ChannelKind, list[_Line]]]]:
    """Return the lines of a contact: those before any « Par téléphone », then those under each."""
    general: list[_Line] = []
    parts: list[tuple[ChannelKind, list[_Line]]] = []
    for line in _lines(blocks):
        kind = _HEADINGS.get(re.sub(r"\s*[(:].*", "", folded(line.text)).strip())
        if kind is not None:
            parts.append((kind, []))
        else:
            (parts[-1][1] if parts else general).append(line)
    return general, parts


def _lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    for block, _when in every(blocks, ()):
        runs: Runs = ()
        if isinstance(block, model.Paragraph):
            runs = block.runs
        elif isinstance(block, model.Section):
            runs = block.title
        text = _line(runs)
        if text:
            yield _Line(text, next((run.link.url for run in runs if isinstance(run.link, ToWeb)), ""))


def _channel(kind: ChannelKind, name: str, lines: list[_Line], provenance: Provenance) -> Channel | None:
    """Return one way to reach a service; ``None`` when the sheet only names it."""
    if not lines:
        return None
    if kind is ChannelKind.PHONE:
        return _by_phone(name, [line.text for line in lines], provenance)
    if kind is ChannelKind.ONLINE:
        value = next((line.url for line in lines if line.url), "") or lines[0].text
        detail = " ".join(line.text for line in lines if line.text != value)
    else:
        value, detail = ", ".join(line.text for line in lines), ""
    return _made(kind, name, value, provenance, detail=detail)


def _by_phone(name: str, lines: list[str], provenance: Provenance) -> Channel | None:
    """Return a number with what the sheet says of its hours and of its price."""
    number = next((found[0] for line in lines if (found := _PHONE.search(line))), "")
    if not number:
        return None
    rest = [line for line in lines if line != number]
    hours = [line for line in rest if _HOURS.search(line)]
    prices = [line for line in rest if _PRICE.search(line) and line not in hours]
    others = [line for line in rest if line not in hours and line not in prices]
    return _made(
        ChannelKind.PHONE,
        name,
        number,
        provenance,
        hours=_sentences(hours),
        price=_sentences(prices),
        detail=_sentences(others),
    )


def _in_general(contact: Contact, name: str, lines: list[_Line], provenance: Provenance) -> Channel | None:
    detail = _sentences([line.text for line in lines])
    url = next((link.url for link in contact.links), "") or next((line.url for line in lines if line.url), "")
    if contact.places or contact.type.startswith("Local"):
        # Translators: follows the name of a kind of office, such as "Town hall:".
        near = _("find the one near you.")
        return _made(ChannelKind.DESK, name, near, provenance, detail=" ".join(filter(None, (detail, url))))
    if url:
        return _made(ChannelKind.ONLINE, name, url, provenance, detail=detail)
    return None


# Online services and forms


def _of_service(service: Service, provenance: Provenance) -> Iterator[Channel]:
    url, name = service.to.url if service.to else "", _line(service.title)
    number = _number(service)
    if service.kind is Kind.FORM and name:
        value = number or _("paper form")
        yield _made(ChannelKind.FORM, name, value, provenance, detail=url, key=service.id)
    elif service.kind is Kind.ONLINE_SERVICE and url:
        yield _made(ChannelKind.ONLINE, name, url, provenance, key=service.id)


def service_action(service: Service) -> str:
    """Return what there is to do with an online service, a form, a model or a simulator, in a few words."""
    name, number = _line(service.title), _number(service)
    said = {
        # Translators: something to do, as a check box. {title} is the name of a service or of a form.
        Kind.ONLINE_SERVICE: _("Online service: {title}"),
        Kind.FORM: _("Form: {title}"),
        Kind.MODEL: _("Model of letter: {title}"),
        Kind.SIMULATOR: _("Simulator: {title}"),
    }
    text = said.get(service.kind, "{title}").format(title=name)
    return f"{text} ({number})" if number else text


def _number(service: Service) -> str:
    if service.cerfa:
        return _("cerfa {number}").format(number=service.cerfa)
    return service.other_number


def _made(
    kind: ChannelKind,
    name: str,
    value: str,
    provenance: Provenance,
    *,
    hours: str = "",
    price: str = "",
    detail: str = "",
    key: str = "",
) -> Channel:
    return Channel(
        id=words_id("w", kind.value, key or name, value),
        kind=kind,
        name=name,
        value=value,
        provenance=provenance,
        hours=hours,
        price=price,
        detail=detail,
    )


def _line(runs: Runs) -> str:
    return " ".join(plain(runs).split())


def _sentences(lines: list[str]) -> str:
    return " ".join(line if line[-1] in ".!?:" else f"{line}." for line in lines)
