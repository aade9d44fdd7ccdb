"""Names of the server and of its clients, headers of safety, small forms, refusals."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api.edge.forms import FORM_TYPE, MOST_BYTES, MOST_FIELDS, fields, header_safe, local, remember_who, who
from api.edge.guard import HEADERS, Guarded
from api.edge.hosts import allowed, host_name
from api.edge.refusal import RefusedRequest
from api.edge.settings import Settings
from api.edge.throttle import peer
from extract.messages import message
from tests.api.edge.made import request


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("127.0.0.1", True),
        ("LOCALHOST:80", True),
        ("[::1]:8000", True),
        ("Plans.Office:8000", True),
        ("office", False),
        ("localhost:x", False),
        ("[::1", True),
        ("10.0.0.7", False),
        ("127.0.0.1:80:80", False),
    ],
)
def test_on_the_loopback_only_its_names_and_those_added_are_answered(header: str, *, named: bool) -> None:
    assert allowed(header, Settings(names=("PLANS.office",))) is named


def test_on_other_addresses_those_and_the_name_of_the_machine_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Desk-7")
    outside = Settings(host="0.0.0.0")  # noqa: S104  nothing listens
    assert [allowed(name, outside) for name in ("desk-7:80", "10.0.0.7:80", "[fe80::1]:80", "desk-8")] == [True] * 3 + [
        False
    ]
    assert not allowed("desk-7", Settings())
    assert allowed("Plans.Office", Settings(host="plans.OFFICE"))
    assert host_name("[FE80::1]:80") == "fe80::1"


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    await Response("in", headers={"Cache-Control": "no-store"})(scope, receive, send)


def guarded(host: str, query: str = "") -> list[Message]:
    events: list[Message] = []

    async def note(event: Message) -> None:
        events.append(event)

    one = request({"Host": host}, query=query)
    asyncio.run(Guarded(_answer, Settings())(one.scope, one.receive, note))
    return events


def test_every_answer_has_the_headers_of_safety_and_keeps_its_own() -> None:
    start, body = guarded("localhost")
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    assert body["body"] == b"in"
    assert (
        headers.items() >= {name.lower(): value for name, value in HEADERS.items() if name != "Cache-Control"}.items()
    )
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("query", "words"), [("", "本服务不以"), ("lang=en", "evil.example")])
def test_another_name_is_refused_in_the_language_of_the_reader(query: str, words: str) -> None:
    start, body = guarded("evil.example:80", query)
    assert start["status"] == 421
    assert words in body["body"].decode()
    assert ("本服务" in body["body"].decode()) is (query == "")
    assert "x" * 101 not in guarded("x" * 5000)[1]["body"].decode()


def test_a_peer_has_a_name() -> None:
    assert peer(request(client=("2001:db8:1:2::9", 1))) == "2001:db8:1:2::/64"
    assert peer(request(client=("fe80::1%eth0", 1))) == "fe80::/64"
    assert peer(request()) == ""


FORM = {"Content-Type": FORM_TYPE}


@pytest.mark.parametrize(
    ("headers", "body", "found"),
    [
        (FORM, b"a=1&b=&a=%E5%85%AC+x", {"a": "公 x", "b": ""}),
        ({"Content-Type": f"{FORM_TYPE.upper()} ; charset=utf-8"}, b"a=1", {"a": "1"}),
        ({}, b"a=1", {"a": "1"}),
        (FORM, b"", {}),
        (FORM, b"&".join([b"a=1"] * MOST_FIELDS), {"a": "1"}),
        (FORM, b"a=" + b"x" * (MOST_BYTES - 2), {"a": "x" * (MOST_BYTES - 2)}),
    ],
)
def test_a_form_is_read(headers: dict[str, str], body: bytes, found: dict[str, str]) -> None:
    assert asyncio.run(_fields(request(headers, body))) == found


async def _fields(one: Request) -> dict[str, str]:
    return dict(await fields(one))


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", 415),
        (FORM, "a=公".encode(), 400),
        (FORM, b"a=%ff", 400),
        (FORM, b"&".join([b"a=1"] * (MOST_FIELDS + 1)), 400),
        (FORM, b"a=" + b"x" * (MOST_BYTES - 1), 413),
    ],
)
def test_what_is_no_small_form_is_refused(headers: dict[str, str], body: bytes, status: int) -> None:
    with pytest.raises(RefusedRequest) as refused:
        asyncio.run(_fields(request(headers, body)))
    assert refused.value.status == status
    assert str(refused.value.message)
    assert refused.value.headers == {}


def test_a_browser_remembers_who_signs() -> None:
    response = Response()
    remember_who(response, "王;芳" * 40)
    said = response.headers["set-cookie"]
    assert all(word in said for word in ("HttpOnly", "SameSite=strict", "Max-Age=31536000", "Path=/"))
    assert who(request({"Cookie": said.partition(";")[0]})) == ("王;芳" * 40)[:100]
    assert who(request()) == ""


@pytest.mark.parametrize("away", ["", "x", "//evil.example", "/\\evil.example", "/a\nb", "https://evil.example/"])
def test_no_address_leads_to_another_server(away: str) -> None:
    assert (local(away), local(away, "/import")) == ("/", "/import")
    assert local("/plans?q=局#x") == "/plans?q=局#x"
    assert header_safe("/a b?q=局\r\n#x") == "/a%20b?q=%E5%B1%80%0D%0A#x"


@pytest.mark.parametrize(
    ("host", "loopback", "address"),
    [
        ("127.0.0.1", True, "http://127.0.0.1:8000/"),
        ("localhost", True, "http://localhost:8000/"),
        ("::1", True, "http://[::1]:8000/"),
        ("10.0.0.7", False, "http://10.0.0.7:8000/"),
        ("fe80::1", False, "http://[fe80::1]:8000/"),
    ],
)
def test_the_settings_tell_where_the_server_is(host: str, *, loopback: bool, address: str) -> None:
    settings = Settings(host=host)
    assert (settings.loopback, settings.address) == (loopback, address)


def test_a_refusal_tells_when_to_come_again_only_where_that_helps() -> None:
    assert RefusedRequest(429, message("请求体太长。"), retry_after=7).headers == {"Retry-After": "7"}
    assert RefusedRequest(413, message("请求体太长。")).headers == {}
