"""What is wrong with a page as HTML, by the rules that our templates could break (html.spec.whatwg.org)."""

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# What a paragraph may not hold: the parser would end the paragraph before it.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
INTERACTIVE = frozenset(["a", "button", "input", "label", "select", "textarea", "summary"])
LISTS = {"ul": "li", "ol": "li"}
REFERRING = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


class Page(HTMLParser):
    """Reads a page and notes what is wrong with it in `wrong`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.wrong, self.ids, self.named = [], [], Counter(), set()
        self.feed(html)
        self.close()
        self.wrong += [f"<{tag}> is not closed" for tag in self.open]
        self.wrong += [f"id {name} is there {n} times" for name, n in self.ids.items() if n > 1]
        self.wrong += [f"nothing has the id {name}" for name in self.named - set(self.ids)]

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        given = dict(attrs)
        self.note(len(names) != len(set(names)), f"<{tag}> says something twice")
        self.note("style" in given or any(name.startswith("on") for name in given), f"<{tag}> has style or script")
        self.note(tag in BLOCKS and "p" in self.open, f"<{tag}> in a paragraph")
        self.note(tag == "a" and "a" in self.open, "a link in a link")
        self.note(tag in INTERACTIVE and "button" in self.open, f"<{tag}> in a button")
        holder = self.open[-1] if self.open else ""
        self.note(holder in LISTS and tag != LISTS[holder], f"<{tag}> in a list")
        self.note(tag == "li" and holder not in LISTS, "<li> in no list")
        self.ids.update([given["id"]] if "id" in given else [])
        self.named.update(one for name in REFERRING if name in given for one in given[name].split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data):
        holder = self.open[-1] if self.open else ""
        self.note(holder in LISTS and data.strip(), f"words in <{holder}>")

    def note(self, is_wrong, what):
        if is_wrong:
            self.wrong.append(f"{what}, line {self.getpos()[0]}")


def faults(html: str) -> list[str]:
    return Page(html).wrong
