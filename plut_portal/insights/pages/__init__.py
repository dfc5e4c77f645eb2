"""Pages of the office that answer for all apps together."""

from plut_portal.insights.pages.targets import AnnualTargetAdmin

PAGES = ()

__all__ = ["PAGES", "AnnualTargetAdmin"]
