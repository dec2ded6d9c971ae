// The chat of a phone: rows in order, with days, senders, times, read marks and quotations.
import { el, face, icon } from "./dom.js";
import { content, snippet } from "./message.js";

const DAY = new Intl.DateTimeFormat("th-TH", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "Asia/Bangkok",
});
const HOUR = new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" });
const NOTES = {
  follow: () => "คุณเพิ่มพี่เลี้ยงเป็นเพื่อนแล้ว",
  unfollow: () => "คุณบล็อกพี่เลี้ยงแล้ว",
  join: () => "พี่เลี้ยงเข้าร่วมกลุ่ม",
  leave: () => "พี่เลี้ยงออกจากกลุ่ม",
  memberJoined: (who) => `${who} เข้าร่วมกลุ่ม`,
  memberLeft: (who) => `${who} ออกจากกลุ่ม`,
};

export class Chat {
  /** `phone` answers mine(item), nameOf(userId), act(action, id) and options(item, row). */
  constructor(phone) {
    this.phone = phone;
    this.atEnd = true;
    this.node = el("div", {
      class: "log", role: "log", "aria-live": "polite",
      onscroll: () => { this.atEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 60; },
    });
    // The chat gets shorter when quick replies or a sheet open, taller when the phone comes into view.
    new ResizeObserver(() => this.toEnd()).observe(this.node);
    this.clear();
  }

  clear() {
    this.rows = new Map();
    this.items = new Map();
    this.last = {};
    this.node.replaceChildren();
  }

  /** Stay at the newest message, unless the reader has scrolled up. */
  toEnd() {
    if (this.atEnd) this.node.scrollTop = this.node.scrollHeight;
  }

  /** Add one item of the desk at the end. */
  show(item) {
    const when = new Date(item.timestamp);
    const day = DAY.format(when);
    if (day !== this.last.day) this.pill(day);
    const time = HOUR.format(when);
    const mine = this.phone.mine(item);
    const turn = { day, time, who: item.from === "note" ? "" : mine ? "me" : item.by || item.message.sender?.name || "bot" };
    if (item.from === "note") this.pill(NOTES[item.message.type]?.(item.message.who) || item.message.type);
    else if (item.message.type === "unsent") this.pill(this.unsentBy(item));
    else this.row(item, mine, turn);
    this.last = turn;
    this.items.set(item.id, item);
  }

  pill(text) {
    const node = el("div", { class: "day" }, text);
    this.node.append(node);
    return node;
  }

  row(item, mine, turn) {
    const album = item.message.imageSet;
    const photo = album && this.album?.id === album.id && { ...item.message };
    const message = content(item.message, this.facade());
    if (photo) {
      this.album.node.append(message);
      this.rows.set(item.id, this.place(message, item));
      return;
    }
    const follows = turn.who && turn.who === this.last.who && turn.day === this.last.day;
    // Of messages of one minute only the last tells the time.
    if (follows && turn.time === this.last.time) this.node.lastElementChild?.classList.add("early");
    const shown = album ? el("div", { class: "album" }, message) : message;
    this.album = album ? { id: album.id, node: shown } : null;
    const meta = el("div", { class: "meta" },
      mine ? el("span", { class: "read", "data-n": item.n }, this.phone.readBy()) : null,
      el("time", {}, turn.time));
    const more = el("button", {
      type: "button", class: "more", "aria-label": "เพิ่มเติม", "aria-haspopup": "menu",
      onclick: () => this.phone.options(this.items.get(item.id), row),
    }, icon("more"));
    const wide = message.classList.contains("wide");
    const line = el("div", { class: wide ? "line wide" : "line" }, mine ? [more, meta, shown] : [shown, meta, more]);
    const row = el("div", { class: `row ${mine ? "me" : item.from === "me" ? "other" : "bot"}${follows ? " follows" : ""}` },
      mine ? line : [this.faceOf(item), el("div", { class: "turn" }, el("span", { class: "name" }, this.nameOn(item)), line)]);
    this.rows.set(item.id, this.place(row, item));
    if (album) this.place(message, item);
    this.node.append(row);
  }

  place(node, item) {
    node.dataset.id = item.id;
    return node;
  }

  /** What a message may ask of the phone it is on. */
  facade() {
    return {
      act: (action, id) => this.phone.act(action, id),
      nameOf: (userId) => this.phone.nameOf(userId),
      quotation: (id) => this.quotation(id),
      grown: () => this.toEnd(),
    };
  }

  nameOn(item) {
    if (item.from === "me") return this.phone.nameOf(item.by);
    return item.message.sender?.name || "พี่เลี้ยง";
  }

  faceOf(item) {
    const { sender } = item.message;
    if (item.from === "bot" && sender?.iconUrl) return el("img", { class: "face", src: sender.iconUrl, alt: "" });
    return face(this.nameOn(item), item.from === "bot");
  }

  /** The small box over an answer that shows what it answers. */
  quotation(id) {
    if (!id) return null;
    const item = this.items.get(id);
    const go = () => {
      const row = this.rows.get(id);
      row?.scrollIntoView({ block: "center", behavior: "smooth" });
      row?.classList.add("found");
      setTimeout(() => row?.classList.remove("found"), 1500);
    };
    return el("button", { type: "button", class: "quoted", onclick: go },
      item ? [el("b", {}, this.phone.mine(item) ? "คุณ" : this.nameOn(item)), el("span", {}, snippet(item.message))] : "ไม่พบข้อความนี้");
  }

  unsentBy(item) {
    return this.phone.mine(item) ? "คุณยกเลิกข้อความแล้ว" : `${this.phone.nameOf(item.by)} ยกเลิกข้อความแล้ว`;
  }

  /** What was taken back gives way to a line that says so. */
  takeBack(ids) {
    for (const id of ids) {
      const item = this.items.get(id);
      if (!item || item.message.type === "unsent") continue;
      item.message = { id, type: "unsent" };
      const node = this.rows.get(id);
      const row = node.closest(".row");
      if (row.querySelectorAll(".photo").length > 1) node.closest(".opens").remove();
      else row.replaceWith(el("div", { class: "day" }, this.unsentBy(item)));
    }
  }

  /** Read marks up to the item numbered `n`. */
  read(n) {
    for (const mark of this.node.querySelectorAll(".read")) mark.hidden = Number(mark.dataset.n) > n;
  }

  /** The dots of someone who thinks, or none. */
  think(thinking) {
    this.dots?.remove();
    this.dots = thinking ? el("div", { class: "row bot" }, face("", true),
      el("div", { class: "turn" }, el("span", { class: "name" }, "พี่เลี้ยง"),
        el("div", { class: "said dots", role: "img", "aria-label": "กำลังพิมพ์" }, el("i"), el("i"), el("i")))) : null;
    if (this.dots) this.node.append(this.dots);
  }
}
