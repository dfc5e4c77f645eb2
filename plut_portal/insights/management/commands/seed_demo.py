from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from plut_portal.core import clock
from plut_portal.insights.demo import seeding


class Command(BaseCommand):
    """Fill an empty portal with the demonstration's invented people; never in production."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="Throw away everything and begin again."
        )

    def handle(self, *args: object, reset: bool, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("Demo data has no place in production: PORTAL_MODE is production.")
        with transaction.atomic():
            self._seed(reset=reset)

    def _seed(self, *, reset: bool) -> None:
        if reset:
            seeding.empty()
        if seeding.is_seeded():
            self.stdout.write("There is data already; nothing was added.")
            return
        seeding.seed(at=clock.now())
        self.stdout.write("Demo data is ready.")
