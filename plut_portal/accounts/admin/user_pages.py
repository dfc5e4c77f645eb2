"""What can be done with a person, each on a page of its own with a service behind it."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from plut_portal.accounts import services
from plut_portal.accounts.admin.forms import ConsentsForm, ContactsForm, RolesForm
from plut_portal.accounts.models import ContactCode
from plut_portal.accounts.services import codes
from plut_portal.core import clock
from plut_portal.core.admin_forms import OfficeForm, ReasonForm
from plut_portal.core.forms import posted


class UserPages:
    @action(
        description=gettext_lazy("Show contact"),
        url_path="tampilkan-kontak",
        permissions=["accounts.reveal_contact"],
        icon="visibility",
    )
    def reveal(self, request, object_id):
        user = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=user,
            title=_("Show contact"),
            intro=_("Why do you need it? %(name)s can read the reason.") % {"name": user},
            form=ReasonForm(posted(request)),
            submit=_("Show contact"),
            run=lambda data: self._show_contacts(request, user, data["reason"]),
        )

    def _show_contacts(self, request, user, reason):
        """The only page with whole contacts. Not a redirect, so that it cannot be opened again."""
        return self.page(
            request,
            "admin/accounts/contacts_shown.html",
            title=_("Contact of %(name)s") % {"name": user},
            original=user,
            contacts=services.reveal_contact(
                user=user, by=request.user, reason=reason, at=clock.now()
            ),
        )

    @action(
        description=gettext_lazy("Issue a code"),
        url_path="buat-kode",
        permissions=["accounts.issue_code"],
        icon="pin",
    )
    def issue_code(self, request, object_id):
        user = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=user,
            title=_("Issue a code"),
            intro=_(
                "Only for somebody standing before you. Check an identity card: with this code"
                " %(name)s sets a new password."
            )
            % {"name": user},
            form=OfficeForm(posted(request)),
            submit=_("Issue a code"),
            run=lambda data: self._show_code(request, user),
        )

    def _show_code(self, request, user):
        purposes = ContactCode.Purpose
        return self.page(
            request,
            "admin/accounts/code_shown.html",
            title=_("Code for %(name)s") % {"name": user},
            original=user,
            minutes=codes.LIFETIME.seconds // 60,
            code=services.issue_counter_code(
                user=user,
                purpose=purposes.RESET if user.has_usable_password() else purposes.CLAIM,
                by=request.user,
                at=clock.now(),
            ),
        )

    @action(
        description=gettext_lazy("Confirm the number"),
        url_path="konfirmasi-kontak",
        permissions=["accounts.change_user"],
    )
    def confirm(self, request, object_id):
        user = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=user,
            title=_("Confirm the number"),
            intro=_("You have seen that %(phone)s is the number of %(name)s.")
            % {"phone": user.masked_phone or "–", "name": user},
            form=OfficeForm(posted(request)),
            submit=_("Confirm the number"),
            run=lambda data: services.confirm_contact_at_counter(
                user=user, by=request.user, at=clock.now()
            ),
            done=_("The number is confirmed."),
        )

    @action(
        description=gettext_lazy("Change number or e-mail"),
        url_path="ganti-kontak",
        permissions=["accounts.change_user"],
    )
    def change_contacts(self, request, object_id):
        user = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=user,
            title=_("Change number or e-mail"),
            intro=_("What you leave empty stays as it is. %(name)s signs in with the new one.")
            % {"name": user},
            form=ContactsForm(posted(request)),
            submit=_("Save"),
            run=lambda data: services.change_contacts(
                user=user, by=request.user, at=clock.now(), **data
            ),
            done=_("The contact has been changed."),
        )

    @action(
        description=gettext_lazy("Consent on paper"),
        url_path="persetujuan",
        permissions=["accounts.change_user"],
    )
    def consents(self, request, object_id):
        user = self.object_or_404(request, object_id)
        return self.service_page(
            request,
            obj=user,
            title=_("Consent on paper"),
            intro=_(
                "What %(name)s has agreed to on paper, or takes back, before you. Without a tick"
                " it ends at once."
            )
            % {"name": user},
            form=ConsentsForm(posted(request), user=user),
            submit=_("Save"),
            run=lambda data: services.note_consents(
                user=user, by=request.user, at=clock.now(), **data
            ),
            done=_("The consent has been written down."),
        )

    @action(
        description=gettext_lazy("Assign roles"),
        url_path="peran",
        permissions=["accounts.assign_roles"],
    )
    def assign_roles(self, request, object_id):
        user = self.object_or_404(request, object_id)
        unchanged = {"superuser": user.is_superuser}
        return self.service_page(
            request,
            obj=user,
            title=_("Assign roles"),
            form=RolesForm(posted(request), user=user, by=request.user),
            submit=_("Save"),
            run=lambda data: self._told(
                request,
                services.assign_roles(
                    user=user, by=request.user, at=clock.now(), **(unchanged | data)
                ),
            ),
            done=_("The roles have been changed."),
        )

    @action(
        description=gettext_lazy("Shut or open the account"),
        url_path="akses-masuk",
        permissions=["accounts.change_user"],
    )
    def sign_in(self, request, object_id):
        user = self.object_or_404(request, object_id)
        opens = not user.is_active
        intro = (
            _("%(name)s may sign in again.")
            if opens
            else _("%(name)s is signed out everywhere and cannot sign in. Nothing is deleted.")
        )
        return self.service_page(
            request,
            obj=user,
            title=_("Open the account") if opens else _("Shut the account"),
            intro=intro % {"name": user},
            form=ReasonForm(posted(request)),
            submit=_("Open the account") if opens else _("Shut the account"),
            is_danger=not opens,
            run=lambda data: self._told(
                request,
                services.set_sign_in(
                    user=user, allowed=opens, by=request.user, at=clock.now(), **data
                ),
            ),
            done=_("The account has been changed."),
        )

    def _told(self, request, to_do):
        for sentence in to_do:
            messages.warning(request, sentence)
