"""Making the copy small enough, one step at a time, and no further than what can still be read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dematassist.copies.child.joining import name_pages
from dematassist.copies.child.marking import Mark, burn, check, write_into
from dematassist.copies.child.pages import about
from dematassist.copies.child.pdf_source import PdfPage
from dematassist.copies.model import LEVELS, Box, Format, Level, Order
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    import pikepdf
    from PIL import Image

    from dematassist.copies.child.pages import Page
    from dematassist.copies.child.service import Advance
    from dematassist.copies.wire import Prepare

_POINTS_PER_INCH = 72


class _TooBig(Exception):  # noqa: N818 -- leads to the next level
    """This level does not fit."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(size)


def fit(pages: Sequence[Page], job: Prepare, advance: Advance) -> tuple[tuple[bytes, ...], Level]:
    """Return the files of the copy, each within the limit, at the finest level that fits.

    Raises ``UserError(COPY_CANNOT_FIT)`` with the size of the smallest copy that can be read.
    """
    order = job.order
    mark = Mark(order.mark, job.fonts)
    if mark.text:
        check(mark)
    if beyond := [n for n in order.redact if not 1 <= n <= len(pages)]:
        raise UserError(Cause.REDACTED_PAGE_UNKNOWN, page=str(beyond[0]), pages=str(len(pages)))
    make = (
        _Pdf(pages, job, mark, advance) if order.format is Format.PDF else _Jpegs(pages, order, mark, advance)
    )
    for level in LEVELS:
        try:
            return make.files(level), level
        except _TooBig:
            continue
    raise UserError(
        Cause.COPY_CANNOT_FIT, megabytes=f"{order.max_bytes / 1_000_000:.1f}", pages=str(len(pages))
    )


class _Jpegs:
    """One JPEG a page."""

    def __init__(self, pages: Sequence[Page], order: Order, mark: Mark, advance: Advance) -> None:
        self.pages, self.order, self.mark, self.advance = pages, order, mark, advance

    def files(self, level: Level) -> tuple[bytes, ...]:
        """Return every page. Raises ``_TooBig`` at the first that is."""
        files = []
        for number in range(len(self.pages)):
            file = self.jpeg(number, level)
            if len(file) > self.order.max_bytes:
                raise _TooBig(len(file))
            files.append(file)
        return tuple(files)

    def jpeg(self, number: int, level: Level) -> bytes:
        """Return one page as a JPEG: drawn, blacked out where asked, marked."""
        page = self.pages[number]
        self.advance(number, len(self.pages), page.source)
        with about(page.source):
            image = page.drawn(level.longest_px)
        for box in self.order.redact.get(number + 1, ()):
            _black_out(image, box)
        if self.mark.text:
            burn(image, self.mark)
        if level.is_grey:
            image = image.convert("L")
        made = io.BytesIO()
        image.save(made, "JPEG", quality=level.quality, optimize=True, progressive=True)
        return made.getvalue()


class _Pdf(_Jpegs):
    """One PDF. A page that is text stays text where that is smaller."""

    def __init__(self, pages: Sequence[Page], job: Prepare, mark: Mark, advance: Advance) -> None:
        order = job.order
        super().__init__(pages, order, mark, advance)
        self._contents = job.contents
        self._texts = {
            n: p for n, p in enumerate(pages) if (n + 1) not in order.redact and self._stays_text(p)
        }
        self._text_sizes: dict[int, int] = {}

    def files(self, level: Level) -> tuple[bytes, ...]:
        """Return the PDF. Raises ``_TooBig``."""
        import pikepdf

        contents = self._contents
        with pikepdf.open(io.BytesIO(contents.pdf)) if contents else pikepdf.new() as made:
            total = len(contents.pdf) if contents else 0
            are_pictures = []
            for number in range(len(self.pages)):
                jpeg = self._picture(number, level)
                are_pictures.append(jpeg is not None)
                if jpeg is None:
                    text = self._texts[number]
                    made.pages.append(text.of.clean.pages[text.index])
                else:
                    total += len(jpeg)
                    if total > self.order.max_bytes:
                        raise _TooBig(total)
                    self._add_picture(made, number, jpeg)
            if contents:
                name_pages(made, contents, are_pictures)
            whole = io.BytesIO()
            made.save(
                whole,
                compress_streams=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
        if whole.tell() > self.order.max_bytes:
            raise _TooBig(whole.tell())
        return (whole.getvalue(),)

    def _stays_text(self, page: Page) -> TypeGuard[PdfPage]:
        if not isinstance(page, PdfPage):
            return False
        with about(page.source):
            if not page.can_stay_text:
                return False
            return not self.mark.text or write_into(page.of.clean, page.index, self.mark, is_seen=True)

    def _picture(self, number: int, level: Level) -> bytes | None:
        """Return the page as a picture, or nothing when it stays text."""
        if number not in self._texts:
            return self.jpeg(number, level)
        if level is LEVELS[0]:
            return None
        jpeg = self.jpeg(number, level)
        return jpeg if len(jpeg) < self._text_size(number) else None

    def _text_size(self, number: int) -> int:
        """Return what the page as text takes alone."""
        if number not in self._text_sizes:
            import pikepdf

            text = self._texts[number]
            with pikepdf.new() as alone:
                alone.pages.append(text.of.clean.pages[text.index])
                alone.remove_unreferenced_resources()
                saved = io.BytesIO()
                alone.save(saved)
            self._text_sizes[number] = saved.tell()
        return self._text_sizes[number]

    def _add_picture(self, made: pikepdf.Pdf, number: int, jpeg: bytes) -> None:
        import img2pdf
        import pikepdf

        width, height = (inches * _POINTS_PER_INCH for inches in self.pages[number].size_inches)
        layout = img2pdf.get_layout_fun((width, height))
        page = img2pdf.convert(jpeg, layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal)
        with pikepdf.open(io.BytesIO(page)) as alone:
            if self.mark.text:
                write_into(alone, 0, self.mark, is_seen=False)
            made.pages.extend(alone.pages)
            made.save(io.BytesIO())


def _black_out(image: Image.Image, box: Box) -> None:
    from PIL import ImageDraw

    left, top = box.left * image.width, box.top * image.height
    corners = (left, top, left + box.width * image.width, top + box.height * image.height)
    ImageDraw.Draw(image).rectangle(corners, fill="black")
