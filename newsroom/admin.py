"""What of the house stands in the admin; the screens themselves are in `newsroom.desk`."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from articles.desk import article_list
from comments.desk.article_column import column as comments_column
from newsroom.desk import signing  # noqa: F401 (it connects its signal receivers)
from newsroom.desk.log import LogAdmin
from newsroom.desk.users import ColleagueAdmin, RoleAdmin

admin.site.unregister([User, Group])
# Secrets, and what belongs to one person alone: see newsroom.sign_in.
admin.site.unregister([model for model in list(admin.site._registry) if model.__module__.startswith("allauth.")])
admin.site.register(Group, RoleAdmin)
admin.site.register(User, ColleagueAdmin)
admin.site.register(LogEntry, LogAdmin)
article_list.bring(comments_column)
