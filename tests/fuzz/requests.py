"""Requests that nobody thought of, drawn by hypothesis: any route, and whatever might stand in each part of it.

Routes come from the URL configuration, names of fields from the code that reads them and from the forms on the pages, so
that a new address or a new field is tried as soon as it is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import get_resolver
from hypothesis import strategies as st

ROLES = ("guest", "reporter", "editor", "moderator", "chief")
# What stands where something else is meant. Each has broken some site: lengths, numbers that are none or too large,
# dates outside the calendar, halves of characters, names that a template or a query would take for its own.
ODD = [
    *("", " ", "\0", "a\0b", "\r\nSet-Cookie: x=y", "\u202e\u200b", "\ufeff", "İß", "\U0010ffff", "x" * 5000),
    *("-1", "0", "1", "2", "9" * 10, "9" * 19, "9" * 30, "9" * 5000, "1e400", "NaN", "Infinity", "0x10", "1_0", " 1"),
    *("²", "١", "１", "½", "1.5", "+1", "01", "1,2", "1,²", ",,,", "all", "None", "null", "true", "on", "undefined"),
    *("2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-13", "2026-W01", "2026/01/01"),
    *("0001-01-01T00:00", "9999-12-31T23:59", "2026-01-01T00:00+99:99", "9999-12-31T23:59:59.999999+00:00", "25:61"),
    *(
        "[]",
        "{}",
        '{"a":',
        '"',
        "[" * 5000,
        '{"__proto__":1}',
        '{"version":[]}',
        "[1,null]",
        "%",
        "%s%n",
        "%00",
        "{0}",
    ),
    *(
        "{{ 7|add:7 }}",
        "../../etc/passwd",
        "//evil.example",
        "/\\evil.example",
        "http://[",
        "http://[::1",
        "http://a:b",
    ),
    *("https://a.example:99999/", "javascript:alert(1)", "data:text/html,x", "mailto:", "<script>", "<p>" * 400),
    *("'\" OR 1=1 --", "\\", "*" * 500, "(" * 500, "id__in", "pk", "-pk", "name__regex", "a:b", "a:1", "revision:1"),
    *("edition:1", "revision:999999999", "articles.article", "auth.user", "password", "en", "csv", "1:2:3", "pin:1"),
]
# In a path as it travels: escapes that are no UTF-8, and those that a decoder may meet twice.
PATHS = [quote(text, safe="") for text in ODD] + ["%ff%fe", "%ed%a0%80", "%2e%2e", "%252f", "%2F", ";a=b", "_3F", "_2"]
METHODS = ["GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]
HEADERS = {
    "Accept": ["*/*", "text/html;q=x", "application/json", "a" * 2000, "\xff"],
    "Accept-Language": ["de", "xx-" * 200, "de;q=9,*;q=a", "\xff", "../de", "zh-hant-" + "x" * 500],
    "Accept-Encoding": ["gzip", "br;q=0", "gzip;q=x", "*"],
    "Content-Type": ["text/plain; charset=nope", "text/html; charset=utf-16", ";;", "application/json; charset=utf-7"],
    "Content-Encoding": ["gzip", "x"],
    "Cookie": ["sessionid=x", "csrftoken=" + "x" * 500, "a=b; ;;=;\x01", "messages=x", '="', "sessionid=\xff"],
    "Host": ["testserver", "evil.example", "[", "testserver:x", "a" * 500],
    "If-Match": ["*", '"x"', "x"],
    "If-Modified-Since": ["Sat, 29 Feb 2025 99:00:00 GMT", "x", "Thu, 01 Jan 9999 00:00:00 GMT", "9" * 500],
    "If-None-Match": ["*", '"x"', 'W/"x", "y', ",", "x" * 2000],
    "If-Unmodified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x"],
    "Authorization": ["Basic x", "Bearer x", "Bearer \xff", "x" * 500],
    "Origin": ["null", "https://evil.example", "http://[", "x"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 200, "x", "bytes=" + "9" * 500 + "-"],
    "Referer": ["http://[", "https://evil.example/", "http://testserver/admin/", "x", "http://testserver:99999/"],
    "User-Agent": ["", "x" * 2000, "\xff"],
    "X-Forwarded-For": ["x", "1.2.3.4, ::1", "9" * 500, "[", "1.2.3.4\x00", ","],
    "X-Forwarded-Host": ["evil.example"],
    "X-Forwarded-Proto": ["https", "x"],
    "X-Requested-With": ["XMLHttpRequest", "fetch"],
    "X-Request-ID": ["x" * 2000, "\xff", "a b"],
    "Sec-Fetch-Site": ["cross-site", "x"],
    "Idempotency-Key": ["x"],
}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=BOUNDARY"
BROKEN = {
    FORM: ["&" * 1100, "%00=%00", "a=%ff%fe", "=", "a" * 3000, "%", "&".join(f"a{n}=1" for n in range(900))],
    MULTIPART: [
        *(
            "",
            "--BOUNDARY",
            "--BOUNDARY--",
            "--BOUNDARY\r\n\r\nx",
            "--BOUNDARY\r\nContent-Disposition: form-data\r\n\r\nx",
        ),
        '--BOUNDARY\r\nContent-Disposition: form-data; name="file"; filename="../\0a.png"\r\n\r\nGIF89a\r\n--BOUNDARY--\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--BOUNDARY--',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=no\r\n\r\nx\r\n--BOUNDARY--',
        "--BOUNDARY\r\n" + "X: y\r\n" * 600 + "\r\n",
    ],
    "multipart/form-data": ["x"],
    f"multipart/form-data; boundary={'x' * 300}": ["x"],
    "multipart/form-data; boundary=\xff": ["x"],
    "application/json": ["", "{", "[" * 20_000, '{"a": 1e999}', "\xff", "NaN", "null", '"\\ud800"', "9" * 5000],
    "application/csp-report": ["{}", "x"],
    "": ["x"],
    "text/xml": ["<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"],
}
FILES = [
    *(None, ("a.png", b""), ("a.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 200), ("\0.jpg", b"\xff\xd8\xff" * 99)),
    *(("a.csv", b"old,new\n/a,/b\n/b,/a\n/c,\n"), ("a.csv", b"\xff\xfe,\0\n"), ("a.csv", b'"' * 5000)),
    ("../" * 300 + "a.svg", b"<svg onload='x'/>"),
]
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
READ = re.compile(r"""\b(?:GET|POST|data|query|params|FILES)(?:\.get(?:list)?\(|\[)["']([\w-]+)["']""")
# What Django's own lists, pickers and forms read.
DJANGO = [
    *("p", "o", "q", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets", "next", "term", "page"),
    *(
        "app_label",
        "model_name",
        "field_name",
        "action",
        "_selected_action",
        "select_across",
        "index",
        "_save",
        "post",
    ),
    *("id__exact", "section__id__exact", "status__exact", "created_at__year", "created_at__day", "id__in"),
]


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """All patterns of the site, the desk's too, as the URL configuration writes them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield re.sub(r"\^|\$$", "", route).replace("(?P<url>.*)", "<url>")


@cache
def names() -> list[str]:
    """The fields that our code asks a request for, by name."""
    found = set(DJANGO)
    for app in ("articles", "comments", "newsroom"):
        for file in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            found.update(READ.findall(file.read_text()))
    return sorted(found)


@dataclass(frozen=True)
class Asked:
    """A request, and who sends it. `path` and `query` are as they travel, `kind` is what the body is called."""

    role: str
    method: str
    path: str
    query: str = ""
    kind: str = FORM
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def send(self, client):
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers}
        if "HTTP_CONTENT_TYPE" in headers:
            headers["CONTENT_TYPE"] = headers.pop("HTTP_CONTENT_TYPE")
        return client.generic(self.method, f"/{self.path}?{self.query}", self.body, self.kind, **headers)


def odd() -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(ODD), st.sampled_from(ODD), st.text(st.characters(codec="utf-8"), max_size=40))


def filled(route: str, known: dict[str, list[str]]) -> st.SearchStrategy[str]:
    """A path of this route; in each part what is stored, or what never should be there."""
    pieces, at = [], 0
    for part in PART.finditer(route):
        pieces += [
            st.just(route[at : part.start()]),
            st.one_of(*[st.sampled_from(sound(route, part, known))] * 4, st.sampled_from(PATHS)),
        ]
        at = part.end()
    return st.tuples(*pieces, st.just(route[at:])).map("".join)


def pairs(fields: st.SearchStrategy[str], known: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(fields, st.one_of(odd(), st.sampled_from(known))), max_size=4)


def bodies(known: list[str]) -> st.SearchStrategy[tuple[str, bytes]]:
    """What is sent, and what it is called."""
    sent = pairs(st.sampled_from(names()), known).map(lambda fields: (FORM, urlencode(fields).encode()))
    broken = st.sampled_from([(kind, text.encode("latin-1")) for kind, texts in BROKEN.items() for text in texts])
    return st.one_of(sent, sent, sent, broken)


def requests(paths: list[str], known: dict[str, list[str]]) -> st.SearchStrategy[Asked]:
    """Any request for any of these routes."""
    values = known["values"]

    @st.composite
    def draw_one(draw) -> Asked:
        method = draw(st.sampled_from(METHODS))
        kind, body = draw(bodies(values)) if method not in ("GET", "HEAD") else (FORM, b"")
        chosen = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
        return Asked(
            role=draw(st.sampled_from(ROLES)),
            method=method,
            path=draw(st.sampled_from(paths).flatmap(lambda route: filled(route, known))),
            query=draw(st.one_of(pairs(st.sampled_from(names()), values).map(urlencode), st.sampled_from(PATHS))),
            kind=kind,
            body=body,
            headers=tuple((name, draw(st.sampled_from(HEADERS[name]))) for name in chosen),
        )

    return draw_one()


@dataclass
class Form:
    """A form of a page: where and how it is sent, and what its fields hold. Of several buttons, none is pressed."""

    path: str
    method: str
    fields: dict[str, str]
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def at(self, page: str) -> "Form":
        """The same, as sent from the page at this path."""
        parts = urlsplit(urljoin(f"http://testserver/{page}", self.path))
        return Form(f"{parts.path}?{parts.query}".lstrip("/"), self.method, self.fields, self.buttons, self.files)


class Forms(HTMLParser):
    """The forms of a page, but for what only a script sends."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") != "dialog":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").upper(), {}))
        if not self.found:
            return
        form, name, kind = self.found[-1], given.get("name", ""), given.get("type", "")
        self.area = name if tag == "textarea" and name not in form.fields else ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in form.fields):
            form.fields[self.select] = given.get("value", "")
        elif name and (tag == "button" or kind == "submit"):
            form.buttons.append((name, given.get("value", "")))
        elif name and kind == "file":
            form.files.append(name)
        elif name and tag in ("input", "textarea") and (kind not in ("checkbox", "radio") or "checked" in given):
            form.fields.setdefault(name, given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[-1].fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        self.area = ""
        if tag == "select":
            self.select = ""


def changed(form: Form, role: str, known: list[str]) -> st.SearchStrategy[Asked]:
    """The form, sent by one of its buttons with some fields other than a browser would have them, or without some."""

    @st.composite
    def draw_one(draw) -> Asked:
        path, _mark, query = form.path.partition("?")
        pressed = draw(st.sampled_from([*form.buttons, ("", "")]))
        fields = [pair for pair in (*form.fields.items(), pressed) if pair[0]]
        names = st.sampled_from([*(name for name, _value in fields), "text"])
        other = draw(st.lists(st.tuples(names, st.one_of(odd(), st.sampled_from(known))), max_size=3))
        left_out = dict(other).keys() | draw(st.one_of(*[st.just(set())] * 3, st.sets(names, max_size=1)))
        sent = [pair for pair in fields if pair[0] not in left_out] + other
        if form.method == "GET":
            return Asked(role, "GET", path, urlencode(sent))
        if draw(st.booleans()):
            return Asked(role, "POST", path, query, FORM, urlencode(sent).encode())
        uploads = [(name, draw(st.sampled_from(FILES))) for name in form.files or ["file"]]
        return Asked(role, "POST", path, query, MULTIPART, multipart(sent, uploads))

    return draw_one()


def multipart(fields: list[tuple[str, str]], uploads: list[tuple[str, tuple[str, bytes] | None]]) -> bytes:
    parts = [f'form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields]
    for name, file in uploads:
        if file:
            parts.append(f'form-data; name="{name}"; filename="{file[0]}"\r\n\r\n'.encode() + file[1])
    return b"".join(b"--BOUNDARY\r\nContent-Disposition: " + part + b"\r\n" for part in parts) + b"--BOUNDARY--\r\n"


def plain(route: str, known: dict[str, list[str]]) -> str:
    """A path of this route as people follow it."""
    return PART.sub(lambda part: sound(route, part, known)[0], route)


def sound(route: str, part: re.Match[str], known: dict[str, list[str]]) -> list[str]:
    """What is stored that could stand in this part of the route."""
    kind, name = part.groups()
    of_model = known.get("/".join(route.split("/")[1:3])) if name in ("pk", "object_id", "id") else None
    return of_model or known.get(f"{kind}:{name}") or known.get(name) or ["1", "2"]
