"""Pages of the office that answer for all apps together."""

from plut_portal.insights.pages.answers import answers_page, rows_page
from plut_portal.insights.pages.audit import audit_page, mending_page
from plut_portal.insights.pages.coverage import coverage_page, ourselves_page
from plut_portal.insights.pages.targets import AnnualTargetAdmin

PAGES = (
    ("jawaban-dprd/", answers_page, "answers"),
    ("jawaban-dprd/rincian/", rows_page, "answer_rows"),
    ("cakupan-desa/", coverage_page, "coverage"),
    ("angka-kami/", ourselves_page, "ourselves"),
    ("perlu-dibereskan/", mending_page, "mending"),
    ("jejak-perubahan/", audit_page, "audit"),
)

__all__ = ["PAGES", "AnnualTargetAdmin"]
