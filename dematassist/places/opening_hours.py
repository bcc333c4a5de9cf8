"""Opening hours in words, and whether a desk is open now.

The usual forms (``osm_hours.py``) are put in words; the rest is shown as it is written, never guessed.
Whether a desk is open now comes from ``opening-hours-py``, which reads the whole syntax.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dematassist import i18n
from dematassist.i18n import _, listed, pgettext
from dematassist.places.osm_hours import CLOSED, DAY_COUNT, schedule, standard
from dematassist.places.towns import department

if TYPE_CHECKING:
    from dematassist.places.osm_hours import Schedule, Special, Times

_WEEKEND = (5, 6)
_DAY_MINUTES = 24 * 60
_RUN = 3
"""From how many days in a row they are said « from … to … »."""
_LONGEST = 500
_DAYS_AHEAD = 6
_DAYS_READ_AHEAD = 366
_COUNTRY = "FR"
_MAINLAND_ZONE = "Europe/Paris"
_OVERSEAS_ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/Guadeloupe",
    "978": "America/Guadeloupe",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
"""By the first three digits of the postcode."""


class Hours(NamedTuple):
    """The hours in words, one line a rule. ``is_raw``: they are shown as written."""

    lines: tuple[str, ...]
    is_raw: bool


class Open(NamedTuple):
    """Open now. ``until`` is when it closes, ``None`` when nobody can tell."""

    until: datetime | None


class Closed(NamedTuple):
    """Closed now. ``opens`` is when it opens again, ``None`` when nobody can tell."""

    opens: datetime | None


class PublicHoliday(NamedTuple):
    """It is a public holiday, of which the hours say nothing."""


Situation = Open | Closed | PublicHoliday


def in_words(osm: str) -> Hours:
    """Put OpenStreetMap opening hours in words of the language in use."""
    written = osm.strip()
    if not written:
        return Hours((), is_raw=False)
    read = _read(osm)
    if read:
        lines = (*_week_in_words(read), *(_special_in_words(special) for special in read.specials))
        return Hours(tuple(dict.fromkeys(lines)), is_raw=False)
    # Translators: {hours} are opening hours in a technical form that could not be put in words.
    return Hours((_("Opening hours as written: {hours}").format(hours=written),), is_raw=True)


def now_in_words(osm: str, postcode: str, now: datetime) -> str:
    """Say whether a desk is open at that moment, and until when; empty when nobody can tell.

    ``now`` has its zone; the desk lives in the time of its postcode.
    """
    local = _local(now, postcode)
    return _situation_in_words(situation(osm, local), local) if local else ""


def situation(osm: str, local: datetime) -> Situation | None:
    """Return whether these hours are open at that local time (without zone); ``None``: nobody can tell.

    Nobody can tell when the hours are not one of the usual forms, nor when they speak of school holidays
    (they change from one zone of France to another) or hold a comment (« by appointment »).
    """
    text = standard(osm) if _read(osm) else ""
    if not text or "SH" in text or '"' in text:
        return None
    # 10 ms and 13 MB on disk: only when a desk is shown.
    import opening_hours

    try:
        hours = opening_hours.OpeningHours(text, country=_COUNTRY, max_interval_days=_DAYS_READ_AHEAD)
    except opening_hours.ParserError:  # type: ignore[attr-defined]  # left out of the library's stubs
        return None
    holidays = opening_hours.OpeningHours("PH", country=_COUNTRY)
    if "PH" not in text and holidays.is_open(local):
        return PublicHoliday()
    change = hours.next_change(local)
    if hours.is_open(local):
        return Open(change)
    is_sure = change is not None and hours.is_open(change) and ("PH" in text or not holidays.is_open(change))
    return Closed(change if is_sure else None)


def _read(osm: str) -> Schedule | None:
    return schedule(osm) if len(osm) <= _LONGEST else None


def _local(now: datetime, postcode: str) -> datetime | None:
    """Return the time at the desk, without zone; ``None`` when this computer does not know the zone."""
    # Reads the zones of the system, else of the package tzdata.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(_OVERSEAS_ZONES.get(department(postcode), _MAINLAND_ZONE))
    except ZoneInfoNotFoundError:
        return None
    return now.astimezone(zone).replace(tzinfo=None)


def _situation_in_words(found: Situation | None, local: datetime) -> str:
    match found:
        case None:
            return ""
        case PublicHoliday():
            return _("Today is a public holiday. Call before you go.")
        case Open(until=until):
            if until is None or until - local > timedelta(days=1):
                return _("Open now.")
            return _("Open now, until {time}.").format(time=_time_in_words(until.time()))
        case Closed(opens=opens):
            return _opens_in_words(opens, local)


def _opens_in_words(opens: datetime | None, local: datetime) -> str:
    if opens is None:
        return _("Closed now.")
    at = _time_in_words(opens.time())
    days = (opens.date() - local.date()).days
    if days == 0:
        return _("Closed now. Opens today at {time}.").format(time=at)
    if days == 1:
        return _("Closed now. Opens tomorrow at {time}.").format(time=at)
    if days <= _DAYS_AHEAD:
        # Translators: {day} is the name of a day, such as "Monday".
        return _("Closed now. Opens on {day} at {time}.").format(day=_names()[opens.weekday()], time=at)
    return _("Closed now.")


def _week_in_words(read: Schedule) -> tuple[str, ...]:
    """Say each day with its hours, the days that have the same hours together, then the closed days."""
    groups: dict[Times, list[int]] = {}
    for day, times in enumerate(read.week):
        groups.setdefault(times or CLOSED, []).append(day)
    closed = groups.pop(CLOSED, [])
    if len(groups) == 1 and not closed and not (times := next(iter(groups))).spans:
        return (_capital(times.note) + ".",)
    lines = [_line(_days_in_words(tuple(days)), times) for times, days in groups.items()]
    counted = {day for special in read.specials if special.weeks for day in special.days}
    if not groups and None not in read.week:
        lines.append(_line(_days_in_words(tuple(closed)), CLOSED))
    elif groups and (left := tuple(day for day in closed if day not in counted)):
        # Translators: {days} are days of the week: "Saturday and Sunday", "the weekend".
        lines.append(_("Closed: {days}.").format(days=_days_in_words(left)))
    return tuple(lines)


def _special_in_words(special: Special) -> str:
    names = {"PH": _("public holidays"), "SH": _("school holidays")}
    parts = [_joined([names[holiday] for holiday in special.holidays])] if special.holidays else []
    if special.months:
        parts.append(_joined([_months_in_words(first, last) for first, last in special.months]))
    if special.weeks:
        parts.append(_counted_in_words(special))
    elif special.days:
        parts.append(_days_in_words(special.days))
    return _line(listed(parts), special.times)


def _line(when: str, times: Times) -> str:
    days = _capital(when)
    if times == CLOSED:
        return _("{days}: closed.").format(days=days)
    if times.spans == ((0, _DAY_MINUTES),) and not times.note:
        return _("{days}: open day and night.").format(days=days)
    hours = _joined([_span_in_words(first, last) for first, last in times.spans])
    if hours and times.note:
        # Translators: opening hours and the desk's own comment: "from 9:00 to 12:00 (by appointment)".
        hours = _("{hours} ({comment})").format(hours=hours, comment=times.note)
    return _("{days}: {hours}.").format(days=days, hours=hours or times.note)


def _days_in_words(days: tuple[int, ...]) -> str:
    """Say days of the week: « du lundi au vendredi », « le lundi et le jeudi », « le week-end »."""
    if len(days) == DAY_COUNT:
        return _("every day")
    if days == _WEEKEND:
        return pgettext("on a day", "the weekend")
    names, said = _names(), _names_said()
    parts: list[str] = []
    for run in _runs(days):
        if len(run) >= _RUN:
            # Translators: two days of the week; in French "du lundi au vendredi".
            text = _("from {first_day} to {last_day}")
            parts.append(text.format(first_day=names[run[0]], last_day=names[run[-1]]))
        else:
            parts += [said[day] for day in run]
    return _joined(parts)


def _runs(days: tuple[int, ...]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _names() -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def _names_said() -> tuple[str, ...]:
    # Translators: with the article where the language needs one; in French "le lundi".
    return (
        pgettext("on a day", "Monday"),
        pgettext("on a day", "Tuesday"),
        pgettext("on a day", "Wednesday"),
        pgettext("on a day", "Thursday"),
        pgettext("on a day", "Friday"),
        pgettext("on a day", "Saturday"),
        pgettext("on a day", "Sunday"),
    )


def _counted_in_words(special: Special) -> str:
    counts = {
        1: pgettext("which one of the month", "first"),
        2: pgettext("which one of the month", "second"),
        3: pgettext("which one of the month", "third"),
        4: pgettext("which one of the month", "fourth"),
        5: pgettext("which one of the month", "fifth"),
        -1: pgettext("which one of the month", "last"),
    }
    return _("the {count} {day} of the month").format(
        count=_joined([counts[week] for week in special.weeks]), day=_names()[special.days[0]]
    )


def _months_in_words(first: int, last: int) -> str:
    # Babel costs 15 ms: no month is said before the first window.
    from babel.dates import get_month_names

    names = get_month_names("wide", "format", i18n.current())
    if first == last:
        # Translators: {month} is the name of a month.
        return _("in {month}").format(month=names[first])
    # Translators: two months; in French "de juillet à août".
    return _("from {first_month} to {last_month}").format(first_month=names[first], last_month=names[last])


def _span_in_words(first: int, last: int) -> str:
    # Translators: two times of the day; in French "de 9 h à 12 h".
    return _("from {first} to {last}").format(first=_minutes_in_words(first), last=_minutes_in_words(last))


def _minutes_in_words(minutes: int) -> str:
    return _time_in_words(time(minutes // 60 % 24, minutes % 60))


def _time_in_words(at: time) -> str:
    if (at.hour, at.minute) == (0, 0):
        return _("midnight")
    if at.minute == 0:
        # Translators: a time on the hour, such as "9:00"; in French "9 h".
        return _("{hour}:00").format(hour=at.hour)
    # Translators: a time such as "9:30"; in French "9 h 30".
    return _("{hour}:{minute}").format(hour=at.hour, minute=f"{at.minute:02}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(parts: list[str]) -> str:
    """Join with commas and a last « and »."""
    if len(parts) < 2:  # noqa: PLR2004 -- two make a list
        return "".join(parts)
    # Translators: the end of a list: "from 9:00 to 12:00 and from 14:00 to 17:00".
    return _("{others} and {last}").format(others=listed(parts[:-1]), last=parts[-1])
