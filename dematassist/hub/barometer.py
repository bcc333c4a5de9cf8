"""The barometer of a month as a PDF, tagged for screen readers: each bar stands under the figure it draws."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from dematassist.hub.figures import GROUPS, Figure, figures
from dematassist.hub.moments import start_of
from dematassist.hub.names import service_name, step_name
from dematassist.hub.words import WORDS, say, written_month

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from dematassist.hub.language import Language
    from dematassist.sheets.model import FactTable, Sheet

_ROWS = 12


def barometer(connection: Connection, lang: Language, year: int, month: int, service_id: str = "") -> bytes:
    """Return the barometer of incidents opened in this month, of one service or of all."""
    from datetime import date

    since = start_of(date(year, month, 1))
    until = start_of(date(year + month // 12, month % 12 + 1, 1))
    found = {
        group: figures(connection, group, since_ms=since, until_ms=until, service_id=service_id)
        for group in GROUPS
    }
    # The same figures give the same file: it is dated from the month, not from the day it is asked for.
    return draw(sheet(found, lang, written_month(lang, year, month), service_id), year, month)


def draw(made: Sheet, year: int, month: int) -> bytes:
    """Return the PDF."""
    # 80 ms with the fonts: only when a barometer is asked for.
    from dematassist.sheets.pdf import printed

    return printed(made, datetime(year, month, 1, tzinfo=timezone.utc))


def name_of(lang: Language, group: str, name: tuple[str, ...]) -> str:
    """Return the name of a group in words."""
    if group in ("kind", "lever"):
        key = f"{group}.{name[0]}"
        return say(lang, key if key in WORDS else "unknown")
    service, *step = name
    known = (service_name(lang, service), *(step_name(lang, service, part) for part in step))
    return " · ".join(part or say(lang, "unknown") for part in known)


def sheet(found: dict[str, tuple[Figure, ...]], lang: Language, month: str, service_id: str) -> Sheet:
    """Return the barometer as it is read: for each group its reports, then its days to fix."""
    from dematassist.sheets.model import Heading, Paragraph, Sheet, Words

    blocks: list[Heading | Paragraph | FactTable] = [Paragraph(say(lang, "figures.intro"))]
    if not any(found.values()):
        blocks.append(Paragraph(say(lang, "barometer.none")))
    for group, rows in found.items():
        if not rows:
            continue
        blocks += [Heading(say(lang, f"figures.{group}")), _reports(rows[:_ROWS], lang, group)]
        if fixed := _fixed(rows[:_ROWS], lang, group):
            blocks += [Heading(say(lang, "figures.fix"), level=3), fixed]
    return Sheet(
        lang=lang,
        title=say(lang, "barometer.title", month=month),
        subtitle=service_name(lang, service_id) or say(lang, "barometer.all"),
        blocks=tuple(blocks),
        footer=say(lang, "barometer.page"),
        words=Words(page=say(lang, "barometer.pages", page="{page}", pages="{pages}")),
    )


def _reports(rows: tuple[Figure, ...], lang: Language, group: str) -> FactTable:
    from dematassist.sheets.model import FactTable, Row

    most = max(row.reports for row in rows)

    def lines(row: Figure) -> tuple[str, ...]:
        said = [("reports", str(row.reports)), ("places", str(row.places))]
        if row.days_to_answer is not None:
            said.append(("answer", written_days(lang, row.days_to_answer)))
        return tuple(
            say(lang, "barometer.figure", name=say(lang, f"figures.{key}"), value=value)
            for key, value in said
        )

    return FactTable(
        tuple(
            Row(name_of(lang, group, row.name), lines(row), has_lead=True, share=row.reports / most)
            for row in rows
        )
    )


def _fixed(rows: tuple[Figure, ...], lang: Language, group: str) -> FactTable | None:
    """Return the days to fix of what was fixed; ``None`` where nothing was."""
    from dematassist.sheets.model import FactTable, Row

    fixed = [(row.name, row.days_to_fix) for row in rows if row.days_to_fix is not None]
    # Nothing fixed on the day it opened divides by 0.
    most = max((days for _name, days in fixed), default=0) or 1
    made = tuple(
        Row(name_of(lang, group, name), (written_days(lang, days),), has_lead=True, share=days / most)
        for name, days in fixed
    )
    return FactTable(made) if made else None


def written_days(lang: Language, days: float | None) -> str:
    """Return a number of days with one decimal; a dash when there is none yet."""
    return "–" if days is None else f"{days:.1f}".replace(".", "," if lang == "fr" else ".")
