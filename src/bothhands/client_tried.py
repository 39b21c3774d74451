"""What is tried out on a desk, from a program: scenarios, comparing, the frontier. Part of `client.Desk`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from bothhands.client_wire import Wire
from bothhands.tasks.scenarios import NewScenario, ScenarioChange
from bothhands.web.shapes.compare import ChoiceTold, ComparedTold
from bothhands.web.shapes.plans import FrontPointTold, PlanTold
from bothhands.web.shapes.running import JobTold
from bothhands.web.shapes.scenarios import ScenarioTold


class Tried(Wire):
    """What would happen, before anything is decided."""

    def scenarios(self) -> Iterator[ScenarioTold]:
        """Scenarios, the newest first, without their faults."""
        return self._all("/scenarios", ScenarioTold)

    def scenario(self, number: int) -> ScenarioTold:
        """One scenario with every fault of its rows."""
        return self._one("GET", f"/scenarios/{number}", ScenarioTold)

    def new_scenario(self, scenario: NewScenario, why: str = "") -> ScenarioTold:
        """Make a scenario; rows with faults are kept and told."""
        return self._one("POST", "/scenarios", ScenarioTold, scenario, why)

    def change_scenario(self, scenario: ScenarioTold, change: ScenarioChange, why: str = "") -> ScenarioTold:
        """Change a scenario as it was read."""
        return self._changed(f"/scenarios/{scenario.id}", scenario, change, why)

    def remove_scenario(self, scenario: ScenarioTold, why: str = "") -> None:
        """Remove a scenario as it was read."""
        headers = {"If-Match": f'"{scenario.version}"'}
        self._asked("DELETE", f"/scenarios/{scenario.id}", headers=headers, params={"why": why})

    def run_scenario(self, scenario: ScenarioTold, members: int = 0, why: str = "") -> JobTold:
        """Ask for a run of a scenario as it was read."""
        return self._done(f"/scenarios/{scenario.id}/run", scenario, JobTold, {"members": members}, why)

    def choices(self) -> list[ChoiceTold]:
        """What was run and can be compared."""
        return [ChoiceTold.model_validate(one) for one in self._asked("GET", "/compare").json()]

    def compare(self, keys: Sequence[str]) -> ComparedTold:
        """Two to four side by side."""
        answer = self._asked("GET", "/compare/courses", params={"of": list(keys)})
        return ComparedTold.model_validate_json(answer.content)

    def frontier(self, job: int) -> list[FrontPointTold]:
        """The plans of a run's frontier, from the most deaths to the fewest."""
        return [FrontPointTold.model_validate(one) for one in self._asked("GET", f"/jobs/{job}/points").json()]

    def take_point(self, job: int, number: int, name: str = "", why: str = "") -> PlanTold:
        """Take a plan of a run's frontier as a proposed plan."""
        return self._one("POST", f"/jobs/{job}/points/{number}", PlanTold, {"name": name}, why)

    def decision_brief(self, plan: int, form: Literal["pdf", "html"] = "pdf", language: Literal["en", "zh"] = "en") -> bytes:  # fmt: skip
        """The two-page decision brief of a plan."""
        return self._asked("GET", f"/plans/{plan}/brief", params={"form": form, "language": language}).content
