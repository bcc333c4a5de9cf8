"""Does what a person does with reports, again and again, killed before each statement of SQLite in turn.

``killed_outbox.py FOLDER``: run number N is a process that dies by SIGKILL before statement N of its verbs,
in FOLDER/N. What was done and told is in FOLDER/N/told, one line a verb. Prints how many runs were killed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from dematassist import wire
from dematassist.reports import model
from dematassist.reports.model import Details, Origin
from dematassist.reports.outbox import Outbox
from dematassist.reports.record import Reports
from dematassist.system.clock import SystemClock


def live(folder: Path, killed_before: int) -> None:
    """Do every verb once; die before this statement."""
    statements = 0

    def count(_statement: str) -> None:
        nonlocal statements
        statements += 1
        if statements == killed_before:
            os.kill(os.getpid(), signal.SIGKILL)

    told = os.open(folder / "told", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def tell(verb: str, report_id: str) -> None:
        os.write(told, f"{verb} {report_id}\n".encode())

    outbox = Outbox(folder / "reports.db")
    outbox._connection.set_trace_callback(count)
    reports = Reports(outbox, SystemClock())
    one, _changes = reports.write_report(Origin("caf"), wire.Intent.SERVICE, wire.Kind.PAGE_DOWN)
    tell("Draft", one)
    reports.add_to_report(one, Details(kind=wire.Kind.PAGE_DOWN, text="La page tourne."))
    tell("Draft", one)
    review, _changes = reports.review_report(one)
    tell("ToReview", one)
    reports.send_later(one, review.digest)
    tell("Waiting", one)
    now = SystemClock().now()
    outbox.change(one, model.attempted)
    tell("Waiting", one)
    outbox.change(one, lambda entry: model.refused(entry, now, wire.ProblemCode.OTHER_CONTENT))
    tell("ToCorrect", one)
    two, _changes = reports.add_to_report(one, Details(kind=wire.Kind.PAGE_DOWN, text="Autrement."))
    tell("Withdrawn", one)
    tell("Draft", two)
    outbox.change(two, lambda entry: model.arrived(entry, now, model.Listed(1)))
    tell("Sent", two)


def main() -> None:
    """Run until a run reaches its end."""
    number = 0
    while True:
        number += 1
        folder = Path(sys.argv[1]) / str(number)
        folder.mkdir()
        child = os.fork()
        if child == 0:
            live(folder, number)
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            print(number - 1, os.WEXITSTATUS(status))
            return


if __name__ == "__main__":
    main()
