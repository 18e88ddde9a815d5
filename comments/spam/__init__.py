"""The spam filter: how much a comment reads like spam, why, and what moderators teach it. Nothing is sent anywhere."""

from comments.spam.judging import Judgement, judge
from comments.spam.learning import learn, unlearn, while_changed

__all__ = ["Judgement", "judge", "learn", "unlearn", "while_changed"]
