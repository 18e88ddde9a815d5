"""Who wrote it, where it belongs, what it is about: the people and terms of an old site among ours.

What is here already is found by its slug, then by its name, and never made twice. Each is made when the first story needs
it. Sections have none above them here: a section below another one becomes its topmost one, and a tag beside.
"""

from collections.abc import Iterable
from urllib.parse import unquote

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles import tags
from articles.addresses import address
from articles.desk import redirects
from articles.importing import wording
from articles.importing.items import Person, Term
from articles.importing.plan import Plan
from articles.importing.register import Kind, Register
from articles.importing.report import Fate, Report
from articles.models import Author, Section, TagProfile

# A chain of sections longer than this is a ring.
DEEPEST = 20
HUES = Section.Hue.values


class Subjects:
    def __init__(self, plan: Plan, register: Register, report: Report) -> None:
        self.plan, self.register, self.report = plan, register, report
        self.people: dict[str, Person] = {}
        self.terms: dict[str, Term] = {}
        self.mapping = dict(plan.sections)
        self.counted: set[tuple[str, str]] = set()
        self.forget()

    def forget(self) -> None:
        """Look everything up anew: what was made for a story is gone if the story was not stored."""
        self._authors: dict[str, Author] = {}
        self._sections: dict[str, Section] = {}
        self._tags: dict[str, Tag] = {}

    def meet(self, item: Person | Term) -> None:
        if isinstance(item, Person):
            self.people[item.key] = item
        else:
            self.terms[item.key] = item

    def unknown(self) -> list[Term]:
        """The sections of the old site that nothing says where to put: none is mapped, nor here by slug or name."""
        tops = {top.key: top for term in self.terms.values() if not term.is_tag and (top := self._top(term.key))}
        slugs, names = set[str](), set[str]()
        for slug, name in Section.objects.values_list("slug", "name"):
            slugs.add(slug)
            names.add(name.casefold())
        return [
            top
            for top in tops.values()
            if not (top.slug in self.mapping or top.slug in slugs or top.name.casefold() in names)
        ]

    # --- What a story asks for ---

    def authors(self, keys: Iterable[str]) -> list[Author]:
        """The authors of a byline, each once; who is in no list of the file is left out."""
        return list({author.pk: author for key in keys if (author := self._author(key))}.values())

    def section(self, keys: Iterable[str]) -> Section:
        """The section of a story that stood in these, the first of them that is not left out."""
        for key in keys:
            top = self._top(key)
            if top is None or self.mapping.get(top.slug, None) == "":
                continue
            found = self._section(top)
            self.report.put(top.slug, top.name, found.slug)
            return found
        return self._fallback()

    def tags(self, keys: Iterable[str], sections: Iterable[str]) -> list[Tag]:
        """The tags of a story; its further sections are tags beside the one that it belongs to."""
        sections = list(sections)
        tops = [top.key for key in sections if (top := self._top(key))]
        further = [key for key in sections if key != (tops[0] if tops else "") and not self._is_left_out(key)]
        found = [tag for key in (*keys, *further) if (tag := self._tag(key))]
        return list({tag.pk: tag for tag in found}.values())

    # --- People ---

    def _author(self, key: str) -> Author | None:
        if key not in self._authors:
            person = self.people.get(key)
            known = self.register.find(Kind.PERSON, key)
            author = Author.objects.filter(pk=known.became).first() if known else None
            if author is None:
                if person is None:
                    return None
                author = self._arrived(person)
            self._authors[key] = author
        return self._authors[key]

    def _arrived(self, person: Person) -> Author:
        name = wording.line(person.name, 100) or _("Unknown author")
        stem = wording.slug(unquote(person.slug), name, most=90) or "author"
        author = Author.objects.filter(slug=stem).first()
        if author is None or author.name.casefold() != name.casefold() or self._is_taken(Kind.PERSON, author):
            namesakes = Author.objects.filter(name__iexact=name).order_by("pk")
            author = next((one for one in namesakes if not self._is_taken(Kind.PERSON, one)), None)
        self._count(Kind.PERSON, person.key, Fate.SAME if author else Fate.NEW)
        if author is None:
            biography = person.biography.replace("\x00", "").strip()
            author = Author.objects.create(name=name, slug=_free(Author, stem, 90), biography=biography)
            self._tell("people made", person.key, name, address("author", author.slug))
        if author.user_id is None and person.email:
            login = User.objects.filter(email__iexact=person.email, is_staff=True, author=None).order_by("pk").first()
            if login:
                author.user = login
                author.save(update_fields=["user"])
        self.register.note(Kind.PERSON, person.key, author.pk)
        self._lead(person.old, author.get_absolute_url())
        return author

    # --- Sections ---

    def _top(self, key: str) -> Term | None:
        """The topmost section above this one; itself where its parents run in a ring or are not in the file."""
        term = here = self.terms.get(key)
        for _step in range(DEEPEST):
            if here is None or not here.parent or here.parent not in self.terms:
                return here
            here = self.terms[here.parent]
        return term

    def _is_left_out(self, key: str) -> bool:
        term = self.terms.get(key)
        return term is None or self.mapping.get(term.slug) == ""

    def _section(self, term: Term) -> Section:
        if term.key not in self._sections:
            known = self.register.find(Kind.SECTION, term.key)
            found = Section.objects.filter(pk=known.became).first() if known else None
            if found is None or (self.mapping.get(term.slug) or found.slug) != found.slug:
                found = self._arrived_section(term)
            self._sections[term.key] = found
        return self._sections[term.key]

    def _arrived_section(self, term: Term) -> Section:
        name = wording.line(term.name, 60) or _("News")
        wished = self.mapping.get(term.slug) or unquote(term.slug)
        exact = wording.whole_slug(wished, 60)
        section = Section.objects.filter(slug=exact).first() if exact else None
        if section is None:
            namesakes = Section.objects.filter(name__iexact=name).order_by("pk")
            section = next((one for one in namesakes if not self._is_taken(Kind.SECTION, one)), None)
        self._count(Kind.SECTION, term.key, Fate.SAME if section else Fate.NEW)
        if section is None:
            stem = _free(Section, wording.slug(wished, name, most=60) or "section", 60)
            section = self._made(_unique(name), stem, wording.line(term.description, 200))
            self._tell("sections made", term.key, name, section.get_absolute_url())
        self.register.note(Kind.SECTION, term.key, section.pk)
        self._lead(term.old, section.get_absolute_url())
        return section

    def _made(self, name: str, slug: str, description: str = "") -> Section:
        last = Section.objects.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else min(last + 1, 32_000)
        hue = HUES[position % len(HUES)]
        return Section.objects.create(name=name, slug=slug, description=description, position=position, hue=hue)

    def _fallback(self) -> Section:
        """For stories that stood in no section: every story here belongs to one."""
        if "" not in self._sections:
            name = _("News")
            found = Section.objects.filter(slug="news").first() or Section.objects.filter(name__iexact=name).first()
            self._sections[""] = found or self._made(name, "news")
            if not found:
                self._tell("sections made", "", name, self._sections[""].get_absolute_url())
        return self._sections[""]

    # --- Tags ---

    def _tag(self, key: str) -> Tag | None:
        if key not in self._tags:
            term = self.terms.get(key)
            if term is None:
                return None
            known = self.register.find(Kind.TAG, key)
            tag = Tag.objects.filter(pk=known.became).first() if known else None
            if tag is None and (tag := self._arrived_tag(term)) is None:
                return None
            self._tags[key] = tag
        return self._tags[key]

    def _arrived_tag(self, term: Term) -> Tag | None:
        try:
            name = tags.tidy(wording.line(term.name, tags.MAX_LENGTH - 1))
        except ValidationError as error:
            self._count(Kind.TAG, term.key, Fate.LEFT)
            name = wording.line(term.name, 80) or term.slug
            self._tell("left out", f"tag {term.key}", name, "", " ".join(error.messages))
            return None
        known = tags.known([name])
        self._count(Kind.TAG, term.key, Fate.SAME if known else Fate.NEW)
        if self.plan.is_dry and not known:
            # To make the same tags for each batch and take them back would take longer than all else.
            return None
        tag = tags.stand(name, term.slug[: tags.SLUG_LENGTH].strip("-_"))
        said = wording.line(term.description, 200)
        if said and not known:
            TagProfile.objects.filter(pk=tag.pk).update(description=said)
        self.register.note(Kind.TAG, term.key, tag.pk)
        self._lead(term.old if term.is_tag or term.parent else (), address("tag", tag.slug))
        return tag

    # --- All of them ---

    def _is_taken(self, kind: Kind, row: Author | Section) -> bool:
        """Whether somebody or something else of the old site is this one here: a name alone makes no two of them one."""
        return self.register.is_ours(kind, str(row.pk))

    def _lead(self, old: Iterable[str], target: str) -> None:
        redirects.take_in([(one, target) for one in old], by=self.plan.by)

    def _count(self, kind: str, key: str, fate: str) -> None:
        """Once for each, however often it is made and taken back in a dry run."""
        if (kind, key) not in self.counted:
            self.counted.add((kind, key))
            self.report.count(kind, fate)

    def _tell(self, list_: str, key: str, name: str, place: str, said: str = "") -> None:
        if (list_, key) not in self.counted:
            self.counted.add((list_, key))
            self.report.name(list_, name, said, place)


def _unique(name: str) -> str:
    """The name of a new section, numbered if another one has it."""
    number, found = 1, name
    while Section.objects.filter(name=found).exists():
        number += 1
        found = f"{name[:56]} {number}"
    return found


def _free(model: type[Author] | type[Section], stem: str, most: int) -> str:
    """The slug, numbered if somebody else has it."""
    number = 1
    while model._default_manager.filter(slug=wording.numbered(stem, number, most)).exists():
        number += 1
    return wording.numbered(stem, number, most)
