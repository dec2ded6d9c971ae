"""The gateway to LINE, against the simulator over HTTP; what the simulator cannot do wrong is done
by a server that says what it is told to (`Wire`)."""

import base64
import io
import json
import socketserver
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import urllib3
from structlog.testing import capture_logs

from bot.answers import BotInfo, ContentOutcome, Outcome
from bot.line import Line, LineFault, Quota
from bot.pace import Pace
from bot.settings import load_settings
from simulator.server import ACCESS_TOKEN, CHANNEL_SECRET, Simulator

CAST = Path(__file__).parents[2] / "demo" / "cast.json"
MALI = "U0000000000000000000000000000a001"
STRANGER = "U" + "f" * 32
CHANNEL_ID = "2000000001"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    nobody = "http://127.0.0.1:9/"  # its webhooks go nowhere
    with Simulator(cast=CAST, webhook_url=nobody) as simulator:
        yield simulator


def line(base_url: str, **environ) -> Line:
    given = {
        "LINE_API_BASE": base_url,
        "LINE_CHANNEL_SECRET": CHANNEL_SECRET,
        "SIGNING_SECRET": "a-long-signing-secret",
    }
    if "LINE_CHANNEL_ID" not in environ:
        given["LINE_CHANNEL_ACCESS_TOKEN"] = ACCESS_TOKEN
    handed_in = {name: environ.pop(name) for name in ("seconds", "pace") if name in environ}
    return Line(load_settings(given | environ), connect_seconds=1.0, read_seconds=1.5, **handed_in)


class Desk:
    """The simulator's own side, over HTTP."""

    def __init__(self, sim: Simulator):
        self._base = f"{sim.base_url}/_sim"
        self._http = urllib3.PoolManager(retries=False)

    def post(self, path: str, **body):
        answer = self._http.request("POST", f"{self._base}/{path}", json=body)
        assert answer.status < 300, answer.data
        return answer.json()

    def get(self, path: str):
        return self._http.request("GET", f"{self._base}/{path}").json()

    def fault(self, endpoint: str, kind: str, **more):
        self.post("faults", endpoint=endpoint, kind=kind, **more)

    def reply_token(self) -> str:
        """A fresh reply token of Mali's chat."""
        token = uuid.uuid4().hex
        event = {"type": "message", "replyToken": token, "source": {"userId": MALI}}
        self.post("raw", body={"events": [event]})
        return token

    def shown(self) -> list[str]:
        """The texts that the bot has put on Mali's phone."""
        chat = self.get("users/mali/chat")["messages"]
        return [item["message"]["text"] for item in chat if item["from"] == "bot"]

    def photo(self, raw: bytes) -> str:
        """The message id of a photo that Mali sent."""
        sent = self.post("users/mali/image", file=base64.b64encode(raw).decode())
        return sent["message_ids"][0]

    def calls(self, endpoint: str) -> list[int]:
        """The statuses of the calls to this endpoint, in order."""
        return [call["status"] for call in self.get(f"calls?endpoint={endpoint}")]


@pytest.fixture
def desk(sim: Simulator) -> Desk:
    return Desk(sim)


class Wire:
    """A server that answers each connection's first request with the same bytes and hangs up."""

    def __init__(self, answer: bytes):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                length = 0
                while (head := self.rfile.readline().strip().lower()) != b"":
                    if head.startswith(b"content-length:"):
                        length = int(head.split(b":")[1])
                self.rfile.read(length)
                self.wfile.write(answer)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Wire":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def http(status: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    fields = (f"Content-Length: {len(body) if length is None else length}", *headers)
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode() + body


def words(text: str) -> list[dict]:
    return [{"type": "text", "text": text}]


def key() -> str:
    return str(uuid.uuid4())


# --- saying


def test_a_reply_is_shown_and_its_message_ids_are_told(sim, desk):
    answer = line(sim.base_url).reply(desk.reply_token(), words("สวัสดีค่ะ") + words("อีกข้อ"))
    assert (answer.outcome, answer.status) == (Outcome.SENT, 200)
    assert desk.shown() == ["สวัสดีค่ะ", "อีกข้อ"]
    shown = desk.get("users/mali/chat")["messages"]
    assert answer.message_ids == tuple(item["id"] for item in shown if item["from"] == "bot")
    assert answer.request_id == desk.get("calls?endpoint=reply")[0]["request_id"]


def test_a_flex_message_goes_out_as_it_is(sim, desk):
    flex = {
        "type": "flex",
        "altText": "ใบรับ",
        "contents": {
            "type": "bubble",
            "body": {
                "type": "box",
                "layout": "vertical",
                "contents": [{"type": "text", "text": "รับแล้ว", "wrap": True, "size": "sm"}],
            },
        },
    }
    assert line(sim.base_url).push(MALI, [flex], key()).outcome is Outcome.SENT
    assert desk.get("calls?endpoint=push")[0]["body"]["messages"] == [flex]


def test_a_reply_token_works_once(sim, desk):
    token = desk.reply_token()
    to_line = line(sim.base_url)
    to_line.reply(token, words("หนึ่ง"))
    assert to_line.reply(token, words("สอง")).outcome is Outcome.DEAD_REPLY_TOKEN
    assert desk.shown() == ["หนึ่ง"]


def test_a_push_with_the_same_key_is_shown_once_and_tells_the_first_ids(sim, desk):
    to_line, retry_key = line(sim.base_url), key()
    first = to_line.push(MALI, words("เตือน"), retry_key)
    again = to_line.push(MALI, words("เตือน"), retry_key)
    assert first.outcome is Outcome.SENT
    assert again.outcome is Outcome.ALREADY_SENT
    assert again.message_ids == first.message_ids
    assert again.request_id == first.request_id
    assert desk.shown() == ["เตือน"]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("accept_then_500", {}),
        ("accept_then_reset", {}),
        ("accept_then_delay", {"seconds": 5}),
        ("status", {"status": 503}),
        ("reset", {}),
        ("delay", {"seconds": 5}),
    ],
)
def test_after_any_unsure_push_the_same_key_shows_it_exactly_once(sim, desk, kind, more):
    to_line, retry_key = line(sim.base_url), key()
    desk.fault("push", kind, **more)
    assert to_line.push(MALI, words("เตือน"), retry_key).outcome is Outcome.UNSURE
    again = to_line.push(MALI, words("เตือน"), retry_key).outcome
    accepted = kind.startswith("accept")
    assert again is (Outcome.ALREADY_SENT if accepted else Outcome.SENT)
    assert desk.shown() == ["เตือน"]


def test_a_multicast_is_one_call_to_at_most_500_and_shown_once(sim, desk):
    to_line, retry_key = line(sim.base_url), key()
    everybody = [f"U{number:032x}" for number in range(499)]
    first = to_line.multicast([*everybody, MALI], words("ประกาศ"), retry_key)
    again = to_line.multicast([*everybody, MALI], words("ประกาศ"), retry_key)
    assert (first.outcome, again.outcome) == (Outcome.SENT, Outcome.ALREADY_SENT)
    assert desk.shown() == ["ประกาศ"]
    too_many = [*everybody, MALI, STRANGER]
    assert to_line.multicast(too_many, words("อีก"), key()).outcome is Outcome.REFUSED


@pytest.mark.parametrize(("used", "outcome"), [(0, "rate_limited"), (500, "over_quota")])
def test_a_multicast_asks_the_quota_what_an_unclear_429_means(sim, desk, used, outcome):
    desk.post("quota", limit=500, used=used)
    desk.fault("multicast", "status", status=429, body={"message": "Slow down, please"})
    answer = line(sim.base_url).multicast([MALI], words("ประกาศ"), key())
    assert answer.outcome == outcome


def test_calls_wait_for_their_turn(sim, desk):
    slept = []
    pace = Pace({"push": 40.0}, seconds=lambda: 0.0, sleep=slept.append)
    to_line = line(sim.base_url, pace=pace)
    for _ in range(3):
        to_line.push(MALI, words("เตือน"), key())
        to_line.show_loading(MALI, 5)
    assert slept == [pytest.approx(0.1), pytest.approx(0.2)]


def test_nothing_is_tried_again_behind_the_outbox_s_back(sim, desk):
    to_line = line(sim.base_url)
    desk.fault("*", "status", status=503, times=9, headers={"Retry-After": "1"})
    to_line.push(MALI, words("x"), key())
    to_line.reply(desk.reply_token(), words("x"))
    with pytest.raises(LineFault):
        to_line.profile(MALI)
    for endpoint in ("push", "reply", "profile"):
        assert desk.calls(endpoint) == [503]


def test_where_nobody_listens_nothing_was_sent():
    with Wire(b"") as wire:
        closed = wire.base_url
    to_line = line(closed)
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.UNREACHED
    assert to_line.reply("token", words("x")).outcome is Outcome.UNREACHED


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        http("200 OK", b"<html>Please sign in</html>"),
        http("200 OK", b'{"sentMess', length=500),
        http("200 OK", b"[1, 2]"),
        http("502 Bad Gateway", b"\xbb\xd4\xb4\xa2\xe9\xcd\xa7", "Content-Type: text/html"),
        http("302 Found", b"", "Location: http://127.0.0.1:1/"),
        http("408 Request Timeout", b""),
    ],
)
def test_an_answer_that_says_nothing_clear_is_unsure(answer):
    with Wire(answer) as wire:
        assert line(wire.base_url).push(MALI, words("x"), key()).outcome is Outcome.UNSURE


def test_an_accepted_message_is_sent_even_if_its_ids_are_missing():
    with Wire(http("200 OK", b"{}")) as wire:
        answer = line(wire.base_url).push(MALI, words("x"), key())
    assert (answer.outcome, answer.message_ids) == (Outcome.SENT, ())


def test_a_refusal_says_where_and_why_and_never_what_was_to_be_sent(sim, desk):
    answer = line(sim.base_url).push(MALI, words("ความลับ" * 1000), key())
    assert (answer.outcome, answer.status) == (Outcome.REFUSED, 400)
    assert "messages[0].text" in answer.why
    assert "ความลับ" not in answer.why


def test_a_refusal_that_is_no_utf_8_is_still_a_refusal():
    with Wire(http("403 Forbidden", b"\xff\xfe")) as wire:
        answer = line(wire.base_url).push(MALI, words("x"), key())
    assert (answer.outcome, answer.status) == (Outcome.REFUSED, 403)


# --- too many


def test_the_rate_limit_is_told_from_the_month_s(sim, desk):
    to_line = line(sim.base_url)
    desk.fault("push", "status", status=429)
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.RATE_LIMITED
    desk.post("quota", limit=0)
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.OVER_QUOTA
    assert desk.calls("quota") == []


@pytest.mark.parametrize(
    ("limit", "used", "outcome"),
    [
        (300, 300, Outcome.OVER_QUOTA),
        (300, 299, Outcome.RATE_LIMITED),
        (None, 9999, Outcome.RATE_LIMITED),
    ],
)
def test_in_unknown_words_the_quota_decides(sim, desk, limit, used, outcome):
    desk.post("quota", limit=limit, used=used)
    desk.fault("push", "status", status=429, body={"message": "Slow down"})
    assert line(sim.base_url).push(MALI, words("x"), key()).outcome is outcome


def test_if_the_quota_is_not_told_either_the_bot_backs_off(sim, desk):
    desk.fault("push", "status", status=429, body="<html>")
    desk.fault("quota", "reset")
    assert line(sim.base_url).push(MALI, words("x"), key()).outcome is Outcome.RATE_LIMITED


def test_a_reply_never_asks_for_the_quota(sim, desk):
    desk.fault("reply", "status", status=429, body={})
    answer = line(sim.base_url).reply(desk.reply_token(), words("x"))
    assert answer.outcome is Outcome.RATE_LIMITED
    assert desk.calls("quota") == []


# --- tokens


def test_one_token_serves_many_calls(sim, desk):
    to_line = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID)
    for _ in range(3):
        assert to_line.push(MALI, words("x"), key()).outcome is Outcome.SENT
    assert desk.calls("token") == [200]


def test_a_token_that_is_no_longer_accepted_is_renewed_once(sim, desk):
    to_line, token = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID), desk.reply_token()
    to_line.quota()
    desk.post("tokens/revoke")
    assert to_line.reply(token, words("หลังต่ออายุ")).outcome is Outcome.SENT
    assert desk.calls("reply") == [401, 200]
    assert desk.calls("token") == [200, 200]


def test_a_token_that_stays_refused_is_renewed_only_once(sim, desk):
    to_line = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID)
    desk.fault("push", "status", status=401, times=9)
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.UNAUTHORISED
    assert desk.calls("push") == [401, 401]
    assert desk.calls("token") == [200, 200]


def test_threads_that_meet_a_dead_token_together_share_one_renewal(sim, desk):
    to_line = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID)
    to_line.quota()
    desk.post("tokens/revoke")
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: to_line.push(MALI, words("x"), key()), range(16))
        assert {answer.outcome for answer in answers} == {Outcome.SENT}
    assert desk.calls("token") == [200, 200]


def test_a_token_is_left_in_good_time_before_its_end(sim, desk):
    now = [0.0]
    to_line = line(sim.base_url, seconds=lambda: now[0], LINE_CHANNEL_ID=CHANNEL_ID)
    to_line.quota()
    now[0] = 11 * 60.0
    to_line.quota()
    assert desk.calls("token") == [200]
    now[0] = 12 * 60.0
    to_line.quota()
    assert desk.calls("token") == [200, 200]


def test_during_a_rotation_the_secret_in_force_is_found(sim, desk):
    to_line = line(
        sim.base_url,
        LINE_CHANNEL_ID=CHANNEL_ID,
        LINE_CHANNEL_SECRET=f"the-one-before,{CHANNEL_SECRET}",
    )
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.SENT
    assert desk.calls("token") == [401, 200]


def test_without_a_token_nothing_was_sent(sim, desk):
    to_line = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID)
    for kind in ("reset", "accept_then_500"):
        desk.fault("token", kind)
        assert to_line.push(MALI, words("x"), key()).outcome is Outcome.UNREACHED
    assert desk.calls("push") == []
    assert to_line.push(MALI, words("x"), key()).outcome is Outcome.SENT


def test_a_wrong_secret_or_token_is_unauthorised(sim, desk):
    wrong = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID, LINE_CHANNEL_SECRET="wrong")
    assert wrong.push(MALI, words("x"), key()).outcome is Outcome.UNAUTHORISED
    stale = line(sim.base_url, LINE_CHANNEL_ACCESS_TOKEN="stale")
    assert stale.push(MALI, words("x"), key()).outcome is Outcome.UNAUTHORISED
    assert desk.calls("push") == [401]


# --- content


def test_content_is_streamed_whole(sim, desk):
    raw, into = bytes(range(256)) * 1000, io.BytesIO()
    answer = line(sim.base_url).content(desk.photo(raw), into, max_bytes=len(raw))
    assert (answer.outcome, answer.size) == (ContentOutcome.OK, len(raw))
    assert into.getvalue() == raw
    assert answer.content_type == "image/jpeg"
    assert answer.request_id


def test_content_beyond_the_cap_is_not_read(sim, desk):
    into = io.BytesIO()
    answer = line(sim.base_url).content(desk.photo(b"x" * 1001), into, max_bytes=1000)
    assert answer.outcome is ContentOutcome.TOO_LARGE
    assert into.getvalue() == b""


def test_content_that_does_not_announce_its_size_is_cut_at_the_cap():
    chunks = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    into = io.BytesIO()
    with Wire(head + chunks) as wire:
        answer = line(wire.base_url).content("1", into, max_bytes=100_000)
    assert answer.outcome is ContentOutcome.TOO_LARGE
    assert len(into.getvalue()) <= 100_000


def test_content_that_breaks_off_is_a_fault():
    with Wire(http("200 OK", b"half", length=8)) as wire:
        answer = line(wire.base_url).content("1", io.BytesIO(), max_bytes=100)
    assert answer.outcome is ContentOutcome.FAULT


def test_content_that_drips_for_ever_is_given_up(sim, desk):
    now = [0.0]

    def a_minute_a_look() -> float:
        now[0] += 61.0
        return now[0]

    to_line = line(sim.base_url, seconds=a_minute_a_look)
    answer = to_line.content(desk.photo(b"x"), io.BytesIO(), 100)
    assert (answer.outcome, answer.why) == (ContentOutcome.FAULT, "too slow")


def test_content_that_cannot_be_had_is_told_apart(sim, desk):
    to_line, photo = line(sim.base_url), desk.photo(b"x")
    desk.fault("content", "not_ready")
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.NOT_READY
    desk.fault("content", "status", status=500)
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.FAULT
    desk.fault("content", "reset")
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.FAULT
    assert to_line.content("404404404", io.BytesIO(), 100).outcome is ContentOutcome.GONE
    desk.post("users/mali/unsend", message_id=photo)
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.GONE


def test_a_disk_that_is_full_is_a_fault_and_no_crash(sim, desk):
    class FullDisk(io.BytesIO):
        def write(self, data):
            raise OSError("no space left")

    answer = line(sim.base_url).content(desk.photo(b"x"), FullDisk(), 100)
    assert (answer.outcome, answer.why) == (ContentOutcome.FAULT, "OSError")


def test_fetching_content_renews_the_token_once_too(sim, desk):
    to_line, photo = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID), desk.photo(b"x")
    to_line.quota()
    desk.post("tokens/revoke")
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.OK
    desk.fault("content", "status", status=401, times=9)
    assert to_line.content(photo, io.BytesIO(), 100).outcome is ContentOutcome.FAULT
    assert desk.calls("content") == [401, 200, 401, 401]


# --- asking


def test_a_name_is_told_unless_line_keeps_it_back(sim, desk):
    to_line = line(sim.base_url)
    assert to_line.profile(MALI) == "ครูมะลิ ใจดี"
    assert to_line.profile(STRANGER) is None
    assert to_line.profile("not/an id?") is None
    desk.post("users/mali/unfollow")
    assert to_line.profile(MALI) is None


def test_a_question_without_an_answer_is_a_fault_that_says_how(sim, desk):
    desk.fault("profile", "status", status=500)
    with pytest.raises(LineFault) as fault:
        line(sim.base_url).profile(MALI)
    assert (fault.value.answer.outcome, fault.value.answer.status) == (Outcome.UNSURE, 500)
    desk.fault("quota", "reset")
    with pytest.raises(LineFault):
        line(sim.base_url).quota()


def test_the_quota_is_read(sim, desk):
    to_line = line(sim.base_url)
    desk.post("quota", limit=300, used=12)
    assert to_line.quota() == Quota(limit=300, used=12)
    desk.post("quota", limit=None)
    assert to_line.quota() == Quota(limit=None, used=12)


def test_the_bot_knows_who_it_is(sim):
    info = line(sim.base_url).bot_info()
    assert isinstance(info, BotInfo)
    assert info.user_id.startswith("U")
    assert info.chat_mode in ("bot", "chat")
    assert info.mark_as_read_mode in ("auto", "manual")


@pytest.mark.parametrize(("asked", "shown"), [(-1, 5), (1, 5), (5, 5), (6, 10), (61, 60)])
def test_the_moving_dots_last_as_long_as_line_allows(sim, desk, asked, shown):
    assert line(sim.base_url).show_loading(MALI, asked).outcome is Outcome.SENT
    assert desk.get("calls?endpoint=loading")[0]["body"]["loadingSeconds"] == shown


def test_a_message_is_marked_as_read(sim, desk):
    desk.post("users/mali/text", text="สวัสดี")
    (token,) = sim.platform.read_tokens
    assert line(sim.base_url).mark_as_read(token).outcome is Outcome.SENT
    assert desk.get("users/mali/chat")["read_up_to"] == 1


# --- how


def test_no_token_and_nothing_said_gets_into_the_logs(sim, desk):
    reply_token = desk.reply_token()
    to_line = line(sim.base_url, LINE_CHANNEL_ID=CHANNEL_ID)
    with capture_logs() as logs:
        to_line.reply(reply_token, words("ความลับ"))
        to_line.push(MALI, words("ความลับ" * 1000), key())
        to_line.profile(MALI)
    written = json.dumps(logs, ensure_ascii=False)
    for secret in ("ความลับ", reply_token, CHANNEL_SECRET, "Bearer", "ครูมะลิ"):
        assert secret not in written
    assert [(entry["endpoint"], entry["status"]) for entry in logs] == [
        ("token", 200),
        ("reply", 200),
        ("push", 400),
        ("profile", 200),
    ]
    assert all(entry["line_request_id"] and entry["ms"] >= 0 for entry in logs)


def test_many_threads_share_one_client_and_lose_nothing(sim, desk):
    to_line = line(sim.base_url)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: to_line.push(MALI, words(f"{n}"), key()), range(80)))
    assert {answer.outcome for answer in answers} == {Outcome.SENT}
    assert sorted(desk.shown(), key=int) == [f"{n}" for n in range(80)]
