from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from businesses.models.businesses import Business
from businesses.models.uploads import Paper, UploadQuerySet
from plut_portal.accounts.models import User
from plut_portal.core.uploads import random_name


def document_name(document: "BusinessDocument", filename: str) -> str:
    return random_name("documents", document.ending)


class BusinessDocumentQuerySet(UploadQuerySet["BusinessDocument"]):
    def visible_to(self, user: User) -> Self:
        if user.has_perm("businesses.view_businessdocument"):
            return self
        return self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(business__memberships__user=user, business__memberships__is_active=True)

    def of(self, business: Business) -> Self:
        return self.present().filter(business=business).order_by("kind", "uploaded_at", "pk")


class BusinessDocument(Paper):
    """A paper as evidence: seen by the business's people, and by the office with a trace."""

    class Kind(models.TextChoices):
        NIB = "NIB", "NIB"
        PIRT = "PIRT", "P-IRT"
        OTHER = "OTHER", _("Another paper")

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="documents", verbose_name=_("business")
    )
    kind = models.CharField(_("kind of paper"), max_length=5, choices=Kind.choices)
    file = models.FileField(upload_to=document_name, blank=True, editable=False)

    objects = BusinessDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a business")
        verbose_name_plural = _("papers of businesses")
        permissions = [("open_document", "Can open the papers of a business")]
        indexes = [
            models.Index(fields=["business", "kind"], name="businesses_document_of"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("businesses:document_file", args=[self.public_id])

    @property
    def download_name(self) -> str:
        """nib-keripik-bu-sumiati.pdf, whatever it was called when it came."""
        return f"{slugify(f'{self.kind} {self.business.label}')[:60]}{self.ending}"
