"""What the demo paper says of itself and of its authors, as its editors would have typed it."""

from django.contrib.auth.models import User

from articles.desk.identity import change_identity
from articles.desk.pages import opened, save_page
from articles.models import Identity, Page

IDENTITY = {
    "motto": "Hung straight since the flood.",
    "email": "desk@plumbline.example",
    "postal_address": "The Plumb Line\n3 Weighhouse Quay\nPort Vessel",
    "links": "Mastodon https://social.example/@plumbline",
}
# By slug: beat, languages and expertise.
AUTHORS = {
    "mara-lindqvist": ("Chips, models and the factories behind them", "Reads Swedish and Mandarin"),
    "tomas-okoro": ("Harbours, borders and those who cross them", "Speaks Igbo, Portuguese and French"),
    "ines-caldeira": ("Small firms, wages, prices", "Once kept the books of a ferry line"),
    "yusuf-demirel": ("Climate, space and the sea", "Trained as an oceanographer"),
}
PAGES = {
    Page.Kind.CONTACT: """
<p>Six people write The Plumb Line and three see to it that they may. All of them are invented, and so
is the town they write from.</p>
<h2>The desk</h2>
<p>Edda Voss edits the paper, Nadia Brandt its pages and Tomas Okoro what comes from abroad. Joss Okafor answers for the
comments. Everybody else writes; each name under a headline leads to a page.</p>
<h2>How to reach us</h2>
<p><a href="mailto:desk@plumbline.example">desk@plumbline.example</a>, or 3 Weighhouse Quay, Port Vessel, from eight to six.</p>
""",
    Page.Kind.OWNERSHIP: """
<p>The Plumb Line belongs to a cooperative of 412 readers and to the people who work here. No member has more than one vote,
however much they paid in. Neither does a bank.</p>
<p>Two thirds of our money comes from subscribers in print, a quarter from small advertisements, the rest from the harbour
festival. What a sponsor pays for says so at its head.</p>
""",
}


def load(by: User) -> None:
    """Say who the paper is, unless somebody has already."""
    if not Identity.objects.exists():
        change_identity(IDENTITY, by=by)
    for kind, body in PAGES.items():
        page = opened(kind)
        if page is not None and page._state.adding:
            page.body = body.strip()
            save_page(page, by=by)
