"""A worker as a process of its own: `python -m tests.notifications.worker`, told what to do by JSON.

Says "ready" once it could begin, waits for a line, then delivers the rows. With `die_after` it is
killed (SIGKILL) right after that many mails have left the house, before it could write so down.
Without rows it takes a batch of whatever is due, as beat asks it to.
"""

import json
import os
import signal
import sys
from datetime import datetime

import django
from django.conf import settings


def main() -> None:
    order = json.loads(sys.stdin.readline())
    settings.DATABASES["default"].update(order["database"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", order["smtp_port"]
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    django.setup()
    from plut_portal.notifications import channels, services

    left = []
    send = channels.send

    def send_and_die(delivery, *, at, line):
        send(delivery, at=at, line=line)
        left.append(delivery.pk)
        if len(left) == order["die_after"]:
            os.kill(os.getpid(), signal.SIGKILL)

    channels.send = send_and_die
    print("ready", flush=True)
    sys.stdin.readline()
    at = datetime.fromisoformat(order["at"])
    if order["ids"]:
        answers = [services.deliver(delivery_id=pk, at=at) for pk in order["ids"]]
    else:
        answers = services.deliver_batch(at=at)
    print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main()
