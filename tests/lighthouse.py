"""Lighthouse's judgement of the pages people arrive on, as a phone on a slow line meets them.

Starts a demonstration portal of its own, writes docs/lighthouse.md and prints the same table.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from statistics import median

import django

from tests.screens import camera
from tests.screens.pages import ENTRANCES
from tests.screens.portal import ROOT, ShownPortal

VERSION = "12.8.2"
ROUNDS = 3
# On a busy machine Lighthouse now and then loses the page it watches.
TRIES = 3
SECONDS = 180
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PUBLISHED = ROOT / "docs" / "lighthouse.md"
# Performance also measures the machine: with other work on it, run this again.
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TEXT = """# Lighthouse

What `make lighthouse` found: Lighthouse {version}, its mobile preset (slow 4G, a processor four times slower), a
stranger's first visit, the demonstration's data. Performance and paint are the median of {rounds} rounds, the other marks
the worst of them. Goals: 100 for accessibility, best practices and search engines, 98 or more for performance.

{table}

The portal runs on loopback without https here, which Lighthouse takes for safe; what a proxy adds (https, HTTP/2, HSTS) is
not measured.
"""


@dataclass(frozen=True)
class Judgement:
    path: str
    scores: dict[str, int]
    paint_seconds: float
    kilobytes: float
    failed: list[str]

    @property
    def row(self) -> str:
        marks = " | ".join(str(self.scores[category]) for category in CATEGORIES)
        return f"| `{self.path}` | {marks} | {self.paint_seconds:.1f} s | {self.kilobytes:.0f} KB |"

    @property
    def misses(self) -> list[str]:
        return [
            f"{self.path}: {category} is {self.scores[category]}, not {goal}"
            for category, goal in GOALS.items()
            if self.scores[category] < goal
        ]


def main() -> int:
    npx = shutil.which("npx")
    if npx is None or camera.CHROMIUM is None:
        sys.exit("make lighthouse needs node (npx) and Chromium; neither comes with the portal.")
    django.setup()
    # Whoever ends this early ends the portal and the browser with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ShownPortal("usual", folder="lighthouse") as portal:
        judgements = [judge(npx, portal.url, path) for path in ENTRANCES]
    table = "\n".join([*_HEAD, *(judgement.row for judgement in judgements)])
    PUBLISHED.write_text(TEXT.format(version=VERSION, rounds=ROUNDS, table=table))
    sys.stdout.write(f"{table}\n")
    missed = [line for judgement in judgements for line in judgement.misses + judgement.failed]
    sys.stdout.write("".join(f"{line}\n" for line in missed))
    return 1 if any(judgement.misses for judgement in judgements) else 0


_HEAD = (
    "| Page | Performance | Accessibility | Best practices | SEO | Largest paint | Transferred |",
    "|---|---|---|---|---|---|---|",
)


def judge(npx: str, url: str, path: str) -> Judgement:
    reports = [_report(npx, url + path) for _round in range(ROUNDS)]
    scores = {
        category: [round(report["categories"][category]["score"] * 100) for report in reports]
        for category in CATEGORIES
    }
    audits = [report["audits"] for report in reports]
    return Judgement(
        path,
        {
            category: round(median(found)) if category == "performance" else min(found)
            for category, found in scores.items()
        },
        median(each["largest-contentful-paint"]["numericValue"] for each in audits) / 1000,
        median(each["total-byte-weight"]["numericValue"] for each in audits) / 1000,
        _failed(path, reports[0]),
    )


def _failed(path: str, report: dict) -> list[str]:
    """The audits that cost marks, so that one knows what to mend."""
    weighty = {
        audit["id"]
        for category in report["categories"].values()
        for audit in category["auditRefs"]
        if audit["weight"]
    }
    return [
        f"{path}: {audit['title']} ({audit['score']:.2f})"
        for name, audit in report["audits"].items()
        if name in weighty and audit["score"] is not None and audit["score"] < 0.9
    ]


def _report(npx: str, address: str) -> dict:
    for _try in range(TRIES):
        code, said, complained = _run(npx, address)
        if not code:
            report: dict = json.loads(said)
            return report
    raise RuntimeError(f"Lighthouse on {address} failed:\n{complained[-3000:]}")


def _run(npx: str, address: str) -> tuple[int, str, str]:
    command = [npx, "--yes", f"lighthouse@{VERSION}", address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--chrome-flags=--headless=new {' '.join(camera.FLAGS)}"]
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        environ = os.environ | {"CHROME_PATH": str(camera.CHROMIUM), "TMPDIR": folder}
        process = subprocess.Popen(
            command,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            said, complained = process.communicate(timeout=SECONDS)
        finally:
            # Also the Chromium it started, should it have been stopped halfway.
            _end_group(process.pid)
    return process.returncode, said, complained


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
