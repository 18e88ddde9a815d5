"""Three web processes, two workers, a primary with two standbys, a cache, an S3 server and nginx: one of them fails at a time."""

import argparse
import random
import sys
import time
from contextlib import ExitStack
from datetime import timedelta

from tests.cluster import report
from tests.cluster.disk import why_no_memory
from tests.cluster.faults import FAULTS, ON_A_DISK
from tests.cluster.load import Load, ask
from tests.cluster.machines import Machines, missing
from tests.cluster.paper import Paper, prepare
from tests.cluster.servers import until
from tests.cluster.tally import Tally

# Seconds that everything works before a fault, that the fault lasts, and that everything has to work again in.
BEFORE, DURING, RECOVERY = (0.5, 1.5), (1, 3), 60
# What a task takes at most.
LONGEST = timedelta(seconds=5)


def main(rounds: int, seed: int, only: str = "") -> int:
    """Run that many rounds, each fault once before any comes again. Returns how many things were wrong."""
    if lacks := missing():
        print(f"No cluster: {', '.join(lacks)} not installed.")
        return 0
    chance = random.Random(seed)
    print(f"The cluster: {rounds} rounds, seed {seed}.", flush=True)
    with report.folder() as home, ExitStack() as ending:
        machines = Machines(home, ending)
        try:
            machines.start()
            return _rounds(machines, rounds, chance, only)
        except BaseException:
            print(report.logs(home))
            raise


def _rounds(machines: Machines, rounds: int, chance: random.Random, only: str) -> int:
    faults = dict(FAULTS)
    if why_not := why_no_memory():
        print(f"No disk is filled: {why_not}.")
    else:
        faults |= ON_A_DISK
    if only:
        faults = {only: faults[only]}
    paper, tally, table = prepare(), Tally(), report.Table()
    load = Load(paper, tally, lambda: [machines.port], lambda: [one.port for one in machines.web if one.is_running])
    _recovered(machines, paper, load)
    for page in paper.pages:
        for port in (*load.direct(), machines.port):
            ask(port, "GET", page)
    deck: list[str] = []
    for _number in range(rounds):
        deck = deck or chance.sample(list(faults), len(faults))
        name = deck.pop()
        try:
            with table.round(name, tally):
                with load.running():
                    time.sleep(chance.uniform(*BEFORE))
                    with faults[name](machines, chance):
                        time.sleep(chance.uniform(*DURING))
                    begun = time.monotonic()
                    machines.revive()
                    machines.postgres.settled()
                    _recovered(machines, paper, load)
                    table.recovered(time.monotonic() - begun)
                wrong = tally.check()[1] + _mailed_twice(machines) + _shown(machines, paper)
                table.wrong(wrong)
            if wrong:
                print(report.logs(machines.home, "web*", 2000))
        except TimeoutError as error:
            table.wrong([f"no recovery: {error}"])
            print(report.logs(machines.home))
            break
    return table.print(tally) + _finish(machines)


def _recovered(machines: Machines, paper: Paper, load: Load) -> None:
    """Wait until every process shows pages, and writes are taken again."""
    for process in machines.web:
        until(lambda port=process.port: ask(port, "GET", "/").status == 200, f"{process.name} shows pages", RECOVERY)
    for act, kind in (
        (load.comment, "comments"),
        (load.edits("publications", paper.tried, "_publish"), "publications"),
    ):
        until(lambda act=act, kind=kind: _counts(act, machines.port, load.tally, kind), f"{kind} are taken", RECOVERY)


def _counts(act, port: int, tally: Tally, kind: str) -> bool:
    before = tally.answers[kind]
    act(port)
    return tally.answers[kind] > before


def _mailed_twice(machines: Machines) -> list[str]:
    letters = machines.post_office.letters
    return [f"mailed {len(ids)} times: {subject} to {to}" for (to, subject), ids in letters.items() if len(ids) > 1]


def _finish(machines: Machines) -> int:
    """Let the workers finish, and the time pass after which others take up the tasks and letters of lost workers.

    Returns how many letters did not come, or came twice, and how many tasks are left.
    """
    from django.core.management import call_command
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from comments.models import Letter
    from newsroom import working

    def is_idle() -> bool:
        """No task waits, and what still runs has run so long that its worker is lost."""
        just_begun = DBTaskResult.objects.running().filter(started_at__gt=timezone.now() - LONGEST)
        return not DBTaskResult.objects.ready().exists() and not just_begun.exists()

    until(is_idle, "no task waits", RECOVERY)
    long_ago = timezone.now() - timedelta(hours=1)
    lost = DBTaskResult.objects.running().update(run_after=long_ago, started_at=long_ago)
    working.give_out_again()
    again = Letter.objects.filter(sent_at=None).update(due_at=timezone.now())
    call_command("send_letters", verbosity=0)
    until(is_idle, "no task waits", RECOVERY)
    asked = set(Letter.objects.filter(kind=Letter.Kind.CONFIRM).values_list("to", flat=True))
    missing = len(asked - {to for to, _subject in machines.post_office.letters})
    # Who died before they could write down that the server took it cannot know. The copy has the same number, by which
    # whoever keeps the mail knows it.
    copies = sum(ids.total() - len(ids) for ids in machines.post_office.letters.values())
    twice, left = len(_mailed_twice(machines)), DBTaskResult.objects.running().count()
    print(
        f"Letters: {len(asked)} written, {again} tried again, {missing} did not come, {twice} came twice,"
        f" {copies} once more under their own Message-ID."
        f" Tasks of lost workers: {lost}, {left} not taken up again."
    )
    return missing + twice + left


def _shown(machines: Machines, paper: Paper) -> list[str]:
    """Whether what is live is what every process shows, and nginx a moment later."""
    from articles.models import Edition

    wrong = []
    for edition in (
        Edition.objects.live().filter(article__in=[*paper.published, paper.tried]).select_related("address")
    ):
        words, path = edition.headline.encode(), edition.get_absolute_url()
        for port in (*(process.port for process in machines.web), machines.port):
            try:
                until(lambda port=port, path=path, words=words: words in ask(port, "GET", path).body, "it is shown", 5)
            except TimeoutError:
                wrong.append(f"not shown at {port}: {edition.headline}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.cluster.together", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", choices=[*FAULTS, *ON_A_DISK], default="")
    given = parser.parse_args()
    sys.exit(min(1, main(given.rounds, given.seed, given.only)))
