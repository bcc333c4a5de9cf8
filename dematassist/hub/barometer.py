"""The barometer of a month as a PDF: each chart with its table, so that no figure is told by a bar alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from dematassist.hub.figures import GROUPS, Figure, figures
from dematassist.hub.moments import start_of
from dematassist.hub.words import WORDS, say, written_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from dematassist.hub.language import Language

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
    return draw(found, lang, written_month(lang, year, month), service_id)


def name_of(lang: Language, group: str, name: tuple[str, ...]) -> str:
    """Return the name of a group in words."""
    if group in ("kind", "lever"):
        key = f"{group}.{name[0]}"
        return say(lang, key if key in WORDS else "unknown")
    return " · ".join(part or say(lang, "unknown") for part in name)


def draw(found: dict[str, tuple[Figure, ...]], lang: Language, month: str, service_id: str) -> bytes:
    """Return the PDF."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    title = say(lang, "barometer.title", month=month)
    about = service_id or say(lang, "barometer.all")
    story: list[Any] = [
        Paragraph(_escaped(title), styles["Title"]),
        Paragraph(_escaped(about), styles["Heading2"]),
        Paragraph(_escaped(say(lang, "figures.intro")), styles["BodyText"]),
        # This PDF has no tags: a screen reader reads the page better.
        Paragraph(_escaped(say(lang, "barometer.page")), styles["BodyText"]),
    ]
    if not any(found.values()):
        story.append(Paragraph(_escaped(say(lang, "barometer.none")), styles["BodyText"]))
    for group, rows in found.items():
        if rows:
            story += [
                Spacer(1, 12),
                Paragraph(_escaped(say(lang, f"figures.{group}")), styles["Heading2"]),
                *_charts(rows[:_ROWS], lang, styles["BodyText"]),
                _table(rows[:_ROWS], lang, group, styles["BodyText"]),
            ]
    made = io.BytesIO()
    # ``invariant``: the same figures give the same file.
    SimpleDocTemplate(made, pagesize=A4, title=f"{title} – {about}", author="", lang=lang, invariant=1).build(
        story
    )
    return made.getvalue()


def _chart(bars: Sequence[tuple[int, float, str]]) -> Any:
    """Return a bar for each (row of the table below it, length, what it says), in the order given."""
    from reportlab.graphics.shapes import Drawing, Rect, String
    from reportlab.lib.colors import HexColor

    # Nothing fixed on the day it opened divides by 0.
    most = max(length for _, length, _ in bars) or 1
    height, width = 16, 330
    drawing = Drawing(450, height * len(bars))
    for place, (row, length, said) in enumerate(bars):
        bottom = height * (len(bars) - place - 1) + 3
        long = width * length / most
        drawing.add(String(0, bottom + 1, f"{row}.", fontSize=9))
        drawing.add(Rect(24, bottom, long, height - 5, fillColor=HexColor("#1f4e79"), strokeColor=None))
        drawing.add(String(30 + long, bottom + 1, said, fontSize=9))
    return drawing


def _charts(rows: tuple[Figure, ...], lang: Language, style: Any) -> list[Any]:
    """Return the chart of reports, then the chart of days to fix where something was fixed."""
    from reportlab.platypus import Paragraph, Spacer

    charts = [
        Paragraph(_escaped(say(lang, "figures.reports")), style),
        _chart([(place, row.reports, str(row.reports)) for place, row in enumerate(rows, 1)]),
        Spacer(1, 6),
    ]
    fixed = [
        (place, row.days_to_fix, written_days(lang, row.days_to_fix))
        for place, row in enumerate(rows, 1)
        if row.days_to_fix is not None
    ]
    if fixed:
        charts += [Paragraph(_escaped(say(lang, "figures.fix")), style), _chart(fixed), Spacer(1, 6)]
    return charts


def _table(rows: tuple[Figure, ...], lang: Language, group: str, style: Any) -> Any:
    from reportlab.lib.colors import black
    from reportlab.platypus import Paragraph, Table

    heads = [say(lang, f"figures.{key}") for key in ("name", "reports", "places", "answer", "fix")]
    cells = [[Paragraph(f"<b>{_escaped(head)}</b>", style) for head in heads]]
    for place, row in enumerate(rows):
        name = f"{place + 1}. {name_of(lang, group, row.name)}"
        days = [written_days(lang, number) for number in (row.days_to_answer, row.days_to_fix)]
        values = (name, str(row.reports), str(row.places), *days)
        cells.append([Paragraph(_escaped(value), style) for value in values])
    return Table(
        cells,
        colWidths=[155, 85, 50, 80, 80],
        repeatRows=1,
        style=[("LINEBELOW", (0, 0), (-1, -1), 0.5, black)],
    )


def written_days(lang: Language, days: float | None) -> str:
    """Return a number of days with one decimal; a dash when there is none yet."""
    return "–" if days is None else f"{days:.1f}".replace(".", "," if lang == "fr" else ".")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
