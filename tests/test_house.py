"""What keeps the house in order, whoever works in it."""

import re
import secrets
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import environ
import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def example_env() -> dict[str, str]:
    """What .env.example gives production, with the one value it leaves open."""
    lines = [line.partition("=") for line in read(".env.example").splitlines() if line]
    given = {name: value.strip('"') for name, _is, value in lines if not name.startswith("#")}
    return given | {"SECRET_KEY": secrets.token_urlsafe(50)}


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def test_production_passes_the_deployment_check(tmp_path):
    env = example_env() | {"PORTAL_STATE_DIR": str(tmp_path)}

    done = manage("check", "--deploy", "--fail-level", "WARNING", env=env)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"],
)
def test_production_says_which_value_is_missing(tmp_path, name):
    env = example_env() | {"PORTAL_STATE_DIR": str(tmp_path), name: ""}

    done = manage("check", env=env)

    assert done.returncode != 0
    assert f"{name} must be set when PORTAL_MODE=production." in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_MODE", "prod"),
        ("DEBUG", "True"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("PORT", "70000"),
        ("SEND_DUE_SECONDS", "soon"),
        ("REQUIRE_STAFF_MFA", "ture"),
    ],
)
def test_a_bad_value_stops_the_boot_with_a_sentence_that_names_it(tmp_path, name, value):
    env = example_env() | {"PORTAL_STATE_DIR": str(tmp_path), name: value}

    done = manage("check", env=env)

    assert done.returncode != 0
    last_line = done.stderr.splitlines()[-1]
    assert last_line.startswith(f"django.core.exceptions.ImproperlyConfigured: {name} ")


@pytest.mark.parametrize("command", ["run", "seed_demo"])
def test_production_has_no_demonstration(tmp_path, command):
    done = manage(command, env=example_env() | {"PORTAL_STATE_DIR": str(tmp_path)})

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: ")


def test_env_example_names_every_variable_that_settings_read():
    read_there = set(
        re.findall(r'(?:env|env\.\w+|_\w+)\(\s*"([A-Z_]+)"', read("plut_portal/settings.py"))
    )
    named = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))

    assert read_there == named


def test_the_environment_is_read_in_settings_only():
    code = [
        path
        for package in ("plut_portal", "businesses", "consultations", "trainings", "exhibitions")
        for path in (ROOT / package).rglob("*.py")
    ]
    reading = [
        str(path.relative_to(ROOT))
        for path in code
        if re.search(r"os\.environ\[|environ\.get\(|getenv\(|environ\.Env\(", path.read_text())
    ]

    # The one that starts processes hands its environment on.
    assert sorted(reading) == ["plut_portal/insights/demo/running.py", "plut_portal/settings.py"]


def test_imports_go_down_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_every_runtime_package_has_its_reason():
    asked = [
        re.match(r"[A-Za-z0-9-]+", line)[0]
        for line in read("requirements.in").splitlines()
        if not line.startswith("#")
    ]
    reasons = re.findall(
        r"^\| ([a-zA-Z0-9-]+)(?: [\d.]+)? \|", read("docs/dependencies.md"), re.MULTILINE
    )

    assert sorted(asked) == sorted(set(reasons) - {"Package"})
    assert len(asked) <= 27


def test_every_python_runs_the_same_versions_and_so_do_the_tests():
    running = PIN.findall(read("requirements.txt"))
    tested = PIN.findall(read("requirements-dev.txt"))

    assert len(dict(running)) == len(running) > 40
    assert set(running) <= set(tested)


def test_exceptions_to_the_rules_stay_few():
    """A `noqa` or a `type: ignore` is a rule broken on purpose: at most a dozen."""
    folders = [*tomllib.loads(read("pyproject.toml"))["tool"]["mypy"]["files"], "tests"]
    lines = [
        line
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text().splitlines()
        if re.search(r"# (noqa|type: ignore)", line)
    ]

    assert len(lines) <= 12, "\n".join(lines)


def test_env_example_is_read_by_the_shell_and_by_the_portal_alike(monkeypatch):
    for name in example_env():
        monkeypatch.delenv(name, raising=False)
    shell = subprocess.run(
        ["sh", "-c", 'set -a; . ./.env.example; printf %s "$DEFAULT_FROM_EMAIL"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    # The processes of later tests must not inherit it.
    monkeypatch.setattr(environ.Env, "ENVIRON", {})
    environ.Env.read_env(ROOT / ".env.example")

    assert environ.Env()("DEFAULT_FROM_EMAIL") == shell.stdout
