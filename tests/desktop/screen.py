"""What is on the private screen, as a picture: read from the file in which the X server keeps it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = struct.Struct(">25I")
"""The header of an X window dump (XWDFile.h): 25 numbers, then the window's name, then the colours."""


def screenshot(file: Path) -> Image.Image:
    """Return the picture of the screen kept in ``file`` (``Xvfb -fbdir``)."""
    content = file.read_bytes()
    fields = _HEADER.unpack_from(content)
    header_size, width, height = fields[0], fields[4], fields[5]
    bits_per_pixel, bytes_per_line, colours = fields[11], fields[12], fields[19]
    assert bits_per_pixel == 32, f"{bits_per_pixel} bits a pixel"
    # A colour of the colour map takes 12 bytes.
    start = header_size + colours * 12
    pixels = content[start : start + bytes_per_line * height]
    return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", bytes_per_line)


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, « relative luminance »)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast between two colours, from 1 to 21 (WCAG 2.2, « contrast ratio »)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
