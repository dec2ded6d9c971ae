// What comes to a phone that nobody looks at: the banner of a notification, with the altText.
import { el } from "./dom.js";
import { snippet } from "./message.js";

const STAYS_MS = 5000;
const tray = el("div", { class: "notices", role: "status" });

document.addEventListener("pointerdown", watch);
document.addEventListener("focusin", watch);
document.body.append(tray);

/** The phone that is touched is the one that is looked at. */
function watch(event) {
  const phone = event.target.closest?.(".phone");
  if (!phone || phone.classList.contains("chosen")) return;
  for (const other of document.querySelectorAll(".phone.chosen")) other.classList.remove("chosen");
  phone.classList.add("chosen");
  for (const button of chips()) button.setAttribute("aria-pressed", `phone-${button.dataset.key}` === phone.id);
}

const chips = () => document.querySelectorAll(".people button");

/** A banner for `owner`, whose phone it came to; a tap brings that phone into view. */
export function notify(message, owner, chat = "พี่เลี้ยง") {
  const close = () => banner.remove();
  const banner = el("button", {
    type: "button", class: "notice", onclick: () => {
      close();
      [...chips()].find((chip) => chip.dataset.key === owner.key)?.click();
    },
  },
  el("span", { class: "mark", "aria-hidden": "true" }, "LINE"),
  el("span", { class: "told" }, el("b", {}, chat, el("small", {}, `มือถือของ ${owner.name}`)), el("span", {}, snippet(message))));
  tray.prepend(banner);
  while (tray.children.length > 3) tray.lastChild.remove();
  setTimeout(close, STAYS_MS);
}
