// One message as LINE draws it: from its JSON to what stands in the chat.
import { drawing, el, icon, linked } from "./dom.js";
import { flex } from "./flex.js";
import { sticker, stickerWord } from "./stickers.js";
import { imagemap, template } from "./template.js";

const KINDS = {
  image: "รูปภาพ", video: "วิดีโอ", audio: "ข้อความเสียง", location: "ตำแหน่ง", file: "ไฟล์", coupon: "คูปอง",
  unsent: "ข้อความถูกยกเลิก",
};
const ROADS = [["M0 0h240v90H0z", "#e6efe0"], ["M0 60 240 20v14L0 76z", "#fff"], ["M70 0h14l30 90H98z", "#fff"], ["M150 40h60v30h-60z", "#cfe3f3"]];

/** What a notification, a quotation or a screen reader says of a message: its text or altText. */
export function snippet(m) {
  if (m.type === "text") return m.text;
  if (m.type === "textV2") return filled(m, (part) => part, (name) => `@${name}`).join("");
  if (m.type === "sticker") return `[${stickerWord(m.stickerId)}]`;
  if (m.type === "file") return m.fileName;
  return m.altText || KINDS[m.type] || m.type;
}

/**
 * The element of message `m`. `phone` answers act(action, id), nameOf(userId), quotation(id) and grown().
 */
export function content(m, phone) {
  const act = (action) => phone.act(action, m.id);
  const alt = m.altText ? el("div", { class: "said alt" }, m.altText) : null;
  const rich = (inside, wide = false) => el("div", { class: wide ? "rich wide" : "rich" }, alt, inside);
  switch (m.type) {
    case "text": case "textV2": return el("div", { class: "said" }, phone.quotation(m.quotedMessageId), words(m, phone));
    case "flex": return rich(flex(m.contents, act), m.contents.type === "carousel" || m.contents.size === "giga");
    case "template": return rich(template(m.template, act), Boolean(m.template.columns));
    case "imagemap": return rich(imagemap(m, act));
    case "image": return photo(m, phone);
    case "video": return el("video", { class: "photo", controls: true, preload: "metadata", poster: m.previewImageUrl, src: source(m) });
    case "audio": return voice(m);
    case "file": return attachment(m);
    case "location": return place(m);
    case "sticker": {
      const quote = phone.quotation(m.quotedMessageId);
      return quote ? el("div", { class: "stuck" }, el("div", { class: "said" }, quote), sticker(m.stickerId)) : sticker(m.stickerId);
    }
    default: return el("div", { class: "said" }, snippet(m));
  }
}

const source = (m) => m.originalContentUrl || `/_sim/content/${m.id}`;

function words(m, phone) {
  if (m.type === "textV2") {
    return filled(m, linked, (name) => el("b", { class: "mention" }, `@${name}`), phone.nameOf, emoji).flat();
  }
  const parts = [];
  let at = 0;
  const cuts = [
    ...(m.emojis || []).map((one) => [one.index, 1, emoji]),
    ...(m.mention?.mentionees || []).map((one) => [one.index, one.length, (name) => el("b", { class: "mention" }, name)]),
  ].sort((a, b) => a[0] - b[0]);
  for (const [index, long, draw] of cuts) {
    parts.push(...linked(m.text.slice(at, index)), draw(m.text.slice(index, index + long)));
    at = index + long;
  }
  return [...parts, ...linked(m.text.slice(at))];
}

/** textV2 with its {placeholders} put in; {{ and }} stand for themselves. */
function filled(m, plain, called, nameOf = (id) => id, drawn = () => "") {
  return m.text.split(/(\{\{|\}\}|\{\w{1,20}\})/).map((part) => {
    if (part === "{{" || part === "}}") return part[0];
    const inside = /^\{(\w+)\}$/.exec(part);
    const put = inside && m.substitution?.[inside[1]];
    if (!put) return plain(part);
    if (put.type === "emoji") return drawn();
    return called(put.mentionee.type === "all" ? "All" : nameOf(put.mentionee.userId));
  });
}

const emoji = () => el("span", { class: "emoji", role: "img", "aria-label": "อีโมจิ" }, icon("smile"));

function photo(m, phone) {
  const image = el("img", {
    class: "photo", alt: "รูปภาพ", src: m.previewImageUrl || source(m), onload: () => phone.grown(),
  });
  return el("a", { class: "opens", href: source(m), target: "_blank", rel: "noopener" }, image);
}

function voice(m) {
  const sound = new Audio();
  const seconds = Math.max(1, Math.round(m.duration / 1000));
  const play = () => {
    if (!sound.src) sound.src = source(m);
    if (sound.paused) sound.play().catch(() => {});
    else sound.pause();
  };
  return el("button", { type: "button", class: "said voice", "aria-label": `เล่นเสียง ${seconds} วินาที`, onclick: play },
    icon("play"), el("i", { class: "wave" }),
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
}

function attachment(m) {
  const size = m.fileSize < 1e6 ? `${Math.ceil(m.fileSize / 1024)} KB` : `${(m.fileSize / 1e6).toFixed(1)} MB`;
  return el("a", { class: "said file", href: source(m), download: m.fileName },
    icon("file"), el("span", {}, el("b", {}, m.fileName), el("small", {}, `ขนาด: ${size}`)));
}

function place(m) {
  return el("div", { class: "said place" },
    el("div", { class: "map" }, drawing("0 0 240 90", ...ROADS), icon("pin")),
    el("b", {}, m.title || "ตำแหน่งที่ตั้ง"),
    el("small", {}, m.address || `${m.latitude}, ${m.longitude}`));
}
