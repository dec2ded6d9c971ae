// Long-press (or a right click) on a message: answer it, copy it, take it back.
import { el, icon } from "./dom.js";
import { snippet } from "./message.js";

const HOLD_MS = 500;
const QUOTABLE = new Set(["text", "textV2", "sticker", "image", "video", "template", "flex"]);

/** Tell `open(id, near)` when a message under `log` is pressed long or right-clicked. */
export function onLongPress(log, open) {
  let held = 0;
  const target = (event) => event.target.closest("[data-id]");
  const ask = (event) => {
    const row = target(event);
    if (!row || event.target.closest("video, input")) return;
    event.preventDefault();
    open(row.dataset.id, row);
  };
  const drop = () => clearTimeout(held);
  log.addEventListener("contextmenu", (event) => { drop(); ask(event); });
  // Where a long press makes no contextmenu event (iOS).
  log.addEventListener("touchstart", (event) => { drop(); held = setTimeout(() => ask(event), HOLD_MS); }, { passive: true });
  for (const end of ["touchend", "touchmove", "touchcancel"]) log.addEventListener(end, drop, { passive: true });
}

/** The menu over one message. `does` has reply(item), copy(text), unsend(item) and notify(item). */
export function options(item, near, screen, does) {
  screen.querySelector(".options")?.remove();
  const { message } = item;
  const mine = does.mine(item);
  const choices = [
    QUOTABLE.has(message.type) && ["reply", "ตอบกลับ", () => does.reply(item)],
    ["text", "textV2"].includes(message.type) && ["copy", "คัดลอก", () => navigator.clipboard?.writeText(snippet(message))],
    mine && ["undo", "ยกเลิกข้อความ", () => does.unsend(item)],
    item.from === "bot" && ["bell", "ดูแบบแจ้งเตือน", () => does.notify(item)],
  ].filter(Boolean);
  if (!choices.length) return;
  const close = () => { menu.remove(); document.removeEventListener("pointerdown", outside); };
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  const menu = el("div", {
    class: "options", role: "menu", onkeydown: (event) => { if (event.key === "Escape") close(); },
  }, choices.map(([name, word, act]) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { close(); act(); } }, icon(name), word)));
  screen.append(menu);
  const [place, row] = [screen.getBoundingClientRect(), near.getBoundingClientRect()];
  const above = row.top - place.top - menu.offsetHeight - 6;
  menu.style.top = `${above > 50 ? above : Math.min(row.bottom - place.top + 6, place.height - menu.offsetHeight - 8)}px`;
  menu.style[mine ? "right" : "left"] = "12px";
  menu.firstChild.focus();
  document.addEventListener("pointerdown", outside);
}
