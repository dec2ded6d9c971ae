"""What LINE Login shows on the desk, as HTML without a script. In place of LINE's own screens,
which know who holds the phone, it asks who that is."""

from collections.abc import Iterable
from html import escape

from simulator.people import Person

#: What a site may ask for, as it is put to people (LINE Login, "Scopes").
_ASKED = {
    "openid": "รหัสบัญชี LINE ของท่าน",
    "profile": "ชื่อและรูปโปรไฟล์ของท่าน",
    "email": "อีเมลของท่าน",
}
_STYLE = """
:root { --ink: #111; --soft: #5b6470; --paper: #eef1f4; --card: #fff; --line: #767f8a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f4f6; --soft: #b4bcc6; --paper: #14171a; --card: #22272c; --line: #8d97a3; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 "Noto Sans Thai", "Sarabun", "Thonburi", "Leelawadee UI", system-ui, sans-serif; }
header { background: #06c755; color: #111; font-weight: 700; padding: .75rem 1rem; }
header, main { overflow-wrap: anywhere; }
main { max-width: 28rem; margin: 0 auto; padding: 1rem 1rem 2rem; }
h1 { font-size: 1.375rem; line-height: 1.4; margin: .5rem 0; }
p, ul { margin: .5rem 0; }
ul { padding-inline-start: 1.25rem; }
.note { color: var(--soft); font-size: .875rem; }
form { display: grid; gap: .5rem; margin-block-start: 1rem; }
button { font: inherit; color: inherit; text-align: start; min-height: 3rem; padding: .5rem 1rem;
  border: 1px solid var(--line); border-radius: .75rem; background: var(--card); cursor: pointer; }
button b, button small { display: block; }
button small { color: var(--soft); font-size: .875rem; }
button.no { text-align: center; background: none; margin-block-start: .75rem; }
button:hover { border-color: var(--ink); }
:focus-visible { outline: .2rem solid #0a66c2; outline-offset: .125rem; }
@media (prefers-color-scheme: dark) { :focus-visible { outline-color: #8cc4ff; } }
"""


def choice(people: Iterable[Person], scope: str) -> str:
    """The page that asks who signs in, and says what the site asks to know (`scope`)."""
    asked = "".join(f"<li>{words}</li>" for name, words in _ASKED.items() if name in scope.split())
    buttons = "".join(_button(person) for person in people)
    return _page(
        "เข้าเป็นใคร",
        f"<p>เว็บไซต์ขอทราบ</p><ul>{asked}</ul>"
        "<p>แตะชื่อเพื่ออนุญาตและเข้าสู่เว็บไซต์</p>"
        f'<form method="post">{buttons}'
        '<button class="no" name="person" value="">ยกเลิก</button></form>'
        '<p class="note">หน้านี้เล่นแทน LINE บนเครื่องนี้ ไม่ใช่ LINE จริง และไม่มีรหัสผ่าน</p>',
    )


def unusable(why: str) -> str:
    """LINE's own page for a request that names nowhere to go back to."""
    return _page("400 Bad Request", f"<p>{escape(why)}</p>")


def _button(person: Person) -> str:
    name, value = escape(person.name), escape(person.user_id, quote=True)
    about = escape(str(person.about.get("about_th", "")))
    about = f"<small>{about}</small>" if about else ""
    return f'<button name="person" value="{value}"><b>{name}</b>{about}</button>'


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="th"><meta charset="utf-8">'
        f"<title>{escape(title)} · LINE Login</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<style>{_STYLE}</style><header>LINE Login (จำลอง)</header>"
        f"<main><h1>{escape(title)}</h1>{body}</main>"
    )
