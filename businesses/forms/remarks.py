from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from businesses.models import FieldRemark


class Remarked:
    """A form that shows above an input what the office asks to have mended there."""

    fields: dict[str, Any]

    def __init__(
        self, *args: Any, remarks: Mapping[str, FieldRemark] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if remark := (remarks or {}).get(name.upper()):
                field.help_text = format_html(
                    '<span class="field-remark"><b>{}</b> {}</span> {}',
                    _("Please mend:"),
                    remark.text,
                    field.help_text,
                )
