"""Who runs what when several workers share the tests: what shares an import stays together."""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Their fixtures of a session import shops, fill caches or prepare an installation: once is enough.
_TOGETHER = ("scenarios", "metrics", "ask", "boards", "agents/tools", "conformance")
# What takes minutes comes first, so that no core is idle at the end; the rest by number of tests.
_LONG = (
    "scenarios",
    "metrics",
    "ask",
    "cli/test_lifecycle.py",
    "ingestion/test_kill.py",
    "ingestion/test_memory.py",
    "cli/test_server.py",
    "api/test_fuzz.py",
    "boards",
    "conformance",
    "chaos/test_chaos.py",
    "warehouse/test_postgres.py",
    "ingestion/test_imports_api.py",
    "ingestion/test_bad_input.py",
    "contracts/test_model_fails.py",
)


class Shares(LoadScopeScheduling):  # type: ignore[misc]
    """Whole modules, and whole areas where one import serves many; the longest are begun first."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0].removeprefix("tests/")
        return next((area for area in _TOGETHER if module.startswith(f"{area}/")), module)

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=lambda scope: (_rank(scope), len(self.workqueue[scope])))
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)


def _rank(scope: str) -> int:
    return len(_LONG) - _LONG.index(scope) if scope in _LONG else 0
