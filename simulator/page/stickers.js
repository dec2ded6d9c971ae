// Stickers, drawn here: LINE's own pictures live on its hosts and belong to their artists.
import { drawing, el } from "./dom.js";

const HEAD = ["M50 8a38 36 0 1 0 0 72 38 36 0 1 0 0-72z", "#ffd66b"];
const CHEEKS = ["M26 52a5 4 0 1 0 .1 0zM74 52a5 4 0 1 0 .1 0z", "#f6a15b"];
const EYES = {
  open: "M36 38a3.5 5 0 1 0 .1 0zM64 38a3.5 5 0 1 0 .1 0z",
  glad: "M30 44q6-9 12 0M58 44q6-9 12 0",
  wet: "M36 36a3.5 5 0 1 0 .1 0zM64 36a3.5 5 0 1 0 .1 0zM32 52v8M68 52v8",
};
const MOUTHS = { smile: "M38 56q12 12 24 0", wide: "M36 54q14 22 28 0z", small: "M45 59h10", sad: "M40 62q10-9 20 0" };

/** Sticker id: [word, eyes, mouth]. Ids of package 446, as the bot may send them too. */
export const STICKERS = {
  1988: ["รับทราบ", "open", "smile"],
  1989: ["ขอบคุณ", "glad", "smile"],
  1990: ["สู้ ๆ", "open", "wide"],
  1991: ["เยี่ยม", "glad", "wide"],
  1992: ["ขอโทษ", "wet", "sad"],
  1993: ["รอสักครู่", "open", "small"],
  1994: ["สวัสดี", "glad", "small"],
  1995: ["ไม่ไหวแล้ว", "wet", "wide"],
};

/** The word on a sticker, for screen readers and snippets. */
export const stickerWord = (id) => STICKERS[id]?.[0] || "สติกเกอร์";

/** The picture of a sticker; one we have not drawn gets a plain face. */
export function sticker(id) {
  const [word, eyes, mouth] = STICKERS[id] || ["สติกเกอร์", "open", "smile"];
  const line = (d, filled) => [d, filled ? "#4a3410" : "none"];
  const art = drawing("0 0 100 84", HEAD, CHEEKS, line(EYES[eyes], eyes === "open"), line(MOUTHS[mouth], mouth === "wide"));
  return el("span", { class: "sticker" }, art, el("b", {}, word));
}
