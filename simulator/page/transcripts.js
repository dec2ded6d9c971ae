// The tool for transcripts: save what was said as a text file, open one and play it on the phones.
import { desk, el, icon } from "./dom.js";
import { Player } from "./transcript_play.js";
import { GESTURES, nick, read, write } from "./transcript_text.js";

const today = () => new Intl.DateTimeFormat("th-TH", { timeZone: "Asia/Bangkok", dateStyle: "long" }).format(Date.now());

/** `choose(key)` brings a phone into view; `moved()` tells the clock that it may have been moved. */
export function transcriptTools(phones, choose, moved) {
  let from = 0; // what was done up to here is not saved
  let player = null;
  let running = false;
  const people = () => [...phones.values()].map((phone) => phone.person).filter((person) => person.user_id?.startsWith("U"));

  // Saving
  const checks = el("select", { "aria-label": "ตรวจอะไร" },
    el("option", { value: "all" }, "ตรวจทุกบรรทัดที่บอตตอบ"), el("option", { value: "first" }, "ตรวจบรรทัดแรกของแต่ละข้อความ"), el("option", { value: "none" }, "ไม่ตรวจคำตอบ"));
  const preview = el("pre", { class: "preview", tabindex: 0, hidden: true, "aria-label": "บทสนทนาที่บันทึก" });
  const said = el("p", { class: "hint", role: "status" });

  async function begin() {
    from = (await desk("/gestures"))?.gestures.at(-1)?.n ?? 0;
    said.textContent = "จะบันทึกเฉพาะสิ่งที่ทำหลังจากนี้";
  }

  async function save() {
    const { data, gestures: journal } = (await desk(`/gestures?after=${from}`)) || { gestures: [] };
    if (!journal.some((entry) => entry.event_ids?.length)) { said.textContent = "ยังไม่มีใครพูดหรือกดอะไร"; return; }
    const chats = new Map();
    for (const id of new Set(journal.map((entry) => entry.user_id).filter(Boolean))) {
      chats.set(id, (await desk(`/users/${id}/chat?after=0`))?.messages || []);
    }
    const known = new Map(people().map((person) => [person.user_id, person]));
    const text = write(journal, chats, known, {
      checks: checks.value, data, title: `บันทึกจากโต๊ะ เมื่อ ${today()}`,
    });
    preview.textContent = text;
    preview.hidden = false;
    said.textContent = `บันทึกแล้ว ${text.split("\n").length} บรรทัด`;
    const link = el("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })), download: "conversation.txt" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // Playing
  const file = el("input", { type: "file", accept: ".txt,text/plain", "aria-label": "เปิดไฟล์บทสนทนา", onchange: open });
  const steps = el("ol", { class: "steps" });
  const one = el("button", { type: "button", disabled: true, onclick: () => play(1) }, "ทีละขั้น");
  const all = el("button", { type: "button", class: "go", disabled: true, onclick: () => (running ? halt() : play(Infinity)) }, "เล่นทั้งหมด");
  const result = el("p", { class: "moment", role: "status" });
  const halt = () => { running = false; };

  async function open() {
    const text = await file.files[0]?.text();
    if (text === undefined) return;
    halt();
    const found = read(text, people().map(nick));
    player = new Player(found.entries, new Map(people().map((person) => [nick(person), person])));
    steps.replaceChildren(
      ...found.notes.map(({ line, words }) => el("li", { class: "skipped" }, `บรรทัด ${line}: ${words}`, el("small", {}, " หน้านี้ทำให้ไม่ได้ ใช้เฉพาะในชุดทดสอบ"))),
      ...found.wrong.map(({ line, words }) => el("li", { class: "wrong" }, icon("bad"), `บรรทัด ${line} อ่านไม่ออก: ${words}`)),
      ...found.entries.map((entry) => el("li", { "data-line": entry.line }, tell(entry))));
    const name = file.files[0].name;
    result.textContent = found.wrong.length ? `${name}: แก้บรรทัดที่อ่านไม่ออกก่อน` : `${name}: ${found.entries.length} ขั้น`;
    one.disabled = all.disabled = found.wrong.length > 0 || player.over;
  }

  function tell(entry) {
    if (entry.kind === "clock") return `วัน: ${entry.at.slice(0, 16).replace("T", " ")}`;
    if (entry.kind === "most") return `จำนวนครั้ง ≤ ${entry.most}`;
    const how = GESTURES[entry.gesture] ? ` ${GESTURES[entry.gesture]}` : "";
    return `${entry.who}${how}${entry.quoted ? ` "${entry.quoted}"` : ""}${entry.value ? `: ${entry.value}` : ""}`;
  }

  async function play(most) {
    running = true;
    one.disabled = true;
    all.textContent = "หยุด";
    let bad = false;
    for (let done = 0; done < most && running && !player.over && !bad; done += 1) {
      const coming = player.entries[player.next];
      if (coming.who) choose(player.people.get(coming.who).key);
      const { entry, wrong } = await player.step();
      if (entry.kind === "clock") await moved();
      const line = steps.querySelector(`[data-line="${entry.line}"]`);
      line.className = wrong ? "wrong" : "right";
      line.replaceChildren(icon(wrong ? "bad" : "good"), tell(entry), wrong ? el("small", {}, ` ${wrong}`) : "");
      line.scrollIntoView({ block: "nearest" });
      bad = Boolean(wrong);
    }
    running = false;
    all.textContent = player.next ? "เล่นต่อ" : "เล่นทั้งหมด";
    one.disabled = all.disabled = player.over;
    result.textContent = bad ? "บอตตอบไม่ตรงกับที่เขียนไว้" : player.over ? "จบแล้ว ตรงทุกขั้น" : `ถึงขั้นที่ ${player.next}`;
    if (player.over && steps.querySelector(".wrong")) result.textContent = "จบแล้ว แต่มีขั้นที่ไม่ตรง";
  }

  const node = el("div", {},
    el("h4", {}, "บันทึก"),
    el("div", { class: "controls" }, checks,
      el("button", { type: "button", onclick: begin }, "เริ่มจากตรงนี้"),
      el("button", { type: "button", class: "go", onclick: save }, "บันทึกเป็นไฟล์")),
    said, preview,
    el("h4", {}, "เปิดและเล่นบนโทรศัพท์"),
    el("div", { class: "controls" }, el("label", { class: "file" }, "เปิดไฟล์…", file), one, all),
    result, steps);
  return { node };
}
