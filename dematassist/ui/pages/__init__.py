"""The pages: one folder each, ``view.py`` (what it says, no Qt) and ``page.py`` (its widgets).

``make_page`` makes the page of a route. A page's module is imported the first time it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dematassist.ui import routes

if TYPE_CHECKING:
    from dematassist.ui.page import Page
    from dematassist.ui.routes import Route
    from dematassist.ui.shell import Shell


def make_page(shell: Shell, route: Route) -> Page:  # noqa: C901, PLR0911, PLR0912, PLR0915 -- one case a route
    """Make the page of ``route``. Raises ``UserError`` when what it is about is not there."""
    match route:
        case routes.Home():
            from dematassist.ui.pages.home.page import HomePage

            return HomePage(shell, route)
        case routes.ThemeGuides():
            from dematassist.ui.pages.theme_guides.page import ThemeGuidesPage

            return ThemeGuidesPage(shell, route)
        case routes.Before():
            from dematassist.ui.pages.before.page import BeforePage

            return BeforePage(shell, route)
        case routes.Walk():
            from dematassist.ui.pages.walk.page import make_walk_page

            return make_walk_page(shell, route)
        case routes.Recap():
            from dematassist.ui.pages.recap.page import RecapPage

            return RecapPage(shell, route)
        case routes.After():
            from dematassist.ui.pages.after.page import AfterPage

            return AfterPage(shell, route)
        case routes.Sheet():
            from dematassist.ui.pages.sheet.page import SheetPage

            return SheetPage(shell, route)
        case routes.DeskEnd():
            from dematassist.ui.pages.desk_end.page import DeskEndPage

            return DeskEndPage(shell, route)
        case routes.DeskPaused():
            from dematassist.ui.pages.desk_paused.page import DeskPausedPage

            return DeskPausedPage(shell, route)
        case routes.NewMandate():
            from dematassist.ui.pages.new_mandate.page import NewMandatePage

            return NewMandatePage(shell, route)
        case routes.Mandates():
            from dematassist.ui.pages.mandates.page import MandatesPage

            return MandatesPage(shell, route)
        case routes.LeaveCopies():
            from dematassist.ui.pages.leave_copies.page import LeaveCopiesPage

            return LeaveCopiesPage(shell, route)
        case routes.DeskStart():
            from dematassist.ui.pages.desk_start.page import DeskStartPage

            return DeskStartPage(shell, route)
        case routes.Papers():
            from dematassist.ui.pages.papers.page import PapersPage

            return PapersPage(shell, route)
        case routes.SendFile():
            from dematassist.ui.pages.send_file.page import SendFilePage

            return SendFilePage(shell, route)
        case routes.SendHide():
            from dematassist.ui.pages.send_hide.page import make_hide_page

            return make_hide_page(shell, route)
        case routes.SendCheck():
            from dematassist.ui.pages.send_check.page import make_check_page

            return make_check_page(shell, route)
        case routes.Practice():
            from dematassist.ui.pages.practice.page import make_practice_page

            return make_practice_page(shell, route)
        case routes.Documents():
            from dematassist.ui.pages.documents.page import make_documents_page

            return make_documents_page(shell, route)
        case routes.NewSpace():
            from dematassist.ui.pages.new_space.page import make_new_space_page

            return make_new_space_page(shell, route)
        case routes.RecoverSpace():
            from dematassist.ui.pages.recover_space.page import RecoverSpacePage

            return RecoverSpacePage(shell, route)
        case routes.SeveralPages():
            from dematassist.ui.pages.several_pages.page import make_several_pages_page

            return make_several_pages_page(shell, route)
        case routes.MoveIn():
            from dematassist.ui.pages.move_in.page import make_move_page

            return make_move_page(shell, route)
        case routes.SpaceCare():
            from dematassist.ui.pages.space_care.page import make_care_page

            return make_care_page(shell, route)
        case routes.Carry():
            from dematassist.ui.pages.carry.page import make_carry_page

            return make_carry_page(shell, route)
        case routes.OneDocument():
            from dematassist.ui.pages.document.page import make_document_page

            return make_document_page(shell, route)
        case routes.Appointments():
            from dematassist.ui.pages.appointments.page import AppointmentsPage

            return AppointmentsPage(shell, route)
        case routes.Appointment():
            from dematassist.ui.pages.appointment.page import make_appointment_page

            return make_appointment_page(shell, route)
        case routes.AppointmentForm():
            from dematassist.ui.pages.appointment_form.page import make_form_page

            return make_form_page(shell, route)
        case routes.HandOver():
            from dematassist.ui.pages.hand_over.page import HandOverPage

            return HandOverPage(shell, route)
        case routes.HandOverReady():
            from dematassist.ui.pages.hand_over_ready.page import make_ready_page

            return make_ready_page(shell, route)
        case routes.TakeOver():
            from dematassist.ui.pages.take_over.page import TakeOverPage

            return TakeOverPage(shell, route)
        case routes.Help():
            from dematassist.ui.pages.help.page import HelpPage

            return HelpPage(shell, route)
        case routes.Blocked():
            from dematassist.ui.pages.blocked.page import BlockedPage

            return BlockedPage(shell, route)
        case routes.Noted():
            from dematassist.ui.pages.noted.page import NotedPage

            return NotedPage(shell, route)
        case routes.ReportDetails():
            from dematassist.ui.pages.report_details.page import ReportDetailsPage

            return ReportDetailsPage(shell, route)
        case routes.ReportPreview():
            from dematassist.ui.pages.report_preview.page import ReportPreviewPage

            return ReportPreviewPage(shell, route)
        case routes.MyReports():
            from dematassist.ui.pages.my_reports.page import MyReportsPage

            return MyReportsPage(shell, route)
        case routes.HubSettings():
            from dematassist.ui.pages.hub_settings.page import HubSettingsPage

            return HubSettingsPage(shell, route)
        case routes.DeskNote():
            from dematassist.ui.pages.desk_note.page import DeskNotePage

            return DeskNotePage(shell, route)
        case routes.Sources():
            from dematassist.ui.pages.sources.page import SourcesPage

            return SourcesPage(shell, route)
        case routes.OfficialLibrary():
            from dematassist.ui.pages.official_library.page import OfficialLibraryPage

            return OfficialLibraryPage(shell, route)
        case routes.OfficialSheet():
            from dematassist.ui.pages.official.page import OfficialSheetPage

            return OfficialSheetPage(shell, route)
        case routes.ComfortSettings():
            from dematassist.ui.pages.comfort.page import ComfortPage

            return ComfortPage(shell, route)
        case routes.VoiceSettings():
            from dematassist.ui.pages.voice.page import VoicePage

            return VoicePage(shell, route)
        case routes.Pronunciation():
            from dematassist.ui.pages.pronunciation.page import PronunciationPage

            return PronunciationPage(shell, route)
        case routes.Welcome():
            from dematassist.ui.pages.welcome.page import WelcomePage

            return WelcomePage(shell, route)
        case routes.Explain():
            from dematassist.ui.pages.explain.page import ExplainPage

            return ExplainPage(shell, route)
