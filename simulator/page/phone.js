// One person's phone: the chat, the quick replies, and everything a thumb can do.
import { desk, el, icon, linked } from "./dom.js";
import { flex, template } from "./flex.js";

const STICKERS = { 1988: "รับทราบ", 1989: "ขอบคุณ", 1990: "สู้ ๆ", 1991: "เยี่ยม" };
const PICKERS = { date: "date", time: "time", datetime: "datetime-local" };

const day = new Intl.DateTimeFormat("th-TH", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "Asia/Bangkok",
});
const hour = new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Bangkok" });

/** The desk's base64 form of a chosen file. */
const encoded = (file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = failed;
  reader.readAsDataURL(file);
});

export class Phone {
  constructor(person) {
    this.person = person;
    this.next = 0;
    this.lastDay = "";
    this.busy = Promise.resolve();
    this.atEnd = true;
    this.log = el("div", {
      class: "log", role: "log", "aria-live": "polite",
      onscroll: () => { this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60; },
    });
    // The chat gets shorter when quick replies or a sheet open, taller when the phone comes into view.
    new ResizeObserver(() => this.toEnd()).observe(this.log);
    this.strip = el("div", { class: "strip" });
    this.sheet = el("div", { class: "sheet", hidden: true });
    this.note = el("p", { class: "note", role: "alert", hidden: true });
    this.block = el("button", { type: "button", class: "friend", onclick: () => this.befriend() });
    this.field = el("textarea", {
      rows: 1, placeholder: "พิมพ์ข้อความ", "aria-label": "ข้อความ",
      onkeydown: (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.type(); } },
      oninput: () => { this.field.style.height = "auto"; this.field.style.height = `${this.field.scrollHeight}px`; },
    });
    this.files = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => this.photos() });
    this.node = el("section", { class: "phone", id: `phone-${person.key}`, "aria-label": person.name },
      el("header", { class: "owner" }, el("b", {}, person.name), el("small", {}, person.about?.about_th || "")),
      el("div", { class: "screen" },
        el("div", { class: "bar" }, el("span", { class: "face" }, "พี่"), el("b", {}, "พี่เลี้ยง"), this.block),
        this.log, this.note, this.strip, this.sheet,
        el("form", { class: "input", onsubmit: (e) => { e.preventDefault(); this.type(); } },
          el("button", { type: "button", title: "ส่งรูป", "aria-label": "ส่งรูป", onclick: () => this.files.click() }, icon("plus")),
          el("button", { type: "button", title: "สติกเกอร์", "aria-label": "สติกเกอร์", onclick: () => this.stickers() }, icon("smile")),
          this.field, this.files,
          el("button", { class: "send", title: "ส่ง", "aria-label": "ส่ง" }, icon("send")))));
  }

  /** Stay at the newest message, unless the reader has scrolled up. */
  toEnd() {
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  /** Show what is new; calls wait for each other so that nothing shows twice. */
  refresh() {
    this.busy = this.busy.then(() => this.draw());
    return this.busy;
  }

  async draw() {
    const chat = await desk(`/users/${this.person.user_id}/chat?after=${this.next}`);
    if (!chat || chat.error) return;
    if (chat.next < this.next) { this.clear(); return this.draw(); }
    this.dots?.remove();
    for (const item of chat.messages) this.show(item);
    this.next = chat.next;
    if (chat.loading) this.log.append(this.dots = el("div", { class: "row bot" }, face(), el("div", { class: "said dots", "aria-label": "กำลังพิมพ์" }, "•••")));
    for (const mark of this.log.querySelectorAll(".read")) mark.hidden = Number(mark.dataset.n) > chat.read_up_to;
    this.quick(chat);
    this.person.friend = chat.friend;
    this.person.blocked = chat.blocked;
    this.block.textContent = chat.blocked ? "ปลดบล็อก" : chat.friend ? "บล็อก" : "เพิ่มเพื่อน";
    this.block.classList.toggle("invite", chat.blocked || !chat.friend);
    if (chat.messages.some((m) => m.from === "me")) this.atEnd = true;
    this.toEnd();
  }

  clear() {
    this.next = 0;
    this.lastDay = "";
    this.log.replaceChildren();
  }

  show(item) {
    const when = new Date(item.timestamp);
    const today = day.format(when);
    if (today !== this.lastDay) this.log.append(el("div", { class: "day" }, today));
    this.lastDay = today;
    if (item.from === "note") {
      const words = { follow: "เพิ่มเพื่อนแล้ว", unfollow: "บล็อกแล้ว" };
      this.log.append(el("div", { class: "day" }, words[item.message.type] || item.message.type));
      return;
    }
    const mine = item.from === "me";
    const meta = el("div", { class: "meta" },
      mine ? el("span", { class: "read", "data-n": item.n }, "อ่านแล้ว") : null, el("time", {}, hour.format(when)));
    const message = this.message(item.message);
    this.log.append(el("div", { class: `row ${item.from}`, "data-id": item.id }, mine ? null : face(), mine ? meta : message, mine ? message : meta));
  }

  message(m) {
    const act = (action) => this.act(action, m.id);
    const alt = m.altText ? el("div", { class: "said alt" }, m.altText) : null;
    switch (m.type) {
      case "text": case "textV2": return el("div", { class: "said" }, linked(m.text));
      case "flex": return el("div", { class: "rich" }, alt, flex(m.contents, act));
      case "template": return el("div", { class: "rich" }, alt, template(m.template, act));
      case "image": return el("img", {
        class: "photo", alt: "รูปภาพ", src: m.previewImageUrl || `/_sim/content/${m.id}`,
        onload: () => this.toEnd(),
      });
      case "sticker": return el("div", { class: "sticker" }, STICKERS[m.stickerId] || "สติกเกอร์");
      case "location": return el("div", { class: "said" }, `📍 ${m.title || "ตำแหน่ง"} ${m.address || ""}`);
      case "unsent": return el("div", { class: "said gone" }, "ยกเลิกข้อความแล้ว");
      default: return el("div", { class: "said" }, m.altText || `[${m.type}]`);
    }
  }

  quick(chat) {
    this.strip.replaceChildren(...chat.quick_replies.map((item) =>
      el("button", { type: "button", onclick: () => this.act(item.action, chat.quick_replies_of) }, item.action.label)));
    this.strip.scrollLeft = 0;
  }

  async act(action, messageId) {
    switch (action.type) {
      case "uri": window.open(action.uri, "_blank", "noopener"); return;
      case "clipboard": await navigator.clipboard?.writeText(action.clipboardText); return;
      case "datetimepicker": this.pick(action, messageId); return;
      case "camera": case "cameraRoll": this.files.click(); return;
      case "location":
        await this.does("location", { title: "ตำแหน่งของฉัน", address: "นครปฐม", latitude: 13.82, longitude: 100.06 });
        return;
    }
    const wish = { message_id: messageId, ...(action.data === undefined ? { label: action.label ?? action.text } : { data: action.data }) };
    const done = await this.does("tap", wish);
    if (done?.input === "openKeyboard") {
      this.field.value = action.fillInText || "";
      this.field.focus();
    }
  }

  pick(action, messageId) {
    const mode = action.mode;
    const value = el("input", { type: PICKERS[mode], min: action.min, max: action.max, value: action.initial, "aria-label": action.label });
    if (!value.value && mode === "date") value.value = action.max || new Date().toISOString().slice(0, 10);
    this.open(el("form", { class: "picker", onsubmit: async (e) => {
      e.preventDefault();
      if (!value.value) return;
      this.close();
      await this.does("pick", { message_id: messageId, data: action.data, [mode]: value.value });
    } }, el("b", {}, action.label), value,
    el("div", {}, el("button", { type: "button", onclick: () => this.close() }, "ยกเลิก"), el("button", { class: "go" }, "ตกลง"))));
    value.focus();
  }

  stickers() {
    if (!this.sheet.hidden) { this.close(); return; }
    this.open(...Object.entries(STICKERS).map(([id, word]) =>
      el("button", { type: "button", class: "sticker", onclick: () => { this.close(); this.does("sticker", { stickerId: id }); } }, word)));
  }

  open(...content) { this.sheet.replaceChildren(...content); this.sheet.hidden = false; }
  close() { this.sheet.hidden = true; }

  async type() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    this.field.style.height = "auto";
    await this.does("text", { text });
  }

  async photos() {
    const files = await Promise.all([...this.files.files].map(encoded));
    this.files.value = "";
    // LINE sends the photos of an album in no certain order.
    if (files.length) await this.does("images", { files, shuffle: true });
  }

  befriend() {
    this.does(this.person.blocked || !this.person.friend ? "follow" : "unfollow", {});
  }

  /** One gesture; what went wrong is told on the phone. */
  async does(gesture, wish) {
    const done = await desk(`/users/${this.person.user_id}/${gesture}`, wish);
    const lost = done?.webhook_status?.find((status) => !(status >= 200 && status < 300));
    const why = { request_timeout: "บอตไม่ตอบภายใน 2 วินาที", could_not_connect: "ต่อบอตไม่ได้" };
    const trouble = !done ? "ต่อเครื่องจำลองไม่ได้" : done.error || (lost && (why[lost] || `บอตตอบ ${lost}`));
    this.note.textContent = trouble || "";
    this.note.hidden = !trouble;
    return done;
  }
}

const face = () => el("span", { class: "face" }, "พี่");
