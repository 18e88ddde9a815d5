"""Two people with one article open, each as a browser would send the form that it was given."""

import re

from django.forms import Form

from tests.articles.desk.conftest import change_url


def opened(client, article, query: str = "") -> dict[str, str]:
    """The form as this person's browser would send it, untouched."""
    response = client.get(change_url(article) + query)
    assert response.status_code == 200
    return sent_by(response)


def sent_by(response) -> dict[str, str]:
    """What the browser would send of the form in a response."""
    form = response.context["adminform"].form
    data = _values(form)
    for inline in response.context["inline_admin_formsets"]:
        rows = inline.formset
        data |= {f"{rows.prefix}-TOTAL_FORMS": str(len(rows.forms))}
        data |= {f"{rows.prefix}-INITIAL_FORMS": str(rows.initial_form_count())}
        for row in rows.forms:
            data |= _values(row)
    return data | {"_save": "1"}


def _values(form: Form) -> dict[str, str]:
    found = {}
    for field in form:
        value = field.field.widget.format_value(field.value())
        value = value[0] if isinstance(value, list) and value else value
        found[field.html_name] = "" if value is None or value == [] else str(value)
        if field.field.show_hidden_initial:
            hidden = re.search(r'value="([^"]*)"', field.as_hidden(only_initial=True))
            found[field.html_initial_name] = hidden[1] if hidden else ""
    return found


def questions(response) -> list:
    assert response.status_code == 422
    return response.context["conflicts"]
