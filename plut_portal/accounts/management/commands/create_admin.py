from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from plut_portal.accounts.models import User


class Command(BaseCommand):
    """Makes the first account of an empty portal: a superuser, who adds everybody else."""

    help = "Make a superuser, who signs in with an e-mail address and adds everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *, email: str, full_name: str, **options: Any) -> None:
        user = User(full_name=full_name, email=email, is_staff=True, is_superuser=True)
        password = getpass("Password: ")
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        if getpass("Once more: ") != password:
            raise CommandError("The two passwords differ; nobody was added.")
        user.set_password(password)
        user.save()
        self.stdout.write(f"{full_name} may sign in now, at /akun/masuk/, and go on at /admin/.")
