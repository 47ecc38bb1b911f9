"""How long a change takes until it is on the page in view, beside the builds and runs that it is made of.

    python benchmarks/preview.py [--rounds 3]

A scratch copy of the study is run and built, and then previewed (`study serve`). One page is in view: a reader that hears the news of
the preview as the script of a page does, without a browser. The clock of a change starts when a file is saved and stops when the
reader hears that its page is to be loaded anew and the page has what was changed. All is timed in turn, in every round; the medians are
printed as a table for `README.md` beside this file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from copies import COMMAND, call, copy_study
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

EDITION, NAME = "2019", "situation"
PAGE = f"editions/{EDITION}/{NAME}.html"
NOTEBOOK = f"notebooks/edition/20_{NAME}.ipynb"
MODULE, FUNCTION = "src/quire/showing/figures.py", "    check_texts(id, title=title"
"""What all notebooks with a figure use, and the first line of what it does."""

NEED = "from quire.showing.values import state"
PATIENCE_S = 600


def change_notebook(root: Path, kind: str, more: str) -> None:
    """Write more into the last cell of a kind."""
    path = root / NOTEBOOK
    notebook = json.loads(path.read_bytes())
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][-1]
    cell["source"] = "".join(cell["source"]) + more
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


class Reader:
    """Somebody who looks at the page."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._line: WebSocketClientConnection | None = None

    async def open(self) -> str:
        """Load the page and listen to the news of it; its text."""
        answer = await AsyncHTTPClient().fetch(self._address + PAGE, raise_error=False)
        text = answer.body.decode()
        version = re.search('data-version="([^"]*)"', text)
        assert version is not None
        if self._line is not None:
            self._line.close()
        news = self._address.replace("http:", "ws:")
        self._line = await websocket_connect(
            f"{news}_preview/news?page={PAGE}&version={version[1]}"
        )
        return text

    async def wait_until(self, shown: Callable[[str], bool]) -> None:
        """Load the page anew whenever it is told to, until it shows something."""
        while not shown(await self.open()):
            assert self._line is not None
            while not json.loads(await self._line.read_message() or "")["reload"]:
                pass

    async def wait_for_rest(self) -> None:
        """Wait until nothing is done any more."""
        while True:
            await self.open()
            assert self._line is not None
            news = {"kind": "busy", "reload": False}
            while news["kind"] == "busy" and not news["reload"]:
                news = json.loads(await self._line.read_message() or "")
            if not news["reload"]:
                await asyncio.sleep(0.5)
                return


async def changes(root: Path, address: str, rounds: int) -> dict[str, list[float]]:
    """Seconds from each change to the page."""
    reader = Reader(address)
    seconds: dict[str, list[float]] = {"word": [], "cell": [], "function": []}
    await asyncio.wait_for(reader.wait_for_rest(), PATIENCE_S)

    async def time_change(
        kind: str, word: str, change: Callable[..., object], *how: object
    ) -> None:
        began = time.perf_counter()
        change(*how)
        await asyncio.wait_for(reader.wait_until(lambda text: word in text), PATIENCE_S)
        seconds[kind].append(time.perf_counter() - began)
        await asyncio.wait_for(reader.wait_for_rest(), PATIENCE_S)

    module = root / MODULE
    before = module.read_text(encoding="utf-8")
    assert FUNCTION in before
    for number in range(rounds):
        word = f"Benchmarked{number}"
        await time_change("word", word, change_notebook, root, "markdown", f"\n\n{word}.")
        told = f"Celled{number}"
        state = f'state("bench_{number}", {number}, "{told}.", origin="nothing")'
        await time_change("cell", told, change_notebook, root, "code", f"\n{NEED}\n{state}")
        new = f"Captioned{number}"
        more = f'    caption = f"{{caption}} {new}."\n{FUNCTION}'
        edited = before.replace(FUNCTION, more, 1)
        await time_change("function", new, module.write_text, edited, "utf-8")
    return seconds


def preview(root: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds from each change to the page, of a preview that runs beside this."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--runs", "viewed"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        address = re.search(r"http://\S+/", process.stdout.readline())
        assert address is not None
        return asyncio.run(changes(root, address[0], rounds))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def main() -> None:
    """Time, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as place:
        root = copy_study(Path(place) / "study")
        call(root, "run")
        times: dict[str, list[float]] = {}
        for _ in range(rounds):
            times.setdefault("cold strict book", []).append(
                call(root, "book", "--language", "en", "--force")
            )
            shutil.rmtree(root / "build" / "draft", ignore_errors=True)
            times.setdefault("cold draft", []).append(call(root, "book", "--draft"))
            alone = ("run", "--force", "--edition", EDITION, "--only", NAME)
            times.setdefault("that run alone", []).append(call(root, *alone))
        seen = preview(root, rounds)
    names = {
        "word": "one word of prose",
        "cell": "one changed cell",
        "function": "a function that all use",
    }
    times |= {f"{names[kind]}, until it is on the page": some for kind, some in seen.items()}
    medians = {name: statistics.median(some) for name, some in times.items()}
    book = medians["cold strict book"]
    print("| what | seconds | x cold strict book |\n|---|---|---|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds:.2f} | {seconds / book:.2f} |")
    beyond = medians["one changed cell, until it is on the page"] - medians["that run alone"]
    print(f"\nA changed cell takes {beyond:.2f} s more than its run alone.")


if __name__ == "__main__":
    main()
