"""What Django looks for; the screens are in `comments.desk`."""

from django.contrib import admin

from comments.desk.comment_admin import CommentAdmin
from comments.desk.discussion_admin import DiscussionAdmin
from comments.desk.error_admin import ErrorReportAdmin
from comments.desk.mention_admin import MentionAdmin
from comments.desk.people.block_admin import BlockAdmin
from comments.desk.people.commenter_admin import CommenterAdmin
from comments.desk.policy_admin import PolicyAdmin
from comments.desk.watchlist_admin import WatchlistAdmin
from comments.models import Block, Comment, Commenter, Discussion, ErrorReport, Mention, Policy, Watchlist

admin.site.register(Block, BlockAdmin)
admin.site.register(Comment, CommentAdmin)
admin.site.register(Commenter, CommenterAdmin)
admin.site.register(Discussion, DiscussionAdmin)
admin.site.register(ErrorReport, ErrorReportAdmin)
admin.site.register(Mention, MentionAdmin)
admin.site.register(Policy, PolicyAdmin)
admin.site.register(Watchlist, WatchlistAdmin)
