"""The server of a preview gives files of the draft to this machine, and nothing else to nobody else."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from quire.core.errors import StudyError
from quire.preview.serving import ENDED, PORT, Room, open_port, serve

PAGE = """<html><head><meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; connect-src 'self'"></head><body><p>{}</p></body></html>"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A draft with three files, and a secret beside it."""
    (tmp_path / "html/editions").mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / "html/index.html").write_text(PAGE.format("One"), encoding="utf-8")
    (tmp_path / "html/editions/index.html").write_text(PAGE.format("Two"), encoding="utf-8")
    (tmp_path / "html/rain.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "html/link.html").symlink_to(tmp_path / "secret.html")
    return Room(tmp_path / "html", tmp_path / "shared")


def visit(room: Room, act: Callable[[str], Awaitable[Any]]) -> Any:
    """What comes of something done with the address of a server of the room."""

    async def run() -> Any:
        sockets, port = open_port(0)
        server = serve(room, sockets)
        try:
            return await act(f"127.0.0.1:{port}")
        finally:
            server.stop()
            await server.close_all_connections()

    return asyncio.run(run())


def ask(room: Room, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
    async def fetch(place: str) -> HTTPResponse:
        body = "" if method in {"POST", "PUT"} else None
        request = HTTPRequest(
            f"http://{place}{path}", method, headers, body, follow_redirects=False
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    answer: HTTPResponse = visit(room, fetch)
    return answer


def test_a_page_gets_the_script_and_may_ask_for_news(room: Room) -> None:
    before = {path: path.read_bytes() for path in room.html.glob("*.html")}
    answer = ask(room, "/editions/", Host="localhost:8700")
    text = answer.body.decode()
    assert (answer.code, "<p>Two</p>" in text) == (200, True)
    assert '<script src="/_preview/preview.js" data-page="editions/" ' in text
    assert "connect-src 'self' ws://localhost:8700\"" in text
    assert ask(room, "/_preview/preview.js").code == 200
    assert {path: path.read_bytes() for path in room.html.glob("*.html")} == before
    assert ask(room, "/rain.csv").body == b"a,b\n"


@pytest.mark.parametrize(
    "host", ["study.example.org", "study.example.org:8700", "127.0.0.1.example.org", "", "[::1"]
)
@pytest.mark.parametrize("path", ["/", "/rain.csv", "/_preview/preview.js", "/_preview/news"])
def test_who_asks_by_another_name_gets_nothing(room: Room, host: str, path: str) -> None:
    answer = ask(room, path, Host=host)
    assert answer.code == 403
    assert b"One" not in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/editions/..%2f..%2fsecret.html",
        "/link.html",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/_preview/../secret.html",
        "/%00",
    ],
)
def test_no_way_leads_out_of_the_draft(room: Room, path: str) -> None:
    answer = ask(room, path)
    assert answer.code == 404
    assert b"secret" not in answer.body.replace(path.encode(), b"").replace(b"secret.html", b"")


def test_a_page_that_goes_while_it_is_read_stops_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = room.html / "index.html"
    monkeypatch.setattr(room, "find", lambda _: gone)
    gone.unlink()
    assert room.version("") == room.version("other.html")
    answer = ask(room, "/index.html")
    assert (answer.code, b"preview.js" in answer.body) == (200, True)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_only_get_is_answered(room: Room, method: str) -> None:
    async def fetch(place: str) -> int:
        request = HTTPRequest(f"http://{place}/", method, body=None, allow_nonstandard_methods=True)
        return (await AsyncHTTPClient().fetch(request, raise_error=False)).code

    assert visit(room, fetch) == 405


async def hear(line: WebSocketClientConnection) -> dict[str, Any]:
    said = await asyncio.wait_for(line.read_message(), 30)
    assert said is not None
    return dict(json.loads(said))


def test_a_page_is_told_to_load_anew_when_it_changed_and_no_other_one(room: Room) -> None:
    async def listen(place: str) -> list[dict[str, Any]]:
        async def enter(page: str, version: str) -> WebSocketClientConnection:
            return await websocket_connect(
                f"ws://{place}/_preview/news?page={page}&version={version}"
            )

        one = await enter("", room.version(""))
        two = await enter("editions/", room.version("editions/"))
        said = [await hear(one), await hear(two)]
        assert room.viewed() == {"index", "editions/index"}
        (room.html / "index.html").write_text(PAGE.format("Changed"), encoding="utf-8")
        room.say("busy", "building ...")
        said += [await hear(one), await hear(two)]
        late = await enter("", "of-a-server-before")
        said.append(await hear(late))
        for line in (one, two, late):
            line.close()
        return said

    said = visit(room, listen)
    assert [news["reload"] for news in said] == [False, False, True, False, True]
    assert [news["said"] for news in said] == ["", "", *["building ..."] * 3]


def test_a_page_of_another_host_hears_no_news(room: Room) -> None:
    async def listen(place: str) -> int:
        request = HTTPRequest(
            f"ws://{place}/_preview/news", headers={"Origin": "http://example.org"}
        )
        with pytest.raises(HTTPClientError) as refused:
            await websocket_connect(request)
        return refused.value.code

    assert visit(room, listen) == 403


def test_a_page_that_is_not_there_waits_for_it(room: Room) -> None:
    answer = ask(room, "/editions/2001/rain.html")
    assert (answer.code, b"/_preview/preview.js" in answer.body) == (404, True)
    assert ENDED in answer.body.decode()
    (room.html / "editions/2001").mkdir()
    version = room.version("editions/2001/rain.html")
    (room.html / "editions/2001/rain.html").write_text("there", encoding="utf-8")
    assert (version, room.version("editions/2001/rain.html") != "") == ("", True)


def test_a_style_of_all_pages_is_part_of_each(room: Room) -> None:
    version = room.version("")
    (room.html / "_static").mkdir()
    for folder in (room.shared, room.html / "_static"):
        (folder / "study.css").write_text("p { color: red }", encoding="utf-8")
    assert room.version("") != version


def test_a_port_that_was_asked_for_is_had_or_not_and_else_the_next(room: Room) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StudyError, match=f"port {taken.getsockname()[1]} is in use"):
            open_port(taken.getsockname()[1])
    first, one = open_port(None)
    second, other = open_port(None)
    for opened in (*first, *second):
        assert opened.getsockname()[0] == "127.0.0.1"
        opened.close()
    assert PORT <= one < other
