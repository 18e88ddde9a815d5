"""The part of the article form that is about who works on it, and when it is wanted."""

from django import forms


class PlanningFields(forms.Form):
    """Stored with the article by `workflow`, not by the form."""
