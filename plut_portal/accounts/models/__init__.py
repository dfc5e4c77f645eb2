from plut_portal.accounts.models.codes import ContactCode
from plut_portal.accounts.models.privacy import AccessLogEntry, Consent
from plut_portal.accounts.models.users import User

__all__ = ["AccessLogEntry", "Consent", "ContactCode", "User"]
