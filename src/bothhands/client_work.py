"""The work of a desk from a program: tasks, findings, requests, comments, attachments, jobs. Part of `client.Desk`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

from bothhands.client_staff import Staff
from bothhands.client_wire import query_of
from bothhands.errors import Fault, RunError
from bothhands.tasks.amendments import AmendmentFilter, NewAmendment
from bothhands.tasks.discuss import About
from bothhands.tasks.field_weeks import DayFilter, VisitChange, VisitFilter
from bothhands.tasks.findings import FindingChange, FindingFilter, NewFinding
from bothhands.tasks.follow_up import NewTask, TaskChange, TaskFilter
from bothhands.tasks.jobs import ENDED, JobFilter, Wish
from bothhands.tasks.jobs_asked import JobKind
from bothhands.tasks.requests import NewRequest
from bothhands.web.shapes.field import AdoptedTold, AmendmentTold, FieldDayTold, VisitTold
from bothhands.web.shapes.running import JobTold, LineTold
from bothhands.web.shapes.work import (
    AttachmentTold,
    CommentTold,
    FindingTold,
    ProgressAsked,
    ProgressTold,
    RequestFiled,
    StandingTold,
    TaskTold,
    WeeksTold,
)


class Work(Staff):
    """What is to be done, what was found, what is run."""

    def tasks(self, wanted: TaskFilter | None = None) -> Iterator[TaskTold]:
        """Tasks, the earliest due first."""
        return self._all("/tasks", TaskTold, query_of(wanted))

    def task(self, number: int) -> TaskTold:
        """One task."""
        return self._one("GET", f"/tasks/{number}", TaskTold)

    def new_task(self, task: NewTask, why: str = "") -> TaskTold:
        """A task of the desk's own."""
        return self._one("POST", "/tasks", TaskTold, task, why)

    def change_task(self, task: TaskTold, change: TaskChange, why: str = "") -> TaskTold:
        """Change a task as it was read."""
        return self._changed(f"/tasks/{task.id}", task, change, why)

    def reassign(self, tasks: Sequence[int], assignee: int | None, why: str = "") -> int:
        """Give many tasks to one person, all or none; how many."""
        given = {"task_ids": list(tasks), "assignee_id": assignee}
        return int(self._asked("POST", "/tasks/reassign", json=given, params={"why": why}).json()["reassigned"])

    def tell_progress(self, task: int, progress: ProgressAsked, why: str = "") -> ProgressTold:
        """Tell what was done of a task in a week."""
        return self._one("POST", f"/tasks/{task}/progress", ProgressTold, progress, why)

    def weeks(self, task: int) -> WeeksTold:
        """Plan against actual of a task."""
        return self._one("GET", f"/tasks/{task}/weeks", WeeksTold)

    def findings(self, wanted: FindingFilter | None = None) -> Iterator[FindingTold]:
        """Findings, the newest first."""
        return self._all("/findings", FindingTold, query_of(wanted))

    def record_finding(self, finding: NewFinding, why: str = "") -> FindingTold:
        """Record a finding and the task to settle it."""
        return self._one("POST", "/findings", FindingTold, finding, why)

    def amendments(self, wanted: AmendmentFilter | None = None) -> Iterator[AmendmentTold]:
        """Figures that findings say are others, the newest first."""
        return self._all("/amendments", AmendmentTold, query_of(wanted))

    def propose_amendment(self, finding: int, amendment: NewAmendment, why: str = "") -> AmendmentTold:
        """Say that a figure of the region is another than it holds."""
        return self._one("POST", f"/findings/{finding}/amendments", AmendmentTold, amendment, why)

    def accept_amendment(self, amendment: AmendmentTold, reason: str = "") -> AmendmentTold:
        """Take it into the next edition of the region."""
        return self._done(f"/amendments/{amendment.id}/accept", amendment, AmendmentTold, {"reason": reason}, "")

    def refuse_amendment(self, amendment: AmendmentTold, reason: str) -> AmendmentTold:
        """Say why the figure stays."""
        return self._done(f"/amendments/{amendment.id}/refuse", amendment, AmendmentTold, {"reason": reason}, "")

    def visits(self, wanted: VisitFilter | None = None) -> Iterator[VisitTold]:
        """Visits of officers, the latest day first."""
        return self._all("/visits", VisitTold, query_of(wanted))

    def visit(self, number: int) -> VisitTold:
        """One visit."""
        return self._one("GET", f"/visits/{number}", VisitTold)

    def change_visit(self, visit: VisitTold, change: VisitChange, why: str = "") -> VisitTold:
        """Tell how a visit went."""
        return self._changed(f"/visits/{visit.id}", visit, change, why)

    def adopt_week(self, job: int, why: str = "") -> AdoptedTold:
        """Make the week of a run the one that holds."""
        return self._one("POST", f"/jobs/{job}/adopt-week", AdoptedTold, None, why)

    def field_days(self, wanted: DayFilter | None = None) -> Iterator[FieldDayTold]:
        """Days of officers: one's own, and those of others for whoever assigns work."""
        return self._all("/field-days", FieldDayTold, query_of(wanted))

    def task_of_finding(self, finding: int) -> TaskTold:
        """The task that settles a finding."""
        return self._one("GET", f"/findings/{finding}/task", TaskTold)

    def change_finding(self, finding: FindingTold, change: FindingChange, why: str = "") -> FindingTold:
        """Change what a finding says, as it was read."""
        return self._changed(f"/findings/{finding.id}", finding, change, why)

    def verify(self, finding: FindingTold, why: str = "") -> FindingTold:
        """Confirm that a finding is settled."""
        return self._done(f"/findings/{finding.id}/verify", finding, FindingTold, None, why)

    def file_request(self, request: NewRequest) -> str:
        """File a request from outside; the code to follow it by."""
        return self._one("POST", "/requests", RequestFiled, request).code

    def standing(self, code: str) -> StandingTold:
        """How a request stands."""
        return self._one("GET", f"/requests/{code}", StandingTold)

    def comments(self, about: About, number: int) -> Iterator[CommentTold]:
        """What was said of a record, the first first."""
        return self._all("/comments", CommentTold, {"about": about, "about_id": number})

    def say(self, about: About, number: int, text: str) -> CommentTold:
        """Say something of a record."""
        return self._one("POST", "/comments", CommentTold, {"about": about, "about_id": number, "text": text})

    def attachments(self, about: About, number: int) -> Iterator[AttachmentTold]:
        """Files attached to a record."""
        return self._all("/attachments", AttachmentTold, {"about": about, "about_id": number})

    def attach(self, about: About, number: int, name: str, content: bytes, why: str = "") -> AttachmentTold:
        """Attach a file to a record."""
        form = {"about": about, "about_id": str(number)}
        answer = self._asked("POST", "/attachments", data=form, files={"file": (name, content)}, params={"why": why})
        return AttachmentTold.model_validate_json(answer.content)

    def content(self, attachment: int) -> bytes:
        """The content of an attachment."""
        return self._asked("GET", f"/attachments/{attachment}/content").content

    def jobs(self, wanted: JobFilter | None = None) -> Iterator[JobTold]:
        """Jobs, the newest first."""
        return self._all("/jobs", JobTold, query_of(wanted))

    def job(self, number: int) -> JobTold:
        """One job, and the command line that gives the same numbers."""
        return self._one("GET", f"/jobs/{number}", JobTold)

    def ask(self, kind: JobKind, asked: Mapping[str, object] | None = None, why: str = "") -> JobTold:
        """Ask for a job on the edition in force."""
        return self._one("POST", "/jobs", JobTold, {"kind": kind, "asked": dict(asked or {})}, why)

    def lines(self, job: int, after: int = 0) -> list[LineTold]:
        """Lines of a job's progress after one that was read."""
        found = self._asked("GET", f"/jobs/{job}/lines", params={"after": after}).json()
        return [LineTold.model_validate(one) for one in found]

    def wish(self, job: JobTold, wish: Wish, why: str = "") -> JobTold:
        """Wish that a job ends."""
        return self._done(f"/jobs/{job.id}/wish", job, JobTold, {"wish": wish}, why)

    def wait(self, job: int, seconds: float = 3600.0, every: float = 1.0) -> JobTold:
        """Wait until a job has ended, and tell how.

        Parameters
        ----------
        job
            Its number.
        seconds
            How long to wait at most.
        every
            Seconds between two looks.

        Raises
        ------
        RunError
            Where it has not ended in time; it goes on all the same.
        """
        until = time.monotonic() + seconds
        while (found := self.job(job)).state not in ENDED:
            if time.monotonic() > until:
                raise RunError(Fault("BH-CLT-002", f"job {job} is {found.state} after {seconds:g} seconds", "a job that ends", "wait longer, or look whether `bothhands worker` runs"))  # fmt: skip
            time.sleep(every)
        return found
