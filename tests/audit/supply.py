"""What the newsroom is made of: known faults of the packages it stands on, their licences, and the list of them all.

Looks at `requirements-production.txt`, the locked packages with every extra. Its tools live in an environment of their own
below `.audit/`, so that nobody who runs the tests installs them.
"""

import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.audit.figures import ROOT, TOOLS, Figure

LOCK = ROOT / "requirements-production.txt"
OWN_LOCK = Path(__file__).parent / "requirements.txt"
TOOLS_OF_PYTHON = TOOLS / "python"
BILL = ROOT / "var" / "sbom.cdx.json"
# Licences under which a newsroom may use, change and pass on what it runs, by words of their names.
FREE = (
    "MIT",
    "BSD",
    "Apache",
    "ISC",
    "MPL",
    "Mozilla Public",
    "PSF",
    "Python Software Foundation",
    "HPND",
    "Unlicense",
)
# May be linked to, though not under these: used as they are, and only by who chooses PostgreSQL.
LINKED = {"psycopg", "psycopg-binary", "psycopg-pool"}


def figures() -> Iterator[Figure]:
    try:
        _install()
    except subprocess.CalledProcessError:
        print(
            "Skipped: licences, bill of materials and known faults of packages, as their tools could not be installed."
        )
        return
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK.read_text(), re.MULTILINE)
    yield _bill(len(names))
    yield _licences(names)
    yield from _faults(len(names))


def _install() -> None:
    """Bring the tools to the versions of their lock, if they are not there yet."""
    mark = TOOLS_OF_PYTHON / OWN_LOCK.name
    if mark.exists() and mark.read_bytes() == OWN_LOCK.read_bytes():
        return
    print("Installing pip-audit, pip-licenses and cyclonedx-bom into .audit/ …", flush=True)
    venv.create(TOOLS_OF_PYTHON, with_pip=True, clear=True)
    pip = [_tool("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    told = subprocess.run([*pip, "-r", OWN_LOCK], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if "DO NOT MATCH THE HASHES" in told.stdout:
        raise RuntimeError(told.stdout[-1000:])
    told.check_returncode()
    mark.write_bytes(OWN_LOCK.read_bytes())


def _tool(name: str) -> str:
    return str(TOOLS_OF_PYTHON / "bin" / name)


def _told(*command: str | Path) -> Any:
    told = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if not told.stdout:
        raise RuntimeError(f"{Path(command[0]).name} did not run: {told.stderr[-500:]}")
    return json.loads(told.stdout)


def _bill(expected: int) -> Figure:
    """Write the bill of materials (CycloneDX): each package with version, origin and checksums."""
    bill = _told(
        _tool("cyclonedx-py"), "requirements", LOCK, "--pyproject", ROOT / "pyproject.toml", "--output-reproducible"
    )
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n")
    listed = len(bill["components"])
    return Figure(
        "packages in the bill of materials", listed, expected, is_least=True, note=str(BILL.relative_to(ROOT))
    )


def _licences(names: list[str]) -> Figure:
    found = _told(
        _tool("pip-licenses"), f"--python={sys.executable}", "--format=json", "--with-urls", "--packages", *names
    )
    barred = []
    for one in sorted(found, key=lambda one: one["Name"].lower()):
        licence = one["License"].strip().splitlines()[0]
        is_free = any(word in licence for word in FREE) or one["Name"].lower() in LINKED
        print(f"  {'' if is_free else '!'}{one['Name']} {one['Version']}: {licence}  {one['URL']}")
        barred += [] if is_free else [one["Name"]]
    absent = len(names) - len(found)
    note = " ".join(barred) or (f"{absent} of {len(names)} are for other systems and not installed" if absent else "")
    return Figure("packages under licences that bind", len(barred), 0, note=note)


def _faults(packages: int) -> Iterator[Figure]:
    """Known faults, as the package index lists them. Where it does not answer, that is said, and nothing is claimed."""
    command = ["-r", LOCK, "--disable-pip", "--no-deps", "--progress-spinner", "off", "-f", "json"]
    try:
        told = _told(_tool("pip-audit"), *command)
    except RuntimeError as error:
        print(f"Skipped: known faults of packages, as no list of them could be asked. {error}")
        return
    asked = [one for one in told["dependencies"] if "vulns" in one]
    for one in asked:
        for fault in one["vulns"]:
            print(
                f"  !{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
            )
    if len(asked) < packages:
        print(
            f"Skipped: known faults of {packages - len(asked)} packages, which the list of faults did not answer for."
        )
    if asked:
        yield Figure(f"known faults of {len(asked)} packages", sum(len(one["vulns"]) for one in asked), 0)
