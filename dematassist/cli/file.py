"""``dematassist file``: what a site asks to be sent, made without a window."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dematassist.cli import code
from dematassist.cli.door import DONE
from dematassist.i18n import _

if TYPE_CHECKING:
    from dematassist.copies.model import ContentsPage
    from dematassist.copies.sources import Source
    from dematassist.system.paths import Paths


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the commands of files."""
    file = commands.add_parser("file", help=_("Make the file that a site accepts."))
    ours = file.add_subparsers(metavar=_("COMMAND"), required=True)
    text = _(
        "Make one PDF of photographs, scans and PDF files, or one JPEG of each page: under the limit, "
        "upright, without hidden data. The originals are not touched."
    )
    prepare = ours.add_parser("prepare", help=text, description=text)
    prepare.add_argument(
        "inputs", nargs="+", metavar="IN", help=_("PDF, JPEG, PNG, TIFF or WebP files, in order")
    )
    prepare.add_argument(
        *("-o", "--output"),
        required=True,
        metavar="OUT",
        help=_(
            "where to write. Several JPEG files are numbered: copy.jpg becomes copy-1.jpg, copy-2.jpg. "
            "In a folder, they are named document-1.jpg, document-2.jpg"
        ),
    )
    prepare.add_argument(
        *("--max-mb",),
        required=True,
        type=_megabytes,
        metavar="N",
        help=_("the most a file may weigh, in megabytes (1 is 1,000,000 bytes)"),
    )
    prepare.add_argument(
        "--format", choices=("pdf", "jpg"), help=_("pdf, or jpg (the ending of OUT when absent)")
    )
    prepare.add_argument(
        "--mark", default="", metavar="TEXT", help=_("what the copy is for, written across each page")
    )
    prepare.add_argument(
        "--contents", action="store_true", help=_("begin the PDF with a page that lists the papers")
    )
    prepare.set_defaults(run=_prepare)
    code.add_to(ours)


def _megabytes(given: str) -> float:
    megabytes = float(given.replace(",", "."))
    if not (math.isfinite(megabytes) and megabytes > 0):
        raise argparse.ArgumentTypeError(given)
    return megabytes


def _prepare(given: argparse.Namespace, where: Paths, _lang: str) -> int:
    from dematassist.copies.model import MEGABYTE, Format, Order
    from dematassist.copies.preparing import prepare, save, targets
    from dematassist.copies.sources import read_sources

    out = Path(given.output)
    ending = out.suffix.lower()
    made = Format(given.format or ("jpg" if ending in (".jpg", ".jpeg") else "pdf"))
    originals = [Path(path) for path in given.inputs]
    # Asked now too: nobody should wait to learn of a wrong name.
    targets(out, made, 1, originals)
    order = Order(format=made, max_bytes=int(given.max_mb * MEGABYTE), mark=given.mark.strip())
    sources = read_sources(originals)
    contents = _contents(sources, where) if given.contents and made is Format.PDF else None
    prepared = prepare(sources, order, where.resources / "fonts", lambda _done, _total: None, contents)
    chosen = targets(out, made, len(prepared.files), originals)
    save(prepared, chosen)
    for path, file in zip(chosen, prepared.files, strict=True):
        # Translators: {size} is a number with two decimals.
        print(_("Written: {path} ({size} MB)").format(path=path, size=f"{len(file) / MEGABYTE:.2f}"))
    return DONE


def _contents(sources: tuple[Source, ...], where: Paths) -> ContentsPage:
    """Return the page that lists the papers, each by the name of its file."""
    from dematassist.copies.outgoing import look_at
    from dematassist.sheets.papers_contents import contents_page
    from dematassist.system.clock import SystemClock

    papers = [look_at(source, lambda _done, _total: None) for source in sources]
    listed = tuple((Path(paper.name).stem, paper.pages) for paper in papers)
    return contents_page(listed, where.resources, SystemClock().now())
