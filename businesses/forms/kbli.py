from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from businesses.models import Business, KbliEntry, KbliVersion
from plut_portal.core.validators import normalise_kbli_code


class KbliCodeField(forms.CharField):
    """Five digits, however they are grouped on paper."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return normalise_kbli_code(text) if text else ""


class KbliForm(forms.Form):
    """Entries found by their words, codes kept from before, and one more as the NIB says it."""

    entries = forms.ModelMultipleChoiceField(KbliEntry.objects.all(), required=False)
    kept = forms.MultipleChoiceField(
        label=_("Codes you wrote"), required=False, widget=forms.CheckboxSelectMultiple
    )
    code = KbliCodeField(
        label=_("Code on your NIB"),
        help_text=_("Five digits, as printed. You find them beside “KBLI”."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    version = forms.ChoiceField(
        label=_("Which KBLI does the NIB name?"),
        help_text=_("A NIB printed before the middle of 2026 mostly still says 2020."),
        choices=KbliVersion.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, business: Business, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(business.kbli.order_by("version", "code", "pk"))
        written = [row for row in rows if row.entry_id is None]
        kept = {f"{row.version}-{row.code}": str(row) for row in written}
        cast(forms.MultipleChoiceField, self.fields["kept"]).choices = list(kept.items())
        self.initial["kept"] = list(kept)
        self.initial["entries"] = [row.entry_id for row in rows if row.entry_id]
        if not written:
            del self.fields["kept"]

    @property
    def ticked(self) -> set[str]:
        """The entries ticked now: as sent, or as they stand."""
        return {str(pk) for pk in self["entries"].value() or []}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") and not data.get("version"):
            self.add_error("version", _("Please choose which KBLI the code belongs to."))
        if not self.errors and not self._chosen(data):
            self.add_error(None, _("Tick what fits your business, or write the code on your NIB."))
        return data

    @staticmethod
    def _chosen(data: dict[str, Any]) -> bool:
        return bool(data.get("entries") or data.get("kept") or data.get("code"))

    def choice(self) -> dict[str, Any]:
        """What the service wants to know."""
        data = self.cleaned_data
        written = [tuple(value.split("-")) for value in data.get("kept", [])]
        if data["code"]:
            written.append((data["version"], data["code"]))
        return {"entries": data["entries"], "written": written}
