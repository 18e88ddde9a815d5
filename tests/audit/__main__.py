"""`make audit`: what needs Java, Node or a network, or takes long. Packages and their licences, valid HTML and CSS by vnu,
Lighthouse on a phone, headers by the rules of MDN's HTTP Observatory, every look by axe.

Serves a copy of the demo newsroom on loopback as in production. Prints each figure beside its limit; ends with 1 if one
misses. What the machine cannot measure is skipped, and why is said.
"""

import contextlib
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.audit import observatory, supply
from tests.audit.figures import ROOT, TOOLS, Figure
from tests.bench.server import START_SECONDS, free_port, wait_for
from tests.browser.conftest import CHROMIUM

DEMO = ROOT / "var"
VNU = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
# CSS of the last years that vnu does not know yet, by words of its messages and of the rule that it shows.
YOUNG = ("@view-transition", "@container", "container-type", "field-sizing", "cqi")
STYLES = ["newsroom/static/newsroom/newsroom.css", "newsroom/failure.css"]
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# Of pages by name: what Lighthouse loads. Results of a search are kept from search engines on purpose.
LOADED = ["front", "article", "section", "search"]
NOT_FOR_ENGINES = {"search"}
# Parts whose tools npm installs.
OF_NODE = {"valid HTML and CSS", "Lighthouse", "HTTP Observatory"}
# Requests and bytes of an article on a phone's first view, bytes of HTML with gzip.
REQUESTS, BYTES, FRONT, ARTICLE = 5, 130 * 1024, 12_000, 10_000
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


# --- What must be there ---


def missing() -> dict[str, str]:
    """What this machine lacks for a part, by the part's name, in sentences."""
    java = "" if shutil.which("java") else "Java is missing. On Debian and Ubuntu: apt install default-jre-headless"
    npm = "" if shutil.which("npm") else "Node and npm are missing. On Debian and Ubuntu: apt install npm"
    chromium = "" if CHROMIUM else "Chromium is missing. On Debian and Ubuntu: apt install chromium"
    demo = "" if (DEMO / "newsroom.sqlite3").exists() else "The demo is missing: make var/.demo"
    wanted = {"valid HTML and CSS": (java, npm, demo), "Lighthouse": (npm, chromium, demo), "every look": (chromium,)}
    openssl = "" if shutil.which("openssl") else "OpenSSL is missing. On Debian and Ubuntu: apt install openssl"
    wanted["HTTP Observatory"] = (npm, openssl, demo)
    lacks = {part: " ".join(word for word in words if word) for part, words in wanted.items()}
    return {part: words for part, words in lacks.items() if words}


def install() -> None:
    """Bring the tools to the versions of the lock file, if they are not there yet."""
    TOOLS.mkdir(exist_ok=True)
    names = ("package.json", "package-lock.json")
    wanted = [(Path(__file__).parent / name).read_bytes() for name in names]
    if VNU.exists() and [(TOOLS / name).read_bytes() for name in names] == wanted:
        return
    for name, content in zip(names, wanted, strict=True):
        (TOOLS / name).write_bytes(content)
    print("Installing vnu, Lighthouse and the Observatory into .audit/ …", flush=True)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    told = subprocess.run(command, cwd=TOOLS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if "EINTEGRITY" in told.stdout:
        raise RuntimeError(told.stdout[-1000:])
    told.check_returncode()


# --- The site ---


@contextlib.contextmanager
def serving() -> Iterator[tuple[str, dict[str, str]]]:
    """A copy of the demo as an operator would serve it, but for TLS. Yields its address, and the environment it has."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("newsroom.sqlite3", "newsroom.sqlite3-wal"):
            if (DEMO / name).exists():
                shutil.copy2(DEMO / name, folder)
        os.symlink(DEMO / "media", Path(folder) / "media")
        settings = {
            "NEWSROOM_ENV": "production",
            "NEWSROOM_SECRET_KEY": "of the audit, which nobody can reach from outside: 0123456789",
            "NEWSROOM_ALLOWED_HOSTS": "127.0.0.1",
            "NEWSROOM_SITE_URL": site,
            "NEWSROOM_SSL_REDIRECT": "0",
            "NEWSROOM_VAR_DIR": folder,
        }
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | settings
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True)
        server = ["granian", "--interface", "wsgi", "--workers", "1", "--no-ws", "--log-level", "error"]
        command = [
            sys.executable,
            "-m",
            *server,
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "newsroom.wsgi:application",
        ]
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_for(port, process, START_SECONDS)
            yield site, environment
        finally:
            process.terminate()
            process.wait(timeout=10)


def get(site: str, path: str, **headers: str) -> bytes:
    try:
        with urllib.request.urlopen(urllib.request.Request(site + path, headers=headers)) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def find_pages(site: str) -> dict[str, str]:
    """A page of every kind of the demo, by name. The article is the one with the most comments among the newest."""
    newest = json.loads(get(site, "/stories/index.json"))["stories"]
    told = max(newest, key=lambda one: one["comments"]["count"])
    path = told["url"].removeprefix(site)
    section = told["section"]["url"].removeprefix(site)
    year, month, day = path.strip("/").split("/")[:3]
    return {
        "front": "/",
        "article": path,
        "section": section,
        "search": "/search/?q=report",
        "search, nothing": "/search/?q=quixotic",
        "tag": told["tags"][0]["url"].removeprefix(site),
        "author": told["byline"][0]["url"].removeprefix(site),
        "changes": f"{path}changes/",
        "answering": f"{path}?reply=1",
        "report an error": f"{path}report-error/",
        "corrections": "/corrections/",
        "conversations": "/conversations/",
        "archive": "/archive/",
        "archive, year": f"/archive/{year}/",
        "archive, month": f"/archive/{year}/{month}/",
        "archive, day": f"/archive/{year}/{month}/{day}/",
        "text edition": "/text/",
        "text edition, article": f"/text{path}",
        "text edition, section": f"/text{section}",
        "feeds": "/feeds/",
        **{name: f"/{name}/" for name in ("about", "contact", "ownership", "ethics", "accessibility", "privacy")},
        "comment rules": "/comments/rules/",
        "404": "/nowhere/",
    }


# --- What is measured ---


def vnu(files: list[str], *options: str) -> list[str]:
    """What is wrong with these files. Advice, such as to give each comment a heading, is left out."""
    command = ["java", "-jar", str(VNU), "--errors-only", "--stdout", "--format", "json", "--exit-zero-always"]
    command += [*options, *files]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(told.stdout or told.stderr)["messages"]
    wrong = [f"{Path(one['url']).name}:{one.get('lastLine')} {one['message']} {one['extract']!r}" for one in messages]
    return [one for one in wrong if not ("--css" in options and any(word in one for word in YOUNG))]


def validity(site: str, pages: dict[str, str]) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, path in pages.items():
            file = Path(folder) / f"{name}.html"
            file.write_bytes(get(site, path))
            files.append(str(file))
        wrong = vnu(files)
        print(*wrong, sep="\n")
        yield Figure(f"faults in HTML, of {len(files)} pages", len(wrong), 0)
    wrong = vnu([str(ROOT / style) for style in STYLES], "--css")
    print(*wrong, sep="\n")
    yield Figure("faults in CSS", len(wrong), 0)


def weight(site: str, pages: dict[str, str]) -> Iterator[Figure]:
    for name, limit in (("front", FRONT), ("article", ARTICLE)):
        yield Figure(f"HTML of {name}, bytes with gzip", len(gzip.compress(get(site, pages[name]), 6)), limit)
    sheet = (ROOT / STYLES[0]).read_bytes()
    yield Figure("CSS, bytes", len(sheet), 12_000)
    yield Figure("CSS, bytes with gzip", len(gzip.compress(sheet, 9)), 4_000)


def lighthouse(site: str, name: str, path: str) -> Iterator[Figure]:
    """As a telephone of the middle class on a slow network, which is Lighthouse's own default."""
    command = ["node", str(LIGHTHOUSE), site + path, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(SCORES)}")
    told = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"CHROME_PATH": str(CHROMIUM)}, cwd=TOOLS
    )
    if told.returncode:
        print(told.stderr[-2000:])
        yield Figure(f"{name}: Lighthouse", 0, 1, is_least=True, note="did not run")
        return
    report = json.loads(told.stdout)
    for category, least in SCORES.items():
        one = report["categories"][category]
        lost = [ref["id"] for ref in one["auditRefs"] if _loses(report, ref)]
        if category == "seo" and name in NOT_FOR_ENGINES and "is-crawlable" in lost:
            yield Figure(f"{name}: seo, but for noindex", len(lost) - 1, 0)
        else:
            score = round(one["score"] * 100)
            yield Figure(
                f"{name}: {category}", score, least, is_least=True, note=" ".join(lost) if score < least else ""
            )
    if name == "article":
        requests = [one for one in report["audits"]["network-requests"]["details"]["items"] if _is_first(one)]
        yield Figure("article: requests of a first view", len(requests), REQUESTS)
        yield Figure("article: bytes of a first view", sum(one["transferSize"] for one in requests), BYTES)


def _is_first(request: dict) -> bool:
    """Whether the page's first view needs it. Pictures further down wait, and a site's icon is asked for once."""
    return not request["priority"].endswith("Low") and "icon" not in request["url"]


def _loses(report: dict, ref: dict) -> bool:
    score = report["audits"][ref["id"]]["score"]
    return bool(ref["weight"]) and score is not None and score < 1


def safety(environment: dict[str, str], pages: dict[str, str]) -> Iterator[Figure]:
    """What the HTTP Observatory gives: 100 for a site that breaks none of its rules, and more for what is beyond them."""
    paths = {"front": "/", "article": pages["article"], "sign-in": "/admin/login/"}
    for name, one in zip(paths, observatory.scores(TOOLS, ROOT, environment, list(paths.values())), strict=True):
        note = " ".join([one["grade"], *one["lost"]])
        yield Figure(f"{name}: HTTP Observatory", one["score"], observatory.LEAST, is_least=True, note=note)


def looks() -> Figure:
    """axe on every kind of page at all widths, light and dark."""
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/browser/test_public_access.py"]
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NEWSROOM_EVERY_LOOK": "1"}, capture_output=True, text=True
    )
    if told.returncode:
        print(told.stdout[-4000:])
    return Figure("axe: looks with violations or sideways scroll", told.returncode, 0)


def main() -> int:
    lacks, is_quick = missing(), "--quick" in sys.argv
    if is_quick:
        lacks["Lighthouse"] = "Its marks follow the machine; make audit asks for them."
        lacks["every look"] = "It takes minutes; make audit asks for it."
    figures = list(supply.figures())
    if not lacks.keys() >= OF_NODE:
        try:
            install()
        except subprocess.CalledProcessError:
            lacks |= dict.fromkeys(OF_NODE, "The tools of tests/audit/package.json could not be installed.")
    if not lacks.keys() >= OF_NODE:
        with serving() as (site, environment):
            pages = find_pages(site)
            figures += weight(site, pages)
            if "valid HTML and CSS" not in lacks:
                figures += validity(site, pages)
            if "HTTP Observatory" not in lacks:
                figures += safety(environment, pages)
            for name in LOADED if "Lighthouse" not in lacks else []:
                figures += lighthouse(site, name, pages[name])
    if "every look" not in lacks:
        figures.append(looks())
    print(*figures, sep="\n")
    for part, words in lacks.items():
        print(f"Skipped: {part}. {words}")
    # A fault that was found yesterday in a package says nothing of what was changed today.
    told = [figure for figure in figures if is_quick and figure.name.startswith("known faults")]
    missed = [figure for figure in figures if not figure.holds and figure not in told]
    print(f"\n{len(figures)} figures, {len(missed)} missed.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
