"""LINE's door: signatures, bad bodies, batches in which something is amiss."""

import base64
import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from events import MALI, STRANGER, body, event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from street import SECRET, Street, open_street, sign

SAMPLES = Path(__file__).parents[3] / "shared" / "line-samples"


def test_the_signature_of_lines_own_documentation_is_accepted(
    sqlite_url: str, tmp_path: Path
) -> None:
    # "Verify webhook signature": this secret, this body, this signature.
    raw = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    secret = "8c570fa6dd201bb328f1c1eac23a96d8"
    signature = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    with open_street(sqlite_url, str(tmp_path), LINE_CHANNEL_SECRET=secret) as street:
        assert street.post(raw, signature).status == 200
        assert street.post(raw + b" ", signature).status == 400


@pytest.mark.parametrize("signature", ["", "nonsense", "ลายเซ็น", "A" * 100_0])
def test_what_line_did_not_sign_is_refused(quick_street: Street, signature: str) -> None:
    refused = quick_street.pool.request(
        "POST",
        f"{quick_street.url}/webhook",
        body=body(event()),
        headers={"x-line-signature": signature.encode().decode("latin-1")},
    )
    assert refused.status == 400
    assert quick_street.count("inbound_events") == 0


def test_during_a_rotation_both_channel_secrets_are_good(sqlite_url: str, tmp_path: Path) -> None:
    both = f"new-secret,{SECRET}"
    with open_street(sqlite_url, str(tmp_path), LINE_CHANNEL_SECRET=both) as street:
        for secret, status in (("new-secret", 200), (SECRET, 200), ("older-secret", 400)):
            raw = body(event(source={"type": "user", "userId": STRANGER}))
            assert street.post(raw, sign(raw, secret)).status == status


def test_an_empty_batch_is_200(quick_street: Street) -> None:
    assert quick_street.post(body()).status == 200


def test_a_body_over_one_mebibyte_is_refused_before_it_is_read(quick_street: Street) -> None:
    raw = body(event(message={"id": "1", "type": "text", "text": "ก" * 400_000}))
    assert len(raw) > 1024 * 1024
    assert quick_street.post(raw).status == 413
    assert quick_street.count("inbound_events") == 0


@pytest.mark.parametrize(
    "raw",
    [b"", b"not json", b"[]", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"events": [NaN, 1e999]}'],
)
def test_what_is_no_webhook_body_is_never_a_5xx(quick_street: Street, raw: bytes) -> None:
    assert quick_street.post(raw).status in (200, 400)
    assert quick_street.count("inbound_events") == 0


def test_one_bad_event_does_not_lose_the_rest_of_its_batch(street: Street) -> None:
    strange: list[Any] = [
        None,
        7,
        [],
        {},
        {"type": 5, "source": "x", "message": [], "timestamp": "soon"},
        event(type="somethingNew", webhookEventId=None),
        event(message={"type": "text", "text": "\ud800 \u0000", "id": "1"}, replyToken=None),
        event(source=None),
        event(postback={"data": "x" * 5000}, type="postback", message=None, replyToken=None),
        event(type="follow", source={"type": "user", "userId": "U" * 5000}, message=None),
    ]
    good = event(message={"id": "77", "type": "text", "text": "เมนู"})
    assert street.post(body(*strange, good)).status == 200
    ids = [row[0] for row in street.rows("SELECT id FROM inbound_events WHERE error IS NULL")]
    assert good["webhookEventId"] in ids
    assert street.rows("SELECT id FROM inbound_events WHERE error IS NOT NULL") == []


def test_the_same_event_a_hundred_times_is_one_event(street: Street) -> None:
    raw = body(*[event(webhookEventId="01SAME")] * 50)
    assert street.post(raw).status == 200
    assert street.post(raw).status == 200
    assert street.count("inbound_events") == 1
    assert street.count("effects") == 1


def test_an_event_without_an_id_is_known_by_its_content(quick_street: Street) -> None:
    bare = event(webhookEventId=None)
    again = {**bare, "deliveryContext": {"isRedelivery": True}}
    other = {**bare, "timestamp": 1}
    assert quick_street.post(body(bare, again, other)).status == 200
    assert quick_street.count("inbound_events") == 2


@pytest.mark.parametrize(
    "unheard",
    [
        event(mode="standby"),
        event(source={"type": "user"}),
        event(source={"type": "group", "groupId": "C1", "userId": MALI}),
        event(type="join", source={"type": "group", "groupId": "C1"}, message=None),
        event(type="memberLeft", source={"type": "group", "groupId": "C1"}, message=None),
        event(type="beacon", message=None),
    ],
    ids=["standby", "no user", "group chatter", "join", "member left", "beacon"],
)
def test_what_is_not_for_the_bot_is_noted_and_left_alone(
    quick_street: Street, unheard: dict[str, Any]
) -> None:
    assert quick_street.post(body(unheard)).status == 200
    assert quick_street.count("effects") == 0
    assert quick_street.rows("SELECT payload FROM inbound_events") == [(None,)]


def test_in_a_group_a_mention_gets_a_pointer_and_no_personal_data(quick_street: Street) -> None:
    mention = {"mentionees": [{"index": 0, "length": 4, "type": "user", "isSelf": True}]}
    said = {"id": "5", "type": "text", "text": "@bot ประวัติของฉัน", "mention": mention}
    group = {"type": "group", "groupId": "C1", "userId": MALI}
    assert quick_street.post(body(event(source=group, message=said))).status == 200
    [(payload,)] = quick_street.rows("SELECT payload FROM effects")
    assert "แชตส่วนตัว" in json.loads(payload)["messages"][0]["text"]
    assert len(json.loads(payload)["messages"]) == 1


def test_when_the_database_cannot_store_line_is_told_to_come_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    with open_street(sqlite_url, str(tmp_path)) as street:
        with street.runtime.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE inbound_events RENAME TO elsewhere")
            connection.commit()
        assert street.post(body(event())).status == 503
        with street.runtime.engine.connect() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbound_events")
            connection.commit()
        assert street.post(body(event())).status == 200


@pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="LINE's sample payloads are not beside the project"
)
def test_all_of_lines_sample_payloads_change_nothing_and_are_no_5xx(street: Street) -> None:
    before = [street.count(t) for t in ("people", "mentoring_visits", "photos", "appointments")]
    files = [f for f in SAMPLES.rglob("*.json") if "flex" not in f.parts]
    assert len(files) > 40
    for file in files:
        assert street.post(file.read_bytes()).status == 200, file.name
    after = [street.count(t) for t in ("people", "mentoring_visits", "photos", "appointments")]
    assert after == before
    assert street.rows("SELECT kind, error FROM inbound_events WHERE error IS NOT NULL") == []


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_fields = st.sampled_from([*event(), "postback", "unsend", "follow"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.dictionaries(_fields, _json, max_size=6), max_size=4))
def test_no_batch_whatever_is_a_5xx_or_an_error(
    shared_street: Street, changes: list[dict[str, Any]]
) -> None:
    raw = body(*[{**event(), **change} for change in changes])
    signature = base64.b64encode(hmac.new(SECRET.encode(), raw, sha256).digest()).decode()
    assert shared_street.post(raw, signature).status == 200
    assert shared_street.rows("SELECT error FROM inbound_events WHERE error IS NOT NULL") == []
