from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from businesses.forms.uploads import LARGEST_PHOTO
from plut_portal.core import images
from plut_portal.core.errors import PortalError
from plut_portal.core.formats import megabytes_text
from plut_portal.core.uploads import is_pdf, is_whole_pdf
from trainings import services
from trainings.models import OutputFile, Stage


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each looked at by its content, whatever its name says."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(FilesField, self).clean(each, initial) for each in sent]
        for file in files:
            check_file(file)
        return files


def check_file(file: "UploadedFile[bytes]") -> None:
    """Refuse what is neither a photo nor a whole PDF, and what is too large."""
    if (file.size or 0) > LARGEST_PHOTO:
        raise ValidationError(
            _("Your file has %(size)s. At most %(most)s.")
            % {
                "size": megabytes_text(file.size or 0),
                "most": megabytes_text(LARGEST_PHOTO),
            }
        )
    if not is_pdf(file):
        images.check(file)
    elif not is_whole_pdf(file):
        raise ValidationError(_("This PDF is cut off. Please choose it again."))


class OutputForm(forms.Form):
    """What a stage asks for. Which of the two is needed, the service knows."""

    file = FilesField(
        label=_("Photo or PDF"),
        required=False,
        widget=FilesInput(attrs={"accept": "application/pdf,image/*", "multiple": True}),
        error_messages={"empty": _("This file is empty. Please choose it again.")},
    )
    link = forms.CharField(
        label=_("Link"),
        help_text=_("To a shop page or a post, for example; it begins with https://."),
        max_length=300,
        required=False,
        validators=[
            URLValidator(
                schemes=["https"],
                message=_("This is no link we can open. It must begin with https://."),
            )
        ],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("A word to the consultant"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stage.output_kind == Stage.OutputKind.LINK:
            del self.fields["file"]
        if stage.output_kind == Stage.OutputKind.FILE:
            del self.fields["link"]
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "At most %(count)d, each up to %(size)s. A photo with the phone is enough."
            ) % {"count": OutputFile.MOST, "size": megabytes_text(LARGEST_PHOTO)}

    def about(self, refusal: PortalError) -> str | None:
        """The field beside which a refusal stands: what is missing, or too much, is said there."""
        is_about_it = isinstance(refusal, services.NothingHandedIn | services.TooManyFiles)
        return next(iter(self.fields)) if is_about_it else None


class WordsForm(forms.Form):
    """What owner and consultant say about an output. Whether it must be said, the service knows."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
