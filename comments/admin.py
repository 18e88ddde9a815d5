"""What Django looks for; the screens are in `comments.desk`."""

from django.contrib import admin

from comments.desk.comment_admin import CommentAdmin
from comments.desk.discussion_admin import DiscussionAdmin
from comments.desk.error_admin import ErrorReportAdmin
from comments.desk.policy_admin import PolicyAdmin
from comments.models import Comment, Discussion, ErrorReport, Policy

admin.site.register(Comment, CommentAdmin)
admin.site.register(Discussion, DiscussionAdmin)
admin.site.register(ErrorReport, ErrorReportAdmin)
admin.site.register(Policy, PolicyAdmin)
