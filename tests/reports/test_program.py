"""The reports inside the program: opened when first needed, told when damaged."""

from __future__ import annotations

from dematassist import app as composition
from dematassist.errors import Cause
from dematassist.reports.model import Details, Origin
from dematassist.vault.model import Document, DocumentFacts
from dematassist.wire import Intent, Kind


def test_reports_are_kept_from_one_start_to_the_next(clock):
    first = composition.build(clock=clock)
    assert not first.paths.reports.exists()
    report_id, _changes = first.reports.write_report(Origin("caf"), Intent.SERVICE, Kind.PAGE_DOWN)
    first.close()
    second = composition.build(clock=clock)
    assert [entry.id for entry in second.reports.entries()] == [report_id]
    assert second.notices == ()
    second.close()


def test_a_damaged_file_is_told_once_opened(clock):
    app = composition.build(clock=clock)
    app.paths.data.mkdir(parents=True, exist_ok=True)
    app.paths.reports.write_bytes(b"rubbish" * 999)
    assert app.reports.entries() == ()
    assert [notice.cause for notice in app.notices] == [Cause.REPORTS_DAMAGED]
    app.close()


def test_the_names_on_the_papers_of_an_open_space_are_in_no_report(clock):
    app = composition.build(clock=clock)
    paper = Document(
        id="1", facts=DocumentFacts(holder="QUATREBARBES Éloïse"), original_name="a.pdf",
        media_type="application/pdf", size_bytes=1, sha256="0" * 64, added=clock.today(),
    )  # fmt: skip
    text = "le dossier de eloise est au nom quatrebarbes eloise"
    for documents, kept in (((paper,), "le dossier de [nom] est au nom [nom]"), ((), text)):
        app.hold(documents)
        report_id, _changes = app.reports.write_report(Origin("caf"), Intent.SERVICE, Kind.OTHER)
        app.reports.add_to_report(report_id, Details(kind=Kind.OTHER, text=text))
        assert app.reports.entry(report_id).report.text == kept
    app.close()
