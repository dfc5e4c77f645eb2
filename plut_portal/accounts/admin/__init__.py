"""People, what they allowed, and who looked at their data."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

from plut_portal.accounts.admin.privacy import AccessLogAdmin, ConsentAdmin
from plut_portal.accounts.admin.users import UserAdmin

__all__ = ["AccessLogAdmin", "ConsentAdmin", "UserAdmin"]

# Rights stand in accounts.roles, addresses on the person, second factors with their owners.
for _model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(_model)
