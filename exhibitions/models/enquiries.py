import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from businesses.models import Product
from plut_portal.accounts.models import User
from plut_portal.core.validators import validate_plain_text


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        return self if user.has_perm("exhibitions.view_enquiry") else self.run_by(user)

    def run_by(self, user: User) -> Self:
        return self.filter(
            product__business__memberships__user=user,
            product__business__memberships__is_active=True,
        )

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def with_contact(self) -> Self:
        return self.filter(purged_at=None)


class Enquiry(models.Model):
    """What a buyer without a login asks about a product."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of the form it came with: sent twice, it is one.
    key = models.UUIDField(unique=True, editable=False)
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="enquiries", verbose_name=_("product")
    )
    name = models.CharField(_("name"), max_length=80, validators=[validate_plain_text])
    phone = models.CharField(_("mobile number"), max_length=16, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)
    message = models.TextField(_("question"), max_length=1000)
    sent_at = models.DateTimeField(_("sent"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    # Who asked and what was said is kept for a while only; that somebody asked stays as a figure.
    purged_at = models.DateTimeField(_("contact removed"), null=True, blank=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry of a buyer")
        verbose_name_plural = _("enquiries of buyers")
        permissions = [("answer_enquiry", "Can mark enquiries of buyers as answered")]
        indexes = [
            models.Index(fields=["product", "sent_at"], name="exhibitions_enquiry_of"),
        ]
        constraints = [
            models.CheckConstraint(
                name="exhibitions_enquiry_contact",
                condition=~models.Q(phone="", email="") | models.Q(purged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.pk})"

    def get_absolute_url(self) -> str:
        return f"{reverse('catalogue:enquiry_list')}#t-{self.public_id}"

    @property
    def contact_url(self) -> str:
        """Opens a chat, or a mail, with the buyer; "" once the contact is removed."""
        if self.purged_at:
            return ""
        return f"https://wa.me/{self.phone[1:]}" if self.phone else f"mailto:{self.email}"


class ChatCountQuerySet(models.QuerySet["ChatCount"]):
    def run_by(self, user: User) -> Self:
        return self.filter(product__in=Product.objects.run_by(user))


class ChatCount(models.Model):
    """How often the chat with its maker was opened from a product's page on a day; never by whom."""

    product = models.ForeignKey(
        Product, models.PROTECT, related_name="chat_counts", verbose_name=_("product")
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("chats opened"), default=1)

    objects = ChatCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("chats opened on a day")
        verbose_name_plural = _("chats opened per day")
        constraints = [
            models.UniqueConstraint(name="exhibitions_chatcount_day", fields=["product", "day"]),
        ]
        indexes = [
            models.Index(fields=["day"], name="exhibitions_chatcount_days"),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.count} ({self.pk})"
