"""Units over processes: every task is done once, whoever dies on the way."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from packgen import crew

TASKS = tuple(range(crew.FEW + 4))


@dataclass(frozen=True)
class Work:
    """Doubles numbers; the process that gets ``fatal`` dies as often as there are no notes of it in ``notes``."""

    notes: Path
    fatal: int = -1
    deaths: int = 0

    def begin(self) -> Callable[[int], tuple[int, int]]:
        return self.do

    def do(self, number: int) -> tuple[int, int]:
        died = len(list(self.notes.glob("died*")))
        if number == self.fatal and died < self.deaths:
            (self.notes / f"died{died}").touch()
            os._exit(9)
        return 2 * number, os.getpid()


def test_every_task_is_done_once_by_processes_of_their_own(tmp_path):
    found = dict(crew.each(Work(tmp_path).begin, TASKS, jobs=2))
    assert {task: result for task, (result, _) in found.items()} == {task: 2 * task for task in TASKS}
    assert os.getpid() not in {process for _, process in found.values()}


@pytest.mark.parametrize(("tasks", "jobs"), [(TASKS, 1), (TASKS[:3], 4), ((), 4)])
def test_one_process_or_few_tasks_are_done_right_here(tmp_path, tasks, jobs):
    found = list(crew.each(Work(tmp_path).begin, tasks, jobs))
    assert [task for task, _ in found] == list(tasks)
    assert {process for _, (_, process) in found} <= {os.getpid()}


def test_what_a_process_had_when_it_died_is_done_again_and_the_rest_once(tmp_path):
    found = list(crew.each(Work(tmp_path, fatal=7, deaths=1).begin, TASKS, jobs=2))
    assert sorted(task for task, _ in found) == list(TASKS)


def test_processes_that_keep_dying_are_given_up(tmp_path):
    with pytest.raises(crew.LostError):
        list(crew.each(Work(tmp_path, fatal=7, deaths=9).begin, TASKS, jobs=2))


def test_somebody_who_stops_listening_stops_the_work(tmp_path):
    listening = crew.each(Work(tmp_path).begin, TASKS, jobs=2)
    next(listening)
    listening.close()
    assert crew.cores() >= 1
