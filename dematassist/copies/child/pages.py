"""The pages of the papers given, each of which can be drawn at the size that is asked."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Protocol

from dematassist.copies.child.pdf_source import open_pdf
from dematassist.copies.model import A4_INCHES, MAX_PAGES, MAX_PIXELS
from dematassist.errors import Cause, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image


class Page(Protocol):
    """A page of a paper."""

    source: int
    """Which of the files it comes from, from 0."""

    @property
    def size_inches(self) -> tuple[float, float]:
        """How large it is on paper, as it is seen."""
        ...

    def drawn(self, longest_px: int) -> Image.Image:
        """Return it upright, in RGB, its longest side of ``longest_px`` pixels at most."""
        ...


class ImagePage:
    """One picture of an image file."""

    def __init__(self, source: int, kind: str, content: bytes, frame: int) -> None:
        self.source = source
        self._kind, self._content, self._frame = kind, content, frame

    @property
    def size_inches(self) -> tuple[float, float]:
        """A photograph does not know how large its paper is: as large as fits on a sheet of A4."""
        width, height = self.drawn(200).size
        factor = min(A4_INCHES[0] / min(width, height), A4_INCHES[1] / max(width, height))
        return width * factor, height * factor

    def drawn(self, longest_px: int) -> Image.Image:
        """Return it upright, in RGB, on white."""
        # Slow, and only in this process.
        from PIL import Image, ImageOps

        with _opened(self._kind, self._content) as opened:
            opened.seek(self._frame)
            _refuse_bomb(self.source, opened.size)
            if self._kind == "JPEG":
                opened.draft(None, (longest_px, longest_px))
            upright = ImageOps.exif_transpose(opened)
            plain = _in_rgb(upright)
        if max(plain.size) > longest_px:
            factor = longest_px / max(plain.size)
            size = (max(round(plain.width * factor), 1), max(round(plain.height * factor), 1))
            plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        # EXIF, comments, colour profiles: nothing but the pixels goes on.
        plain.info = {}
        return plain


def open_pages(sources: list[tuple[str, bytes]]) -> list[Page]:
    """Open every file. Raises ``UserError`` (with the number of the file) about what cannot be read."""
    pages: list[Page] = []
    for number, (kind, content) in enumerate(sources):
        with about(number):
            pages += open_pdf(number, content) if kind == "PDF" else _open_image(number, kind, content)
        if len(pages) > MAX_PAGES:
            raise UserError(Cause.SOURCE_TOO_MANY_PAGES, source=str(number), pages=str(MAX_PAGES))
    return pages


@contextlib.contextmanager
def about(source: int) -> Iterator[None]:
    """Tell whatever a parser raises as a fault of the file of this number."""
    try:
        yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise UserError(Cause.SOURCE_DAMAGED, source=str(source)) from error


def _open_image(source: int, kind: str, content: bytes) -> list[Page]:
    with _opened(kind, content) as opened:
        _refuse_bomb(source, opened.size)
        # Only TIFF is used for the sheets of a scan; elsewhere several pictures are an animation.
        frames = getattr(opened, "n_frames", 1) if kind == "TIFF" else 1
        if frames > MAX_PAGES:
            raise UserError(Cause.SOURCE_TOO_MANY_PAGES, source=str(source), pages=str(MAX_PAGES))
        # The smallest reading of the first one finds most broken files now.
        if kind == "JPEG":
            opened.draft(None, (1, 1))
        opened.load()
    return [ImagePage(source, kind, content, frame) for frame in range(frames)]


def _opened(kind: str, content: bytes) -> Image.Image:
    # Slow, and only in this process. Our own limit of pixels is told; Pillow's would only warn.
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    return Image.open(io.BytesIO(content), formats=[kind])


def _refuse_bomb(source: int, size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise UserError(Cause.SOURCE_TOO_MANY_PIXELS, source=str(source))


def _in_rgb(image: Image.Image) -> Image.Image:
    """Return the image in the usual colours of screens, on white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        # Grey of 16 bits or more: Pillow would cut the high values instead of scaling them.
        low, high = image.getextrema()
        span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]  # one band
        image = image.convert("F").point(lambda v: v * (255 / span) - float(low) * 255 / span).convert("L")  # type: ignore[arg-type]
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return _usual_colours(image).convert("RGB")


def _usual_colours(image: Image.Image) -> Image.Image:
    """Apply the colour profile of a photograph, since it will be taken away."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return changed or image
