"""Words on their way into paragraphs: what spaces, line ends and marks come to."""

import re

from articles.importing.markup.tree import BLANK

_PARTED = re.compile(r"\n[^\S\n]*\n\s*")
_SPACES = re.compile(r"\s+")
WEB = re.compile(r"https?://[^\s<>\"]+")
_INDENT = re.compile(r"[ \t]+")


class Words:
    """Collects paragraphs in `blocks`. One that is `inline` writes them without their tags, for a heading or a caption."""

    def __init__(self, *, inline: bool = False) -> None:
        self.inline = inline
        self.blocks: list[str] = []
        self.preformatted = 0
        self.wanted: list[str] = []  # marks that the words to come are under
        self.opened: list[str] = []  # marks whose tags are written
        self.line: list[str] = []
        self.breaks = 0
        self.is_after_break = False
        self.has_space = False
        self.is_apart = False  # letters and digits do not join those before them
        self.last = ""  # character that was written

    def words(self, text: str) -> None:
        """Escaped text, as it comes."""
        if self.preformatted:
            self._lines(text)
        elif "\n" in text:
            for number, paragraph in enumerate(_PARTED.split(text)):
                if number:
                    self.part()
                self._lines(paragraph)
        else:
            self._say(text)

    def _lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            if self.preformatted and not self.inline:
                line = _INDENT.sub(_hard_spaces, line, count=1) if line[:1] in (" ", "\t") else line
            self._say(line)

    def _end_line(self) -> None:
        """A line end in the text; straight behind `<br>` it says nothing."""
        if not self.is_after_break:
            self.breaks += 1
        self.is_after_break = False

    def break_line(self) -> None:
        self.breaks += 1
        self.is_after_break = True

    def _say(self, text: str) -> None:
        if not text:
            return
        if BLANK.fullmatch(text):
            self.has_space = True
            return
        stripped = text.strip(" \t\f\r\n\x0b")
        if not self.line and not self.preformatted:
            stripped = stripped[BLANK.match(stripped).end() :]  # type: ignore[union-attr]  # it matches nothing, too
        if self.breaks > 1 and self.line:
            self.part()
        is_joined = self.is_apart and self.last.isalnum() and stripped[:1].isalnum()
        is_parted = self.has_space or is_joined or text[0] in " \t\f\r\n\x0b"
        self._close_marks()
        if self.line and self.breaks:
            self.line.append(" " if self.inline else "<br>")
        elif self.line and is_parted:
            self.line.append(" ")
        self._open_marks()
        self.line.append(_SPACES.sub(" ", stripped))
        self.breaks, self.is_after_break = 0, False
        self.has_space = text[-1] in " \t\f\r\n\x0b"
        self.is_apart, self.last = False, stripped[-1:]

    def _close_marks(self) -> None:
        """Close the tags of marks that end here; all, where one below another ends."""
        shared = 0
        for opened, wanted in zip(self.opened, self.wanted, strict=False):
            if opened != wanted:
                break
            shared += 1
        while len(self.opened) > shared:
            self.line.append(f"</{self.opened.pop().split(' ')[0]}>")

    def _open_marks(self) -> None:
        for mark in self.wanted[len(self.opened) :]:
            self.line.append(f"<{mark}>")
            self.opened.append(mark)

    def part(self) -> None:
        """End the paragraph, if one is begun."""
        if self.line:
            for mark in reversed(self.opened):
                self.line.append(f"</{mark.split(' ')[0]}>")
            self._add_paragraph("".join(self.line))
        self.line, self.opened = [], []
        self.breaks, self.is_after_break, self.has_space = 0, False, False

    def _add_paragraph(self, said: str) -> None:
        if self.inline:
            self.blocks.append(said)
        elif WEB.fullmatch(said):
            self.blocks.append(f'<p><a href="{said}">{said}</a></p>')
        else:
            self.blocks.append(f"<p>{said}</p>")


def _hard_spaces(indent: re.Match[str]) -> str:
    return "&nbsp;" * min(len(indent[0].expandtabs(4)), 40)
