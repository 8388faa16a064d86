"""Work in a process apart, which a hostile file may exhaust: within bounds of memory and of processor time."""

import asyncio
import sys

# The process has a limit of processor time: this one ends it where it sleeps, on however busy a machine.
PATIENCE = 120.0  # seconds
AT_ONCE = 2


class Apart:
    """Runs modules in processes of their own, a few at once."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def run(self, module: str, *arguments: str, content: bytes) -> bytes | None:
        """Return what the module writes of the content, None where it ran out of memory or time."""
        async with self._turn:
            starting = asyncio.ensure_future(
                asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", module, *arguments),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                )
            )
            try:
                # Whoever is stopped while it starts would leave it to a loop that has ended.
                process = await asyncio.shield(starting)
                said, _ = await asyncio.wait_for(process.communicate(content), self._patience)
            except TimeoutError:
                return None
            finally:
                process = await starting
                if process.returncode is None:
                    process.kill()
                    # Until its pipes are closed too.
                    await process.communicate()
        # Out of memory or time, the process ends without a word.
        return None if process.returncode else said
