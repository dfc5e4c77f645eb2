"""People, what they allowed, and who looked at their data."""

from plut_portal.accounts.admin.privacy import AccessLogAdmin, ConsentAdmin
from plut_portal.accounts.admin.users import UserAdmin

__all__ = ["AccessLogAdmin", "ConsentAdmin", "UserAdmin"]
