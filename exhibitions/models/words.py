from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.core import search
from plut_portal.core.validators import validate_plain_text

FEWEST, MOST = 2, 12


class SearchWordsQuerySet(models.QuerySet["SearchWords"]):
    def in_use(self) -> Self:
        return self.filter(is_active=True)


class SearchWords(models.Model):
    """Words that mean the same to whoever searches the catalogue: whichever is typed, all count."""

    words = models.CharField(
        _("words that mean the same"),
        max_length=200,
        unique=True,
        validators=[validate_plain_text],
        help_text=_("Separated by commas, for example: keripik, kripik, criping."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    objects = SearchWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")

    def __str__(self) -> str:
        return self.words

    @property
    def group(self) -> tuple[str, ...]:
        """Each as it is searched for: small letters, no signs; what is said twice counts once."""
        plain = (" ".join(search.normalise(word)) for word in self.words.split(","))
        return tuple(dict.fromkeys(word for word in plain if word))

    def clean(self) -> None:
        """Raises ValidationError for fewer than two words or more than twelve, and for one in use."""
        if not FEWEST <= len(self.group) <= MOST:
            raise ValidationError(
                {
                    "words": _("Write %(fewest)d to %(most)d words. You wrote %(count)d.")
                    % {"fewest": FEWEST, "most": MOST, "count": len(self.group)}
                }
            )
        self.words = ", ".join(self.group)
        if self.is_active:
            self._refuse_what_stands_elsewhere()

    def _refuse_what_stands_elsewhere(self) -> None:
        for other in SearchWords.objects.in_use().exclude(pk=self.pk).order_by("pk"):
            if twice := [word for word in self.group if word in other.group]:
                raise ValidationError(
                    {
                        "words": _(
                            "“%(word)s” stands already in: %(words)s. Please add to that row."
                        )
                        % {"word": twice[0], "words": other.words}
                    }
                )
