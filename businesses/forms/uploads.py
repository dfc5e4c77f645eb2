from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from businesses.models import BusinessDocument
from plut_portal.core import images
from plut_portal.core.formats import megabytes_text
from plut_portal.core.uploads import MB, is_pdf, is_whole_pdf

LARGEST_PHOTO, LARGEST_DOCUMENT = 15 * MB, 5 * MB


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("By day beside a window, the pack upright, nothing else in the picture."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={
            "required": _("Please choose a photo first."),
            "empty": _("This file is empty. Please choose the photo again."),
        },
    )
    show_to_all = forms.BooleanField(
        label=_("Show my photos and products to the public"),
        help_text=_("On the portal’s catalogue. You can take this back at any time in My account."),
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["show_to_all"]

    def clean_photo(self) -> "UploadedFile[bytes]":
        photo = self.cleaned_data["photo"]
        if photo.size > LARGEST_PHOTO:
            raise ValidationError(
                _("Your photo has %(size)s. At most %(most)s.")
                % {"size": megabytes_text(photo.size), "most": megabytes_text(LARGEST_PHOTO)}
            )
        images.check(photo)
        return photo


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Which paper is it?"),
        choices=BusinessDocument.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which paper it is.")},
    )
    file = forms.FileField(
        label=_("PDF or photo of the paper"),
        help_text=_("At most 5 MB. Of a photo, every line should be legible."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
        error_messages={
            "required": _("Please choose a file first."),
            "empty": _("This file is empty. Please choose it again."),
        },
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_file(self) -> "UploadedFile[bytes]":
        return check_paper(self.cleaned_data["file"], largest_photo=LARGEST_DOCUMENT)


def check_paper(file: "UploadedFile[bytes]", *, largest_photo: int) -> "UploadedFile[bytes]":
    """Refuse what is neither a whole PDF nor a picture, or too large, told by its content (FM-48)."""
    is_document = is_pdf(file)
    most = LARGEST_DOCUMENT if is_document else largest_photo
    if (file.size or 0) > most:
        raise ValidationError(
            _("Your file has %(size)s. At most %(most)s.")
            % {"size": megabytes_text(file.size or 0), "most": megabytes_text(most)}
        )
    if not is_document:
        images.check(file)
    elif not is_whole_pdf(file):
        raise ValidationError(_("This PDF is cut off. Please choose it again."))
    return file
