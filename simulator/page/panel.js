// The tools beside the phones: the bot's time, faults, the log of calls, transcripts. They fold away.
import { clockTools } from "./clock.js";
import { el } from "./dom.js";
import { callTools } from "./panel_calls.js";
import { faultTools } from "./panel_faults.js";
import { transcriptTools } from "./transcripts.js";

/** Build the tools into the page. `phones` by user id; `choose(key)` brings a phone into view. Gives
 * `news(changes)`, to be called whenever the desk tells that something changed. */
export function panel(phones, choose) {
  const node = document.getElementById("panel");
  const toggle = document.getElementById("tools");
  const badge = document.getElementById("now");
  const clock = clockTools(phones, badge);
  const faults = faultTools();
  const calls = callTools(phones, clock.pushed);
  const transcripts = transcriptTools(phones, choose, clock.moved);
  const section = (title, id, open, ...content) =>
    el("details", { id, open }, el("summary", {}, el("h3", {}, title)), el("div", { class: "tool" }, content));
  node.append(
    el("header", {}, el("h2", {}, "เครื่องมือ"), el("button", { type: "button", onclick: () => show(false) }, "ปิด")),
    section("เวลาของบอต", "tool-clock", true, clock.node),
    section("ทำให้ผิดพลาด", "tool-faults", false, faults.node),
    section("โควตาและบันทึกการเรียก", "tool-calls", false, calls.node),
    section("บทสนทนา", "tool-transcripts", false, transcripts.node),
  );

  function show(open) {
    node.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-panel", open);
    (open ? node.querySelector("summary") : toggle).focus();
    if (open) { calls.update(); faults.update(); }
  }
  toggle.addEventListener("click", () => show(node.hidden));
  badge.addEventListener("click", () => { node.querySelector("#tool-clock").open = true; show(true); });
  node.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });

  return {
    async news(changes) {
      if (changes.reset) calls.clear();
      await calls.update(changes);
      if (!node.hidden) await faults.update();
    },
  };
}
