"""A month that is spent, over HTTP: replies go on, nothing is lost, and everybody can see it."""

from click.testing import Result
from street import TOKEN, Street

from bot.app import create_app
from bot.database import transaction
from bot.doctor import Health, examine
from bot.runtime import Runtime
from bot.settings import load_settings
from demo.people import cast
from models.duty_queries import judgements
from models.submissions import save_submission
from scheduler.jobs import run_round

FRIDAY, MONDAY = "2023-11-24T08:31+07:00", "2023-11-27T08:31+07:00"


def test_what_the_month_does_not_reach_for_comes_under_the_next_answer(street: Street) -> None:
    street.desk("POST", "/quota", {"used": 300})
    _round(street, FRIDAY)
    assert street.desk("GET", "/quota")["used"] == 300
    assert street.rows("SELECT count(*) FROM effects WHERE kind = 'push'") == [(0,)]

    anan = street.phone("anan")
    anan.say("สถานะ")
    answer, under = anan.history()[-2:]
    assert "สพป.สตูล" in answer.text
    assert "ส่งรายชื่อ" in under.text
    assert any("แต่งตั้ง" in label for label in under.labels)
    anan.say("สถานะ")
    assert anan.history()[-1].text == answer.text, "it is shown once"

    assert "24 พฤศจิกายน 2566" in anan.say("ทำไมได้ข้อความนี้").text
    assert {state for (state,) in street.rows(_OF_ANAN)} == {"sent"}


def test_what_was_done_meanwhile_is_not_shown_any_more(quick_street: Street) -> None:
    quick_street.desk("POST", "/quota", {"used": 300})
    _round(quick_street, FRIDAY)
    _has_sent(quick_street, "STN")
    anan = quick_street.phone("anan")
    anan.say("เมนู")
    assert len(anan.history()) == 1
    assert {state for (state,) in quick_street.rows(_OF_ANAN)} == {"dropped"}


def test_the_state_of_the_system_is_for_who_keeps_it(quick_street: Street) -> None:
    _is_now(quick_street, "pranee", "national_coordinator", "country")
    _is_now(quick_street, "wichai", "operator", "country")
    quick_street.desk("POST", "/quota", {"used": 250})
    _round(quick_street, FRIDAY)
    quick_street.until("SELECT count(*) FROM effects WHERE state = 'waiting'", [(0,)])
    run_round(quick_street.runtime, quick_street.runtime.clock.now())
    pranee = quick_street.phone("pranee")
    shown = pranee.say("สถานะระบบ").text
    used = quick_street.desk("GET", "/quota")["used"]
    for words in (f"ใช้แล้ว {used} จาก 300", "ใกล้หรือถึงกำหนด: 1 · ", "ปกติ", "รอบเตือนล่าสุด"):
        assert words in shown
    quick_street.desk("POST", "/quota", {"used": 300})
    _round(quick_street, MONDAY)
    assert "หมดแล้ว" in quick_street.phone("wichai").say("โควตา").text
    _is_now(quick_street, "suda", "national_coordinator", "programme")
    for who in ("mali", "anan", "suda"):
        assert "ใช้แล้ว" not in quick_street.phone(who).say("สถานะระบบ").text
    assert "philiang_quota_limit 300.0" in _metrics(quick_street)
    assert "philiang_quota_used 300.0" in _metrics(quick_street)
    assert 'philiang_pushed_messages{reason="deadline"} 1.0' in _metrics(quick_street)


def test_the_doctor_finds_what_is_amiss_and_says_so_with_its_exit(quick_street: Street) -> None:
    told = _doctor(quick_street)
    # No scheduler has run, and LINE calls the street and not the default address.
    assert told.exit_code == 1
    assert "fault   scheduler no round has ever ended" in told.output
    assert "fault   webhook   LINE calls" in told.output
    quick_street.simulator.webhook.url = "http://127.0.0.1:8000/webhook"
    quick_street.desk("POST", "/quota", {"used": 240})
    run_round(quick_street.runtime, quick_street.runtime.clock.now())
    told = _doctor(quick_street)
    assert told.exit_code == 0, told.output
    assert "warning quota     240 of 300 used" in told.output
    assert "ok      schema    current, on sqlite" in told.output


def test_outside_the_demo_the_doctor_looks_at_the_settings_and_at_a_line_that_is_away(
    sqlite_url: str,
) -> None:
    runtime = Runtime(
        load_settings(
            {
                "LINE_API_BASE": "http://127.0.0.1:9",
                "LINE_CHANNEL_SECRET": "c" * 32,
                "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
                "SIGNING_SECRET": "s" * 40,
                "DATABASE_URL": sqlite_url,
            }
        )
    )
    findings = list(examine(runtime))
    runtime.engine.dispose()
    found = {(one.about, one.health) for one in findings}
    words = " ".join(one.words for one in findings)
    assert {
        ("settings", Health.FAULT),
        ("settings", Health.WARNING),
        ("channel", Health.FAULT),
        ("webhook", Health.FAULT),
        ("quota", Health.FAULT),
        ("schema", Health.OK),
    } <= found
    assert "PUBLIC_BASE_URL" in words
    assert "DATA_KEY" in words
    assert "s" * 40 not in words


_OF_ANAN = (
    "SELECT r.state FROM reminders r JOIN line_accounts a ON a.person_id = r.recipient_person_id "
    "WHERE a.line_user_id = 'U0000000000000000000000000000a005'"
)
_SCOPES = {
    "country": "scope_kind = 'country', office_id = NULL",
    "programme": "scope_kind = 'programme', office_id = NULL, "
    "programme_id = (SELECT id FROM programmes WHERE code = 'QIN')",
}


def _is_now(street: Street, who: str, role: str, scope: str) -> None:
    """This person holds another post instead of their own."""
    account = f"(SELECT person_id FROM line_accounts WHERE line_user_id = '{ACCOUNTS[who]}')"
    with street.runtime.engine.connect() as connection:
        connection.exec_driver_sql(
            f"UPDATE appointments SET role = '{role}', {_SCOPES[scope]} WHERE person_id = {account}"
        )
        connection.commit()


ACCOUNTS = {member.key: member.line_user_id for member in cast()}


def _round(street: Street, moment: str) -> None:
    answer = street.pool.request("POST", f"{street.url}/demo/clock", json={"at": moment})
    assert answer.status == 200
    run_round(street.runtime, street.runtime.clock.now())


def _has_sent(street: Street, office: str) -> None:
    """It is recorded that this office has sent the names."""
    now = street.runtime.clock.now()
    with transaction(street.runtime.engine) as session:
        judged = next(
            one
            for one in judgements(session, now=now)
            if one.subject.code == office and one.rule.code == "SANDBOX-STAFF-2566"
        )
        save_submission(
            session,
            deadline_id=judged.rule.id,
            subject=judged.subject,
            submitted_on=now.date(),
            by_person_id=1,
            draft_id="sent",
            now=now,
        )


def _metrics(street: Street) -> str:
    return street.get("/metrics", Authorization="Bearer street-metrics").data.decode()


def _doctor(street: Street) -> Result:
    """`flask --app bot.app doctor` in another process's place, on the same database and LINE."""
    app = create_app(
        load_settings(
            {
                "BOT_DEMO": "1",
                "LINE_API_BASE": street.simulator.base_url,
                "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
                "DATABASE_URL": str(street.runtime.settings.database_url),
            }
        )
    )
    told = app.test_cli_runner().invoke(args=["doctor"])
    app.extensions["philiang"].engine.dispose()
    return told
