"""The rules of who is held or kept out, on one screen."""

import pytest

from comments import moderation
from comments.models import Block
from tests import make
from tests.comments.test_people import ROSA, RULES


def add(desk, **fields):
    typed = {"kind": "pattern", "value": "*@shoes.example", "effect": "refuse", "why": "Sells shoes."}
    return desk.post(RULES, {"act": "add"} | typed | fields)


def test_a_rule_is_added_once_tried_and_lifted(desk, rita):
    assert [add(desk).status_code for _time in range(2)] == [302, 302]
    made = Block.objects.get()
    assert (made.value, made.effect, made.created_by) == ("*@shoes.example", "refuse", rita)
    assert "It would be kept out." in tried(desk, "New@shoes.example") and "No rule meets it." in tried(desk, ROSA)
    desk.post(RULES, {"act": "lift", "block": made.pk})
    assert "No rule meets it." in tried(desk, "new@shoes.example") and "Nobody is held" in desk.get(RULES).text
    assert "*@shoes.example" in desk.get(f"{RULES}?state=was").text and Block.objects.count() == 1


def tried(desk, email):
    shown = desk.post(RULES, {"act": "try", "trial-email": email})
    assert shown.status_code == 200
    return shown.text


def test_what_keeps_out_decides_a_trial_before_what_holds(desk):
    add(desk, effect="hold"), add(desk, value="shoes.example")
    shown = tried(desk, "new@shoes.example").partition('id="try"')[2]
    assert "It would be kept out." in shown and shown.index("shoes.example</span>") < shown.index("*@shoes.example</s")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "x"},
        {"kind": "address", "value": "rosa"},
        {"kind": "network", "value": "10.0.0.1"},
        {"value": ""},
        {"value": "a?b@c.example"},
        {"value": "x" * 400},
        {"value": "a\0@b.example"},
        {"effect": "delete"},
        {"until": "yesterday"},
        {"until": "2001-01-01T00:00"},
        {"why": " "},
    ],
)
def test_a_rule_that_makes_no_sense_is_said_beside_its_field(desk, fields):
    shown = add(desk, **fields)
    assert shown.status_code == 422 and "There is a problem" in shown.text and 'class="errorlist"' in shown.text
    assert not Block.objects.exists()


@pytest.mark.parametrize("email", ["", "x", "a\0@b.example"])
def test_a_trial_needs_an_address(desk, email):
    assert desk.post(RULES, {"act": "try", "trial-email": email}).status_code == 422


@pytest.mark.parametrize("query", ["state=x", "kind=%00", "effect=x", "before=x", "before=99999999999999999999"])
def test_conditions_that_do_not_exist_are_not_found(desk, query):
    assert desk.get(f"{RULES}?{query}").status_code == 404


def test_rules_are_filtered_by_kind_effect_and_state(desk, rita):
    made = {
        (kind, effect): moderation.block(kind, value.format(n=n), effect, by=rita)
        for n, effect in enumerate(["hold", "refuse"])
        for kind, value in {
            "address": "a{n}@b.example",
            "network": f"{{n}}{'0' * 15}",
            "pattern": "*@n{n}.example",
        }.items()
    }
    moderation.lift(made["address", "hold"], by=rita)
    for query, number in {"": 5, "kind=address": 1, "effect=hold": 2, "state=was": 1, "state=all": 6}.items():
        assert desk.get(f"{RULES}?{query}").text.count('id="block-') == number


def test_the_log_leads_to_the_line_of_a_rule(desk, rita):
    made = moderation.block("pattern", "*@shoes.example", "hold", by=rita)
    line = desk.get(f"{RULES}{made.pk}/change/")["Location"]
    assert line.endswith(f"#block-{made.pk}") and f'id="block-{made.pk}"' in desk.get(line).text
    assert desk.get(f"{RULES}999/change/").status_code == desk.get(f"{RULES}{2**63}/change/").status_code == 404
    assert make.browser(make.reporter()).get(f"{RULES}{made.pk}/change/").status_code == 403


@pytest.mark.parametrize("number", [1, 20])
def test_the_rules_take_the_same_queries_for_any_number(desk, rita, number, django_assert_num_queries):
    for n in range(number):
        moderation.block("pattern", f"*@n{n}.example", "hold", by=rita)
    with django_assert_num_queries(6):  # three of them for the session, its user and what they may do
        desk.get(RULES)
