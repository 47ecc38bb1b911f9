"""The server of a preview: the files of the draft on loopback, and news for the browsers that show them.

A page gets a script of the preview on its way out; its file stays as it was made. Who asks by another name than that of this machine
gets nothing: a page of somebody else could otherwise read the draft through the browser of whoever looks at it
(DNS rebinding).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import html
import json
import mimetypes
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from quire.core.errors import StudyError
from quire.core.project import digest
from quire.text.messages import _

HOST = "127.0.0.1"
NAMES = {HOST, "localhost"}
PORT = 8700
"""The port that is taken unless another one is asked for, or the next one that is free."""

TRIED = 50
OWN = "/_preview/"
ASSETS = Path(__file__).with_name("assets")
PING_S = 20
ENDED = _("The preview has ended.")
FIRST = _("The preview")
WAITING = _("This page is not there yet, or no more. It appears here as soon as it is made.")
EMPTY = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{title}</title></head>
<body><article><h1>{title}</h1><p>{said}</p></article></body></html>
"""


@dataclass(eq=False)
class Room:
    """All browsers that look at the preview, and what they are told.

    Attributes
    ----------
    html
        The folder with the pages.
    shared
        Folder with files that all pages show: a page with other ones is another page.
    """

    html: Path
    shared: Path
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    _readers: set[News] = field(default_factory=set)
    _said: tuple[str, str] = ("", "")

    def find(self, address: str) -> Path | None:
        """The file of an address, if it is one of the draft."""
        try:
            path = (self.html / address.lstrip("/")).resolve()
            path = path / "index.html" if path.is_dir() else path
            inside = path.is_relative_to(self.html.resolve())
            return path if inside and path.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    def version(self, address: str) -> str:
        """Digest of all that a page shows; empty if it is not there."""
        path = self.find(address)
        if path is None:
            return ""
        shared = [self.html / "_static" / one.name for one in sorted(self.shared.glob("*.*"))]
        return digest(b"".join(map(_read, (path, *shared))))

    def viewed(self) -> set[str]:
        """Names of the pages that somebody looks at."""
        return {page_at(reader.page) for reader in self._readers}

    def enter(self, reader: News) -> None:
        """Take a browser in, and tell it how things stand."""
        self._readers.add(reader)
        self.opened.set()
        self._tell(reader)

    def leave(self, reader: News) -> None:
        """Forget a browser."""
        self._readers.discard(reader)

    def say(self, kind: str, said: str) -> None:
        """Show something on all pages: what is done (`busy`), what went wrong (`fault`), or nothing."""
        self._said = (kind, said)
        self.refresh()

    def refresh(self) -> None:
        """Tell all browsers how things stand, and those whose page changed to load it anew."""
        for reader in [*self._readers]:
            self._tell(reader)

    def _tell(self, reader: News) -> None:
        kind, said = self._said
        reader.tell(kind, said, reload=self.version(reader.page) != reader.version)


class Guarded(RequestHandler):
    """Answers to whoever asks by a name of this machine."""

    def initialize(self, room: Room) -> None:
        """Take what the application hands over."""
        self.room = room

    def prepare(self) -> None:
        """Refuse other names."""
        try:
            name = urlsplit(f"//{self.request.host}").hostname
        except ValueError:  # brackets of an IPv6 address that are not closed
            name = None
        if name not in NAMES:
            raise HTTPError(403, reason="Not by this name")

    def set_default_headers(self) -> None:
        """Let nothing be kept, guessed or shown in a frame."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.clear_header("Server")


class Pages(Guarded):
    """Files of the draft."""

    def get(self, address: str) -> None:
        """Give a file; a page with the script of the preview."""
        path = self.room.find(address)
        if path is None and Path(address).suffix not in {"", ".html"}:
            raise HTTPError(404)
        if path is None:
            self.set_status(404)
            page = EMPTY.format(title=FIRST, said=WAITING).encode()
        else:
            page = _read(path)
        kind = mimetypes.guess_type(path.name)[0] if path else "text/html"
        self.set_header("Content-Type", kind or "application/octet-stream")
        if kind == "text/html":
            page = with_script(page, address, self.room.version(address), self.request.host)
        self.finish(page)


class Assets(Guarded):
    """The preview's own script and style."""

    def get(self, name: str) -> None:
        """Give one of them."""
        path = ASSETS / name
        if path not in ASSETS.iterdir():
            raise HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
        self.finish(path.read_bytes())


class News(Guarded, WebSocketHandler):
    """The line to a browser."""

    page = version = ""

    def open(self, *_args: str, **_more: str) -> None:
        """Hear which page it shows, and in which version."""
        self.page = self.get_query_argument("page", "")
        self.version = self.get_query_argument("version", "")
        self.room.enter(self)

    def on_message(self, message: str | bytes) -> None:
        """Browsers have nothing to say."""

    def on_close(self) -> None:
        """Forget it."""
        self.room.leave(self)

    def tell(self, kind: str, said: str, *, reload: bool) -> None:
        """Say something."""
        news = json.dumps({"kind": kind, "said": said, "reload": reload})
        task = asyncio.ensure_future(self._write(news))
        task.add_done_callback(lambda done: done.exception())

    async def _write(self, news: str) -> None:
        try:
            await self.write_message(news)
        except WebSocketClosedError:
            self.room.leave(self)


def _read(path: Path) -> bytes:
    """What a file holds; nothing where it has gone since it was seen, as a page may while it is made anew."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def page_at(address: str) -> str:
    """The name of the page at an address.

    >>> [page_at(address) for address in ("editions/2019/situation.html", "", "editions/")]
    ['editions/2019/situation', 'index', 'editions/index']
    """
    name = address.lstrip("/").removesuffix(".html")
    return f"{name}index" if not name or name.endswith("/") else name


def with_script(page: bytes, address: str, version: str, host: str) -> bytes:
    """A page with the script of the preview, which its policy lets ask for news here.

    Parameters
    ----------
    page
        Its HTML.
    address, version
        What its script says it is.
    host
        Name and port under which it was asked for.
    """
    data = {"page": address, "version": version, "ended": ENDED}
    said = " ".join(f'data-{name}="{html.escape(text)}"' for name, text in data.items())
    head = f'<link rel="stylesheet" href="{OWN}preview.css"><script src="{OWN}preview.js" {said}></script>'
    # not all browsers take a line of news for a connection to the page's own host
    page = page.replace(
        b"connect-src 'self'", f"connect-src 'self' ws://{html.escape(host)}".encode(), 1
    )
    before, end, after = page.partition(b"</head>")
    return before + head.encode() + end + after


def open_port(asked: int | None) -> tuple[list[socket.socket], int]:
    """Listen on loopback: on the port that was asked for, or else on the first free one.

    Raises
    ------
    StudyError
        If the port that was asked for cannot be had.
    """
    if asked is not None:
        try:
            return _listen(asked)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            what = f"port {asked} {'is in use' if taken else f'cannot be had: {error.strerror}'}"
            repair = "name another one, or leave it out"
            raise StudyError(what, where="--port", repair=repair) from None
    for port in range(PORT, PORT + TRIED):
        with contextlib.suppress(OSError):
            return _listen(port)
    return _listen(0)


def _listen(port: int) -> tuple[list[socket.socket], int]:
    opened = socket.socket()
    try:
        if os.name == "posix":  # elsewhere it would take a port from another program
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((HOST, port))
        opened.listen()
    except OSError:
        opened.close()
        raise
    opened.setblocking(False)
    return [opened], opened.getsockname()[1]


def serve(room: Room, sockets: list[socket.socket]) -> HTTPServer:
    """Serve the pages of a room until the server is stopped."""
    own = {"room": room}
    application = Application(
        [
            (rf"{OWN}news", News, own),
            (rf"{OWN}([a-z.]+)", Assets, own),
            (r"/(.*)", Pages, own),
        ],
        log_function=lambda handler: None,
        websocket_ping_interval=PING_S,
    )
    server = HTTPServer(application)
    server.add_sockets(sockets)
    return server
