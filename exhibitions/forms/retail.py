"""Offering a product to a retail partner."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitions.forms.fields import NumberField
from exhibitions.models.retail import MOST_PIECES


class OfferForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("The partner may see this product"),
        help_text=_(
            "Name of the product and of the business, village, photo, price, content, how long it"
            " keeps, description, papers and how much you can deliver. Not your own name, and not"
            " your number. You can take it back until it is on the shelves."
        ),
        required=False,
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CapacityForm(forms.Form):
    pieces = NumberField(
        label=_("Pieces a month"),
        least=1,
        most=MOST_PIECES,
        help_text=_("What you can deliver every month without borrowing. Example: 500."),
        error_messages={
            "required": _("Please write how many pieces a month."),
            "invalid": _("Please write a whole number, for example 500."),
            "too_much": _("That is more than a million pieces; is there a nought too many?"),
        },
    )
