"""The hosted builds do what the local scripts do, on three systems, and name no registry."""

import re

import yaml
from shared import ROOT

FILE = ROOT / ".github" / "workflows" / "build.yml"


def steps(job: str) -> list[str]:
    """What a job runs."""
    found = yaml.safe_load(FILE.read_text("utf-8"))["jobs"][job]
    return [step["run"] for step in found["steps"] if "run" in step]


def test_every_system_is_built_tried_and_summed() -> None:
    matrix = yaml.safe_load(FILE.read_text("utf-8"))["jobs"]["build"]["strategy"]["matrix"]["include"]
    assert {entry["name"].split("-")[0] for entry in matrix} == {"linux", "windows", "macos"}
    assert {entry["name"] for entry in matrix} >= {"macos-arm64", "macos-x86_64"}
    assert all("packaging/try_" in entry["try"] for entry in matrix)
    commands = "\n".join(steps("build"))
    assert "packaging/build.py" in commands
    assert "SHA256SUMS" in commands
    assert "sha256sum --check" in "\n".join(steps("attach"))


def test_every_script_that_is_named_exists() -> None:
    named = set(re.findall(r"(?:packaging/[\w/]+\.(?:py|sh)|\.ci/run)", FILE.read_text("utf-8")))
    assert len(named) >= 6
    for name in named:
        assert (ROOT / name).exists(), name


def test_no_address_is_named() -> None:
    assert "://" not in FILE.read_text("utf-8")
