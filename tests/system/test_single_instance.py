"""One program a user: the second start tells the first, and a dead program blocks no one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

from dematassist.system.single_instance import claim

HOLD = """
import sys, time
from pathlib import Path
from dematassist.system.single_instance import claim
first = claim(Path(sys.argv[1]))
print("first" if first else "second", flush=True)
time.sleep(60)
"""


def test_the_first_is_first_and_the_second_raises_it(tmp_path):
    first = claim(tmp_path)
    raised = threading.Event()
    first.listen(raised.set)
    second = subprocess.run(
        [sys.executable, "-c", HOLD.replace("time.sleep(60)", ""), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert second.stdout.strip() == "second"
    assert raised.wait(5)
    first.close()


def test_once_closed_another_may_be_first(tmp_path):
    first = claim(tmp_path)
    first.listen(lambda: None)
    first.close()
    again = claim(tmp_path)
    assert again is not None
    again.close()


def test_a_killed_program_blocks_no_one(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline().strip() == "first"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    first = claim(tmp_path)
    assert first is not None
    first.listen(lambda: None)
    first.close()


def test_where_nothing_can_be_written_everyone_is_first(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    first = claim(blocked / "folder")
    assert first is not None
    first.close()
