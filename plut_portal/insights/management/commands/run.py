import os
import signal
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from plut_portal import embedded
from plut_portal.insights.demo import running, seeding
from plut_portal.insights.demo.logins import LOGINS


class Command(BaseCommand):
    """Run the demonstration: ready everything, start web, worker, beat and mail; Ctrl-C stops it."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        if settings.PRODUCTION:
            raise CommandError("This runs the demonstration. For production see deploy/README.md.")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        # A closed terminal is an end like any other.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        try:
            with running.only_one():
                self._run()
        except running.CannotStart as reason:
            raise CommandError(str(reason)) from None

    def _run(self) -> None:
        try:
            running.check_ports()
            self._make_ready()
            processes = running.Processes(when_ready=self._welcome)
            processes.loop()
        except KeyboardInterrupt:
            sys.exit(0)
        finally:
            embedded.stop(settings.STATE_DIR)
        # Being told to stop is no failure.
        sys.exit(0 if processes.returncode in {130, 143} else processes.returncode)

    def _make_ready(self) -> None:
        self._say("Checking the database …")
        call_command("migrate", verbosity=0)
        if not seeding.is_seeded():
            self._say("Making the demo data …")
            call_command("seed_demo", stdout=self.stdout)
        self._say("Checking the static files (half a minute when they changed) …")
        running.collect_static()

    def _welcome(self) -> None:
        width = max(len(login.role) for login in LOGINS)
        logins = [f"  {login.role:{width}}  {login.login:24}  {login.password}" for login in LOGINS]
        lines = [
            "",
            f"The portal is ready:  {settings.SITE_URL}",
            f"Its e-mails:          http://localhost:{settings.MAIL_SINK_HTTP_PORT}",
            "",
            *logins,
            "",
            "Ctrl-C stops all of it.",
        ]
        self._say("\n".join(lines))

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
