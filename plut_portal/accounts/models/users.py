import uuid
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from plut_portal.accounts.roles import Role
from plut_portal.core import formats
from plut_portal.core.search import CONFIG
from plut_portal.core.validators import local_phone, normalise_phone, validate_plain_text

TITLES = {"bu", "ibu", "pak", "bapak", "mbak", "mas", "cak", "ning", "h", "hj", "haji", "hajah"}


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        if user.has_perm("accounts.view_user"):
            return self
        return self.filter(pk=user.pk)

    def with_contact(self, contact: str) -> Self:
        """The one user whose login phone or e-mail this is."""
        field = "email" if "@" in contact else "phone"
        return self.filter(**{field: contact})


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, full_name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(full_name=full_name, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(
        self, *, full_name: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            full_name=full_name, password=password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person. One name, and a phone number or an e-mail address – or, from the counter, neither."""

    class HeardFrom(models.TextChoices):
        """Where somebody first heard of the office."""

        FRIEND = "FRIEND", _("a friend or relative")
        VILLAGE = "VILLAGE", _("the village office")
        SOCIAL = "SOCIAL", _("social media")
        WHATSAPP = "WHATSAPP", _("WhatsApp")
        EVENT = "EVENT", _("an event or a fair")
        PASSED_BY = "PASSED_BY", _("passing the office")
        SEARCH = "SEARCH", _("a Google search")
        OTHER = "OTHER", _("somewhere else")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    full_name = models.CharField(_("full name"), max_length=120, validators=[validate_plain_text])
    phone = models.CharField(
        _("mobile number"),
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("This number is already registered.")},
    )
    email = models.EmailField(
        _("e-mail"),
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("This e-mail address is already registered.")},
    )
    phone_confirmed_at = models.DateTimeField(_("number confirmed"), null=True, blank=True)
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("works in the office pages"), default=False)
    heard_from = models.CharField(
        _("heard of PLUT from"), max_length=9, choices=HeardFrom.choices, blank=True
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    # Counted up to end every session of this person at once.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "session_generation"])

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [
            ("reveal_contact", "Can reveal a masked contact"),
            ("issue_code", "Can issue a code at the counter"),
            ("assign_roles", "Can give and take roles"),
            ("see_amounts", "Can see the amounts of a single business"),
        ]
        indexes = [
            GinIndex(SearchVector("full_name", config=CONFIG), name="accounts_user_name_words")
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        # Not the base class's: it would write get_username(), the name, into public_id.
        self.phone = normalise_phone(self.phone) if self.phone else None
        self.email = self.email.strip().lower() if self.email else None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac("accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    # The theme and the admin print these three; a UUID or None there breaks every page.
    def get_username(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The first word, with the one after it where that is how one is addressed: Bu Tutik."""
        words = self.full_name.split()
        return " ".join(words[: 2 if words and words[0].lower().rstrip(".") in TITLES else 1])

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_consultant(self) -> bool:
        return Role.CONSULTANT in self.role_names

    @property
    def is_curator(self) -> bool:
        return Role.CURATOR in self.role_names

    @property
    def works_here(self) -> bool:
        """Staff, consultants and curators; everyone else is an owner."""
        return self.is_staff or bool(self.role_names)

    @property
    def may_take_away(self) -> bool:
        """Lists, as files: whoever may see who looked at what; the counter has no need to."""
        return self.has_perm("accounts.view_accesslogentry")

    @property
    def sees_amounts(self) -> bool:
        """Capital, turnover and orders of one business; sums over many are nobody's secret."""
        return self.has_perm("accounts.see_amounts")

    @property
    def confirmed_email(self) -> str | None:
        return self.email if self.email_confirmed_at else None

    @property
    def readable_phone(self) -> str:
        return local_phone(self.phone) if self.phone else ""

    @property
    def masked_phone(self) -> str:
        return formats.mask_phone(self.phone) if self.phone else ""

    @property
    def masked_email(self) -> str:
        return formats.mask_email(self.email) if self.email else ""
