// The fault panel: what LINE or the network may do to the bot, to be ordered by a button.
import { desk, el } from "./dom.js";

const ENDPOINTS = [
  ["*", "ทุกอย่างที่บอตเรียก"], ["reply", "ตอบกลับ (reply)"], ["push", "ส่งหาเอง (push)"], ["content", "รับรูป (content)"],
  ["profile", "ชื่อผู้ใช้ (profile)"], ["quota", "ดูโควตา (quota)"], ["loading", "กำลังพิมพ์ (loading)"],
  ["rich_menu", "เมนู (rich menu)"], ["token", "โทเค็น (token)"],
];
// [name, what it does, the order; without an endpoint that of the select]
const FAULTS = [
  ["ช้า", "LINE ทำให้ แต่ตอบช้า", { kind: "delay" }],
  ["ตอบ 500", "LINE ไม่ทำ และตอบว่าระบบขัดข้อง", { kind: "status", status: 500 }],
  ["429 เร็วไป", "เรียกเกินอัตราที่กำหนด", { kind: "status", status: 429 }],
  ["429 โควตาหมด", "ข้อความของเดือนนี้หมดแล้ว", { kind: "over_quota", endpoint: "push" }],
  ["401 โทเค็นหมดอายุ", "access token ใช้ไม่ได้แล้ว", { kind: "status", status: 401 }],
  ["ทำแล้วแต่ตอบ 500", "ข้อความถึงแล้ว แต่บอตไม่รู้", { kind: "accept_then_500" }],
  ["ทำแล้วแต่ตอบช้า", "ข้อความถึงแล้ว คำตอบมาทีหลัง", { kind: "accept_then_delay" }],
  ["ตัดสายก่อนทำ", "การเชื่อมต่อขาด ข้อความไม่ถึง", { kind: "reset" }],
  ["ตัดสายหลังทำ", "ข้อความถึงแล้ว แต่การเชื่อมต่อขาด", { kind: "accept_then_reset" }],
  ["รูปยังไม่พร้อม", "เนื้อหายังเตรียมไม่เสร็จ (202)", { kind: "not_ready", endpoint: "content" }],
  ["รูปหายไปแล้ว", "เนื้อหาถูกลบ (410)", { kind: "gone", endpoint: "content" }],
];
const NAMES = Object.fromEntries(FAULTS.map(([name, , { kind, status }]) => [`${kind}${status ?? ""}`, name]));
/** What an ordered fault is called on its button. */
export const faultName = (kind, status) => NAMES[kind === "status" ? `${kind}${status}` : kind] || `ตอบ ${status}`;
// [name, the field of the desk's manner, its value when on, and when off]
const MANNERS = [
  ["ส่งเหตุการณ์ซ้ำสองครั้ง", "duplicate", 2, 1],
  ["สลับลำดับ: เหตุการณ์รอจนกว่าจะมีเหตุการณ์ถัดไป (ไม่เกิน 10 วินาที)", "late", true, false],
  ["สลับรูปในอัลบั้ม และส่งพร้อมกันหลายสาย", "concurrent", true, false],
  ["ส่งใหม่เมื่อบอตไม่ตอบ 200 ภายใน 2 วินาที", "redeliver", true, false],
];

async function deleted(path) {
  try { await fetch(`/_sim${path}`, { method: "DELETE" }); } catch { /* the next update tells */ }
}

/** The tool; `update()` shows what is still to come. */
export function faultTools() {
  const endpoint = el("select", {}, ENDPOINTS.map(([value, name]) => el("option", { value }, name)));
  const times = el("input", { type: "number", min: 1, max: 99, value: 1, class: "short" });
  const seconds = el("input", { type: "number", min: 0, max: 120, value: 5, class: "short" });
  const waiting = el("ul", { class: "waiting", "aria-live": "polite" });
  const note = el("p", { class: "trouble", role: "status" });
  const lost = el("span", { class: "hint" });

  async function order(wish) {
    const slow = wish.kind.endsWith("delay") ? { seconds: Number(seconds.value) || 0 } : {};
    const done = await desk("/faults", { endpoint: endpoint.value, times: Number(times.value) || 1, ...slow, ...wish });
    note.textContent = !done || done.error ? "สั่งไม่ได้" : "";
    await update();
  }

  const switches = MANNERS.map(([name, field, on, off]) => {
    const box = el("input", { type: "checkbox", onchange: () => manner({ [field]: box.checked ? on : off, ...(field === "concurrent" ? { shuffle: box.checked } : {}) }) });
    return { box, field, on, node: el("label", { class: "switch" }, box, name) };
  });

  async function manner(wish) {
    const done = await desk("/webhook", wish);
    note.textContent = !done || done.error ? "ตั้งไม่ได้" : "";
    await update();
  }

  async function update() {
    const [faults, now] = await Promise.all([desk("/faults"), desk("/webhook")]);
    if (!faults || !now) return;
    waiting.replaceChildren(...faults.map((fault) => el("li", {},
      `${faultName(fault.kind, fault.status)} · `
      + `${ENDPOINTS.find(([value]) => value === fault.endpoint)?.[1] || fault.endpoint} · อีก ${fault.times} ครั้ง `,
      el("button", { type: "button", onclick: async () => { await deleted(`/faults/${fault.number}`); await update(); } }, "ยกเลิก"))));
    for (const { box, field, on } of switches) box.checked = now[field] === on;
    lost.textContent = now.lose_answers ? `รออยู่ ${now.lose_answers} ครั้ง` : "";
  }

  const node = el("div", {},
    el("h4", {}, "เมื่อบอตเรียก LINE"),
    el("div", { class: "controls" }, el("label", {}, "เกิดกับ ", endpoint), el("label", {}, "กี่ครั้ง ", times), el("label", {}, "ช้ากี่วินาที ", seconds)),
    el("div", { class: "faults" }, FAULTS.map(([name, does, wish]) =>
      el("button", { type: "button", title: does, onclick: () => order(wish) }, el("b", {}, name), el("small", {}, does)))),
    note,
    waiting,
    el("div", { class: "controls" },
      el("button", { type: "button", onclick: async () => { await deleted("/faults"); await update(); } }, "ยกเลิกที่สั่งไว้ทั้งหมด"),
      el("button", { type: "button", onclick: () => desk("/tokens/revoke", {}) }, "เพิกถอนโทเค็นชั่วคราว")),
    el("h4", {}, "เมื่อ LINE ส่งให้บอต (webhook)"),
    switches.map((one) => one.node),
    el("div", { class: "controls" },
      el("button", { type: "button", onclick: () => manner({ lose_answers: 1, redeliver: true }) }, "คำตอบครั้งถัดไปหาย (หมดเวลา แล้วส่งใหม่)"), lost));
  update();
  return { node, update };
}
