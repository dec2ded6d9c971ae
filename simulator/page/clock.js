// The time machine: the demo's clock moved forward and back, and played day by day.
import { desk, el } from "./dom.js";

const BANGKOK = { timeZone: "Asia/Bangkok" };
const MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
  "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"];
const HOUR = 3600_000;
const DAY = 24 * HOUR;
// Pushes go out from half past eight; what others left for somebody, from half past three.
const STOPS = ["08:35", "15:35"];
const whole = new Intl.DateTimeFormat("th-TH", { ...BANGKOK, weekday: "long", day: "numeric", month: "long", year: "numeric" });
const brief = new Intl.DateTimeFormat("th-TH", { ...BANGKOK, weekday: "short", day: "numeric", month: "short", year: "numeric" });
const briefest = new Intl.DateTimeFormat("th-TH", { ...BANGKOK, day: "numeric", month: "short", year: "numeric" });
const narrow = matchMedia("(max-width: 760px)");
const hour = new Intl.DateTimeFormat("th-TH", { ...BANGKOK, hour: "2-digit", minute: "2-digit" });

/** Day, month (from 1) and year of the Christian era in Bangkok, of milliseconds since 1970. */
function dateOf(at) {
  const [year, month, day] = new Date(at + 7 * HOUR).toISOString().slice(0, 10).split("-").map(Number);
  return { year, month, day };
}
const two = (n) => String(n).padStart(2, "0");
const momentOf = ({ year, month, day }, time) => Date.parse(`${year}-${two(month)}-${two(day)}T${time}:00+07:00`);

/** The tool, and what it tells the others: `pushed(call)` takes each push that went out into the diary
 * of the days; `moved()` asks the desk for the present moment again. */
export function clockTools(phones, badge) {
  let ahead = 0; // of the bot's clock before the browser's, in milliseconds
  let known = false;
  let playing = null;
  const now = () => Date.now() + ahead;
  const shown = el("p", { class: "moment", "aria-live": "off" });
  const told = el("p", { class: "trouble", role: "status" });
  const diary = el("ol", { class: "diary" });
  const days = new Map();
  const { year: thisYear } = dateOf(Date.now());
  const day = el("select", { "aria-label": "วันที่" }, ...Array.from({ length: 31 }, (_, i) => el("option", { value: i + 1 }, String(i + 1))));
  const month = el("select", { "aria-label": "เดือน" }, MONTHS.map((name, i) => el("option", { value: i + 1 }, name)));
  const year = el("input", {
    type: "number", "aria-label": "ปี พ.ศ.", min: thisYear + 543 - 20, max: thisYear + 543 + 20, required: true, class: "year",
  });
  // A list, as a time field shows AM and PM on a browser that is not set to Thai.
  const halves = Array.from({ length: 48 }, (_, i) => `${two(Math.floor(i / 2))}:${i % 2 ? "30" : "00"}`);
  const time = el("select", { "aria-label": "เวลา" }, halves.map((value) => el("option", { value, selected: value === "09:00" }, `${value} น.`)));
  const seconds = el("select", { "aria-label": "ความเร็ว" },
    [10, 6, 20].map((value) => el("option", { value }, `วันละ ${value} วินาที`)));
  const play = el("button", { type: "button", class: "go", "aria-pressed": "false", onclick: () => (playing ? pause() : start()) }, "เล่นทีละวัน");
  const button = (name, act) => el("button", { type: "button", onclick: act }, name);
  const form = el("form", { class: "controls", onsubmit: (event) => { event.preventDefault(); pause(); goThere(); } },
    day, month, el("label", { class: "inline" }, "พ.ศ. ", year), time, el("button", { class: "go" }, "ไปที่เวลานี้"));
  const tools = el("fieldset", {},
    el("div", { class: "controls" },
      button("ย้อน 1 วัน", () => by(-DAY)), button("ไป 1 วัน", () => by(DAY)), button("ไป 1 ชั่วโมง", () => by(HOUR)),
      button("เวลาจริง", () => { pause(); return move({ now: true }); })),
    form,
    el("div", { class: "controls" }, play, seconds));
  const node = el("div", {}, shown, told, tools,
    el("p", { class: "hint" }, "เมื่อเล่นทีละวัน บอตจะหยุดที่ 08:35 และ 15:35 น. ของแต่ละวัน และส่งการเตือนเองตามปกติ (วันทำการ 08:30–16:30 น.)"),
    el("h4", {}, "บอตส่งถึงใครบ้างในแต่ละวัน"), diary);

  function tick() {
    if (!known) return;
    const words = `${(narrow.matches ? briefest : brief).format(now())} ${hour.format(now())} น.`;
    if (badge.textContent !== words) badge.textContent = words;
    const moved = Math.abs(ahead) >= 1500;
    badge.setAttribute("aria-label", `เวลาของบอต ${words}${moved ? " (เลื่อนแล้ว)" : ""}`);
    badge.classList.toggle("moved", moved);
    shown.textContent = `${whole.format(now())} เวลา ${hour.format(now())} น.${moved ? " · เลื่อนจากเวลาจริง" : " · เวลาจริง"}`;
  }

  function learn(answer) {
    if (!answer?.now) { told.textContent = "ต่อเครื่องจำลองไม่ได้"; return; }
    ahead = Math.abs(answer.ahead) < 1.5 ? 0 : Date.parse(answer.now) - Date.now();
    known = true;
    tools.disabled = !answer.movable;
    told.textContent = answer.movable ? "" : "ตอนนี้ต่อนาฬิกาของบอตไม่ได้ (เลื่อนเวลาได้เฉพาะเดโม)";
    tick();
  }

  async function move(wish) {
    const answer = await desk("/clock", wish);
    if (!answer || answer.error) { told.textContent = "บอตเลื่อนเวลาไม่ได้"; pause(); return; }
    learn(answer);
    showThere();
  }
  const to = (at) => move({ at: new Date(at).toISOString() });
  const by = (milliseconds) => { pause(); return to(now() + milliseconds); };

  function showThere() {
    const there = dateOf(now());
    [day.value, month.value, year.value] = [there.day, there.month, there.year + 543];
  }

  function goThere() {
    const wanted = { year: Number(year.value) - 543, month: Number(month.value), day: Number(day.value) };
    const at = momentOf(wanted, time.value);
    const real = Number.isFinite(at) && dateOf(at).month === wanted.month;
    if (!real) { told.textContent = `เดือน${MONTHS[wanted.month - 1]}ไม่มีวันที่ ${wanted.day}`; return null; }
    return to(at);
  }

  /** The next of the day's stops after the present moment. */
  function nextStop() {
    const today = dateOf(now());
    const stops = [now(), now() + DAY].flatMap((at) => STOPS.map((stop) => momentOf(dateOf(at), stop)));
    return stops.find((at) => at > now() + 60_000) ?? momentOf(today, STOPS[0]) + DAY;
  }

  async function start() {
    playing = {};
    play.textContent = "หยุดพัก";
    play.setAttribute("aria-pressed", "true");
    const mine = playing;
    while (playing === mine) {
      await to(nextStop());
      if (playing !== mine) return;
      await new Promise((done) => { mine.timer = setTimeout(done, Number(seconds.value) * 1000 / STOPS.length); mine.done = done; });
    }
  }

  function pause() {
    if (!playing) return;
    clearTimeout(playing.timer);
    playing.done?.();
    playing = null;
    play.textContent = "เล่นทีละวัน";
    play.setAttribute("aria-pressed", "false");
  }

  /** A push that went out: one more for its receiver on its day. */
  function pushed(call) {
    const date = brief.format(call.at_ms);
    if (!days.has(date)) {
      const line = el("li", {}, el("b", {}, date), " ", el("span", {}));
      days.set(date, { line, people: new Map() });
      diary.prepend(line);
    }
    const { line, people } = days.get(date);
    for (const id of [call.body.to].flat()) people.set(id, (people.get(id) || 0) + 1);
    line.lastChild.textContent = [...people].map(([id, n]) =>
      `${phones.get(id)?.person.name || "กลุ่ม"}${n > 1 ? ` ${n} ครั้ง` : ""}`).join(" · ");
  }
  const forget = () => { days.clear(); diary.replaceChildren(); };

  const moved = async () => { learn(await desk("/clock")); showThere(); };
  moved();
  setInterval(tick, 500);
  setInterval(async () => learn(await desk("/clock")), 20_000);
  return { node, moved, pushed: Object.assign(pushed, { forget }) };
}
