"""Pages as pictures, asked for by several threads."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from dematassist.sheets.pdf import render_pdf
from tests.sheets.samples import EVERYTHING, MADE_AT, RESOURCES

if TYPE_CHECKING:
    from pathlib import Path

# In a process of its own: PDFium ends the one in which two threads use it.
DRAW_TOGETHER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from dematassist.sheets.images import page_images

pdf = Path(sys.argv[1]).read_bytes()
with ThreadPoolExecutor(4) as pool:
    drawn = list(pool.map(lambda _n: page_images(pdf, 300), range(40)))
print(len(set(drawn)))
"""


def test_threads_that_draw_at_the_same_time_take_turns(tmp_path: Path) -> None:
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(render_pdf(EVERYTHING, RESOURCES, MADE_AT))
    command = [sys.executable, "-c", DRAW_TOGETHER, str(pdf)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr
