from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from businesses.forms.uploads import LARGEST_PHOTO, check_paper
from consultations.models import SessionAttachment
from plut_portal.core.validators import validate_plain_text


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=_("What you add"),
        help_text=_("The owner reads it below what was said. It cannot be changed afterwards."),
        max_length=2000,
        error_messages={"required": _("Please write what you want to add.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label=_("Why it is added now"),
        help_text=_("For example: the laboratory’s result came in."),
        max_length=200,
        validators=[validate_plain_text],
        error_messages={"required": _("Please give the reason in a few words.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AttachmentForm(forms.Form):
    title = forms.CharField(
        label=_("What is it?"),
        help_text=_("In a few words, for example: label mock-up."),
        max_length=80,
        validators=[validate_plain_text],
        error_messages={"required": _("Please say in a few words what it is.")},
    )
    file = forms.FileField(
        label=_("PDF or photo"),
        help_text=_("A PDF of at most 5 MB, or a photo of at most 15 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        error_messages={
            "required": _("Please choose a file first."),
            "empty": _("This file is empty. Please choose it again."),
        },
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (SessionAttachment.Audience.OWNER, _("The owner as well")),
            (SessionAttachment.Audience.INTERNAL, _("Internal: you and the programme admin")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who may read it.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_file(self) -> "UploadedFile[bytes]":
        return check_paper(self.cleaned_data["file"], largest_photo=LARGEST_PHOTO)
