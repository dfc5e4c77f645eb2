"""A worker as a process of its own: `python -m tests.exhibitions.worker`, told what to do by JSON.

Carries out one release. With `die_after` it is killed (SIGKILL) right after it has decided so many
applications, in the middle of its transaction.
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
    # No queue is there to be reached: the address given leads nowhere. The cache is a folder.
    settings.CELERY_BROKER_URL = "memory://"
    settings.CACHES = order["caches"]
    django.setup()
    from exhibitions import notifications, services

    told = []
    decided = notifications.decided

    def decide_and_die(decision, *, at):
        decided(decision, at=at)
        told.append(decision.rank)
        if len(told) == order["die_after"]:
            os.kill(os.getpid(), signal.SIGKILL)

    notifications.decided = decide_and_die
    at = datetime.fromisoformat(order["at"])
    print(services.carry_out_release(release_id=order["release"], at=at), flush=True)


if __name__ == "__main__":
    main()
