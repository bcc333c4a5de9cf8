"""What the sheet of what was done says of a step."""

from __future__ import annotations

from datetime import date, datetime, timezone

from dematassist.journeys import model
from dematassist.sheets.contents import result_sheet
from dematassist.sheets.model import Block, Box, Bullets, CheckList, Heading, Paragraph

DAY = date(2026, 11, 24)


def under(sheet: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Return the blocks of the first part of this title."""
    start = next(n for n, block in enumerate(sheet) if isinstance(block, Heading) and block.text == title)
    after = [n for n, block in enumerate(sheet) if n > start and isinstance(block, Heading)]
    return sheet[start + 1 : after[0]]


def test_a_step_said_done_with_no_box_ticked_has_no_empty_boxes_among_what_is_done(library):
    guide = library.guide("carte-vitale", "fr")
    step = guide.step("declarer")
    actions = tuple(action.text for action in step.actions)
    begun = model.start("a", guide, datetime(2026, 11, 24, 10, 15, tzinfo=timezone.utc))
    done = model.complete_step(begun, guide, step.id, DAY)
    said, what = under(result_sheet(guide, done, DAY).blocks, step.title)
    assert (said, what) == (Paragraph("Étape faite."), Bullets(actions))

    ticked = model.set_tick(done, (step.id, step.actions[0].id), is_ticked=True)
    boxes = tuple(Box(text, is_ticked=number == 0) for number, text in enumerate(actions))
    shown = under(result_sheet(guide, ticked, DAY).blocks, step.title)
    assert shown == (Paragraph("Étape faite."), CheckList(boxes))
