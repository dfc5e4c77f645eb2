from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Village(models.Model):
    """One of the 24 desa and kelurahan of Batu (Kepmendagri 300.2.2-2430/2025)."""

    class Kind(models.TextChoices):
        DESA = "DESA", _("village")
        KELURAHAN = "KELURAHAN", _("ward")

    code = models.CharField(_("Kemendagri code"), max_length=13, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    district = models.CharField(_("district"), max_length=60)
    postal_code = models.CharField(_("postal code"), max_length=5)

    class Meta:
        verbose_name = _("village or ward")
        verbose_name_plural = _("villages and wards")

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Kelurahan Ngaglik, Kecamatan Batu"""
        return gettext("%(kind)s %(name)s, district of %(district)s") % {
            "kind": capfirst(self.get_kind_display()),
            "name": self.name,
            "district": self.district,
        }
