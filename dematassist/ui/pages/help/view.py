"""« Parler à quelqu'un »: who helps, and how to reach them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from dematassist.guides.model import Channel, ChannelKind, Guide, Step, visible_channels
from dematassist.guides.wording import caller_name, channel_lines, checked_line, date_in_words
from dematassist.i18n import _, listed
from dematassist.places import opening_hours

if TYPE_CHECKING:
    from datetime import date, datetime

    from dematassist.guides.model import PhoneScript, Provider
    from dematassist.places.directory import Found
    from dematassist.places.emergency import EmergencyNumber
    from dematassist.places.model import Place

_FRESH = timedelta(days=365)
"""For how long the details of a desk are shown without a warning."""


class DeskView(NamedTuple):
    """A desk near a town."""

    name: str
    lines: tuple[str, ...]


class DesksView(NamedTuple):
    """What a search for desks says."""

    said: str
    desks: tuple[DeskView, ...]


class ServiceView(NamedTuple):
    """The numbers of one service."""

    name: str
    lines: tuple[str, ...]


class HelpView(NamedTuple):
    """Who helps, the nearest to the person's need first."""

    title: str
    for_step: tuple[str, ...]
    for_guide: tuple[str, ...]
    deaf: tuple[str, ...]
    script_title: str
    say: tuple[str, ...]
    have_ready: tuple[str, ...]
    write_down: tuple[str, ...]
    national: tuple[ServiceView, ...]
    everywhere: tuple[str, ...]
    danger: tuple[str, ...]
    listening: tuple[str, ...]


def help_view(
    guide: Guide | None,
    step: Step | None,
    answers: dict[str, str],
    providers: tuple[Provider, ...],
    numbers: tuple[EmergencyNumber, ...],
    today: date,
) -> HelpView:
    """Say who helps for this step, for this guide, and for everything else."""
    channels = visible_channels(guide, answers) if guide else ()
    human = tuple(c for c in channels if c.kind is not ChannelKind.ONLINE)
    for_step = tuple(c for c in human if step and c.id in step.help)
    rest = tuple(c for c in human if c not in for_step and c.kind is not ChannelKind.RELAY)
    script: PhoneScript | None = guide.phone_script if guide else None
    return HelpView(
        title=_("Talk to someone"),
        for_step=_lines(tuple(c for c in for_step if c.kind is not ChannelKind.RELAY), today),
        for_guide=_lines(rest, today),
        deaf=_lines(tuple(c for c in human if c.kind is ChannelKind.RELAY), today),
        script_title=_("What to say on the phone"),
        say=script.say if script else (),
        have_ready=script.have_ready if script else (),
        write_down=script.write_down if script else (),
        national=tuple(
            ServiceView(provider.name, lines)
            for provider in providers
            if (lines := _lines(_by_phone(provider), today))
        ),
        everywhere=(
            _("France Services: free help with all procedures, near you."),
            _("Town hall (mairie): they know the desks of your town."),
            _("CCAS, the social help office of the town hall: help with forms and money."),
        ),
        danger=tuple(_number(n, n.when or n.name, n.how) for n in numbers if n.is_emergency),
        listening=tuple(_listening(n, today) for n in numbers if not n.is_emergency),
    )


def desks_view(text: str, found: Found, now: datetime) -> DesksView:
    """Say which desks were found for a town or a postcode."""
    if not found.here and not found.near:
        return DesksView(
            _("No desk found for “{text}” in the list. Try the postcode, or call 39 39.").format(text=text),
            (),
        )
    said = (
        _("Desks for “{text}”:").format(text=text)
        if found.here
        else _("No desk in “{text}” itself. Desks of the same département:").format(text=text)
    )
    here = (_desk(place, None, now) for place in found.here)
    near = (_desk(place, kilometres, now) for place, kilometres in found.near)
    return DesksView(said, (*here, *near))


def _desk(place: Place, kilometres: int | None, now: datetime) -> DeskView:
    address = " ".join(part for part in (place.address, place.postcode, place.town) if part)
    lines = [address]
    if kilometres is not None:
        # Translators: {distance} is a number of kilometres.
        lines.append(_("Nearby, about {distance} km away.").format(distance=max(1, kilometres)))
    if place.is_travelling:
        lines.append(_("This desk moves from place to place. Call before you go."))
    if place.opening_hours:
        lines.append(opening_hours.now_in_words(place.opening_hours, place.postcode, now))
        lines += opening_hours.in_words(place.opening_hours).lines
    else:
        lines.append(_("We do not know the opening hours."))
    if place.phone:
        lines.append(_("Phone: {phone}").format(phone=place.phone))
    lines += [
        _("{name}: {value}").format(name=label, value=listed(values))
        for label, values in (
            (_("Mail"), place.emails[:1]),
            (_("For"), place.public),
            (_("Label"), place.programmes),
            (_("Price"), place.fees),
            (_("Special care"), place.care),
        )
        if values
    ]
    if place.booking:
        lines.append(_("Appointment: {address}").format(address=place.booking))
    lines.append(_age(place, now))
    return DeskView(place.name, tuple(filter(None, lines)))


def _age(place: Place, now: datetime) -> str:
    """Say when a desk was last described, if it may have changed since."""
    if place.updated_on is None:
        return _("We do not know how old these details are. Call before you go.")
    if now.date() - place.updated_on <= _FRESH:
        return ""
    return _("These details date from {day}. Call before you go.").format(day=date_in_words(place.updated_on))


def _by_phone(provider: Provider) -> tuple[Channel, ...]:
    return tuple(c for c in provider.contacts if c.kind in (ChannelKind.PHONE, ChannelKind.RELAY))


def _lines(channels: tuple[Channel, ...], today: date) -> tuple[str, ...]:
    lines = []
    for channel in channels:
        caller = caller_name(channel.caller)
        said = " ".join(channel_lines(channel, today))
        lines.append(f"{caller}. {said}" if caller and caller.lower() not in said.lower() else said)
    return tuple(dict.fromkeys(lines))


def _listening(number: EmergencyNumber, today: date) -> str:
    source = number.provenance
    checked = checked_line(source, today) if source and source.needs_checking(today) else ""
    said = (number.when or number.name, number.how, number.hours, number.price, number.discreet, checked)
    return _number(number, *said)


def _number(number: EmergencyNumber, *said: str) -> str:
    # Translators: an emergency number and when to dial it.
    return _("{number}: {when}").format(number=number.number, when=" ".join(filter(None, said)))
