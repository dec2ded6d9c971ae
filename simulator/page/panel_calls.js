// The quota meter, and the log of every call of the bot with LINE's verdict on it.
import { desk, el, icon } from "./dom.js";
import { faultName } from "./panel_faults.js";

const KEPT = 300;
const ENDPOINTS = {
  reply: "ตอบกลับ", push: "ส่งหา", multicast: "ส่งหาหลายคน", validate: "ตรวจข้อความ", content: "รับรูป", profile: "ชื่อผู้ใช้",
  quota: "ดูโควตา", token: "ขอโทเค็น", loading: "กำลังพิมพ์", mark_as_read: "อ่านแล้ว", info: "ข้อมูลบอต",
  webhook_endpoint: "ตั้งค่า webhook", rich_menu: "เมนู",
};
const EVENTS = { text: "ข้อความ", image: "รูป", sticker: "สติกเกอร์", location: "ตำแหน่ง", postback: "กดปุ่ม", follow: "เพิ่มเพื่อน", unfollow: "บล็อก", unsend: "ยกเลิกข้อความ" };
const clock = new Intl.DateTimeFormat("th-TH", { timeZone: "Asia/Bangkok", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** LINE's verdict on a call: [class, icon, word, what was wrong]. Never colour alone. */
export function verdict(call) {
  // A bot asks in good faith whether something is there, and whether a message has arrived already.
  if (call.verdict === "refused" && call.status === 409) return ["told", "pulse", "ส่งไปแล้ว ไม่ส่งซ้ำ", call.limit];
  if (call.verdict === "refused" && call.status === 404 && call.method === "GET") return ["told", "pulse", "ไม่มีอยู่", call.limit];
  if (call.verdict === "refused") return ["refused", "bad", "ผิดข้อจำกัด", call.limit];
  if (call.fault) return ["fault", "pulse", "ความผิดพลาดที่สั่งไว้", faultName(call.fault, call.status)];
  return ["accepted", "good", "รับแล้ว", ""];
}

/** The tool; `pushed` is told of every push that LINE took. */
export function callTools(phones, pushed) {
  let lastCall = 0;
  let lastDelivery = 0;
  let busy = Promise.resolve();
  const meter = el("meter", { min: 0, "aria-label": "โควตาที่ใช้ไป" });
  const used = el("input", { type: "number", min: 0, class: "short", "aria-label": "ใช้ไปแล้ว" });
  const limit = el("input", { type: "number", min: 0, class: "short", "aria-label": "โควตาของเดือน", placeholder: "ไม่จำกัด" });
  const words = el("p", { class: "moment", "aria-live": "polite" });
  const log = el("ol", { class: "calls" });
  const only = el("input", { type: "checkbox", onchange: () => log.classList.toggle("only-wrong", only.checked) });
  const count = el("span", { class: "hint", "aria-live": "polite" });
  let wrong = 0;

  async function setQuota(wish) { meterShows(await desk("/quota", wish)); }

  function meterShows(quota) {
    if (!quota || quota.error) return;
    const most = quota.limit ?? Math.max(quota.used, 1);
    Object.assign(meter, { max: most || 1, high: most * 0.8, low: 0, optimum: 0, value: Math.min(quota.used, most) });
    words.textContent = quota.limit === null ? `ใช้ไป ${quota.used} ข้อความ · ไม่จำกัด`
      : `ใช้ไป ${quota.used} จาก ${quota.limit} ข้อความของเดือนนี้${quota.used >= quota.limit ? " · หมดแล้ว" : ""}`;
    if (document.activeElement !== used) used.value = quota.used;
    if (document.activeElement !== limit) limit.value = quota.limit ?? "";
  }

  const name = (id) => phones.get(id)?.person.name || (id?.startsWith("C") ? "กลุ่ม" : "");

  function callRow(call) {
    const [kind, sign, word, why] = verdict(call);
    const asked = `${call.method} ${call.endpoint}`;
    const whom = [call.body?.to ?? call.chat_id].flat().map(name).filter(Boolean).join(", ");
    if (kind === "refused") wrong += 1;
    const { body, answer, details } = call;
    return el("li", { class: `call ${kind}`, "data-asked": kind === "accepted" && call.method === "GET" ? asked : null }, el("details", {},
      el("summary", {}, el("time", {}, clock.format(call.at_ms)), " ",
        el("span", { class: "verdict" }, icon(sign), word), " ",
        el("b", {}, ENDPOINTS[call.endpoint] || call.endpoint), whom ? ` → ${whom}` : "",
        el("small", { class: "times" }), el("small", {}, ` ${call.status ?? "ตัดสาย"} · ${Math.round(call.ms)} ms`),
        why ? el("span", { class: "why" }, why) : null),
      el("pre", { tabindex: 0 }, JSON.stringify({ [`${call.method} ${call.path}`]: body, answer, details: details ?? undefined }, null, 1))));
  }

  function deliveryRow(delivery) {
    const good = delivery.status >= 200 && delivery.status < 300;
    const lost = { request_timeout: "หมดเวลา 2 วินาที", could_not_connect: "ต่อบอตไม่ได้" };
    const what = delivery.events.map((event) => `${EVENTS[event.message || event.type] || event.type} ของ ${name(event.user_id) || "กลุ่ม"}`);
    return el("li", { class: `call webhook ${good ? "accepted" : "fault"}` },
      el("time", {}, clock.format(delivery.at_ms)), " ",
      el("span", { class: "verdict" }, icon(good ? "good" : "pulse"), good ? "บอตรับแล้ว" : lost[delivery.status] || `บอตตอบ ${delivery.status}`),
      ` webhook: ${what.join(", ")}`, delivery.redelivery ? el("small", {}, " · ส่งใหม่") : null);
  }

  /** The newest on top; the same question asked again and again (the quota) is one row. */
  function add(row) {
    const before = log.firstChild;
    if (before && row.dataset.asked && before.dataset.asked === row.dataset.asked) {
      const times = Number(before.dataset.times || 1) + 1;
      before.remove();
      row.dataset.times = times;
      row.querySelector(".times").textContent = ` ${times} ครั้ง`;
    }
    log.prepend(row);
  }

  async function draw(changes) {
    const news = changes || {};
    if (news.calls < lastCall || news.deliveries < lastDelivery) clear();
    if (changes && news.calls === lastCall && news.deliveries === lastDelivery) { meterShows(await desk("/quota")); return; }
    const [calls, deliveries, quota] = await Promise.all([
      desk(`/calls?after=${lastCall}`), desk(`/deliveries?after=${lastDelivery}`), desk("/quota")]);
    meterShows(quota);
    if (!calls || !deliveries) return;
    const rows = [...calls.map((one) => [one.order, callRow(one)]), ...deliveries.map((one) => [one.order, deliveryRow(one)])];
    lastCall = calls.at(-1)?.n ?? lastCall;
    lastDelivery = deliveries.at(-1)?.n ?? lastDelivery;
    rows.sort((a, b) => a[0] - b[0]);
    for (const [, row] of rows) add(row);
    while (log.children.length > KEPT) log.lastChild.remove();
    for (const call of calls) if (call.endpoint === "push" && call.verdict === "accepted" && call.body) pushed(call);
    count.textContent = wrong ? `ผิดข้อจำกัด ${wrong} ครั้ง` : "ไม่มีที่ผิดข้อจำกัด";
  }

  /** Rows come once each: calls wait for each other. */
  function update(changes) {
    busy = busy.then(() => draw(changes));
    return busy;
  }

  function clear() {
    lastCall = lastDelivery = wrong = 0;
    log.replaceChildren();
    pushed.forget();
  }

  const node = el("div", {}, words, meter,
    el("div", { class: "controls" },
      el("label", {}, "ใช้ไป ", used), el("label", {}, "จาก ", limit),
      el("button", { type: "button", onclick: () => setQuota({ used: Number(used.value), limit: limit.value === "" ? null : Number(limit.value) }) }, "ตั้งค่า"),
      el("button", { type: "button", onclick: () => setQuota({ limit: 300 }) }, "แผนฟรี 300"),
      el("button", { type: "button", onclick: () => setQuota({ used: Number(limit.value) || 300, limit: Number(limit.value) || 300 }) }, "ใช้ให้หมด")),
    el("p", { class: "hint" }, "นับเฉพาะที่ส่งหาเอง (push) ตามจำนวนผู้รับ การตอบกลับไม่นับ ขึ้นเดือนใหม่เริ่มนับใหม่"),
    el("h4", {}, "บันทึกการเรียก (ใหม่สุดอยู่บน)"),
    el("div", { class: "controls" }, el("label", { class: "switch" }, only, "เฉพาะที่มีปัญหา"), count), log);
  return { node, update, clear };
}
