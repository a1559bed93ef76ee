"""Several kinds of work in one process."""

import threading
from collections.abc import Sequence

from backend.kit.process import Runnable


class Together:
    """Runs several things, each on a thread, until one ends; then all end."""

    def __init__(self, works: Sequence[Runnable]) -> None:
        self._works = works
        self._failed: BaseException | None = None

    def stop(self) -> None:
        """Ask all of them to end."""
        for work in self._works:
            work.stop()

    def run(self) -> None:
        """Run all; raise what one of them raised."""
        threads = [threading.Thread(target=self._run, args=(work,), daemon=True) for work in self._works]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():  # a join without end would keep signals waiting
                thread.join(1.0)
        if self._failed:
            raise self._failed

    def _run(self, work: Runnable) -> None:
        try:
            work.run()
        except BaseException as error:  # noqa: BLE001 (raised again where the process ends of it)
            self._failed = error
        finally:
            self.stop()
