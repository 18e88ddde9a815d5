"""`manage.py send_digests`: send each person the answers of a day."""

from comments.letters import digests
from comments.management.commands.send_letters import Command as SendCommand


class Command(SendCommand):
    help = "Send the digests that are due, one a day to each person. For cron."
    send = staticmethod(digests.send_due)
