// One person's phone: the chat, what stands below it, and what a thumb does there.
import { Chat } from "./chat.js";
import { desk, el, face, icon, iconButton } from "./dom.js";
import { RichMenu } from "./menu.js";
import { snippet } from "./message.js";
import { notify } from "./notice.js";
import { onLongPress, options } from "./options.js";
import { Sheet } from "./sheets.js";

const TROUBLE = { request_timeout: "บอตไม่ตอบภายใน 2 วินาที", could_not_connect: "ต่อบอตไม่ได้" };
const BOT = "พี่เลี้ยง";
const SHARE = "https://line.me/R/share?text=";
const names = new Map();

export class Phone {
  constructor(person) {
    this.person = person;
    names.set(person.user_id, person.name);
    this.next = 0;
    this.fresh = true;
    this.busy = Promise.resolve();
    this.chat = new Chat(this);
    this.strip = el("div", { class: "strip" });
    this.sheet = new Sheet((gesture, wish) => this.does(gesture, wish));
    this.note = el("p", { class: "note", role: "alert", hidden: true });
    this.replying = el("div", { class: "replying", hidden: true });
    this.menu = new RichMenu(person.user_id, (action, id) => this.act(action, id), () => this.field.focus());
    this.form = this.makeForm();
    this.node = el("section", { class: "phone", id: `phone-${person.key}`, "aria-label": person.name },
      el("header", { class: "owner" }, el("b", {}, person.name), el("small", {}, person.about?.about_th || "")),
      this.screen = el("div", { class: "screen" },
        this.makeBar(), this.friendBar = el("div", { class: "friend-bar", hidden: true }),
        this.chat.node, this.note, this.strip, this.replying, this.form, this.menu.node, this.sheet.node));
    onLongPress(this.chat.node, (id, near) => this.options(this.chat.items.get(id), near));
  }

  makeBar() {
    return el("div", { class: "bar" }, icon("back"), el("b", { class: "title" }, BOT),
      iconButton("menu", "เมนูของแชท", () => this.about()));
  }

  makeForm() {
    this.field = el("textarea", {
      rows: 1, placeholder: "Aa", "aria-label": "ข้อความ",
      onkeydown: (e) => { if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); this.type(); } },
      oninput: () => this.typing(),
      onfocus: () => this.keyboard(true),
    });
    return el("form", { class: "input", onsubmit: (e) => { e.preventDefault(); this.type(); } },
      iconButton("menu", "เปิดเมนูด้านล่าง", () => this.keyboard(false), { class: "to-menu" }),
      iconButton("plus", "ส่งอย่างอื่น", () => this.sheet.toggle("plus")),
      iconButton("camera", "กล้อง", () => this.sheet.snap.click(), { class: "roomy" }),
      iconButton("picture", "ส่งรูป", () => this.sheet.album.click()),
      el("span", { class: "field" }, this.field, iconButton("smile", "สติกเกอร์", () => this.sheet.toggle("stickers"))),
      ...this.sheet.choosers,
      iconButton("mic", "อัดเสียง", () => this.sheet.toggle("media") ?? this.sheet.media("audio"), { class: "mic" }),
      el("button", { class: "send", title: "ส่ง", "aria-label": "ส่ง" }, icon("send")));
  }

  // What the chat asks of its phone

  mine(item) { return item.from === "me"; }
  nameOf(userId) { return names.get(userId) || "สมาชิก"; }
  readBy() { return "อ่านแล้ว"; }

  /** Show what is new; calls wait for each other so that nothing shows twice. */
  refresh() {
    this.busy = this.busy.then(() => this.draw());
    return this.busy;
  }

  async draw() {
    const chat = await desk(`/users/${this.person.user_id}/chat?after=${this.next}`);
    if (!chat || chat.error) return;
    if (chat.next < this.next) { this.clear(); return this.draw(); }
    this.chat.think(false);
    for (const item of chat.messages) this.chat.show(item);
    this.next = chat.next;
    this.chat.takeBack(chat.unsent);
    this.chat.read(chat.read_up_to);
    this.chat.think(chat.loading);
    if (chat.loading) setTimeout(() => this.refresh(), 5000);
    this.quick(chat);
    await this.standing(chat);
    if (chat.messages.some((item) => this.mine(item))) this.chat.atEnd = true;
    this.chat.toEnd();
    const told = chat.messages.findLast((item) => item.from === "bot");
    if (told && !this.fresh && !this.node.classList.contains("chosen")) this.notify(told);
    this.fresh = false;
  }

  /** Friend or not, blocked or not, and which rich menu. */
  async standing(chat) {
    this.person.friend = chat.friend;
    this.person.blocked = chat.blocked;
    const strange = chat.blocked || !chat.friend;
    const befriend = (word, gesture) => el("button", { type: "button", onclick: () => this.does(gesture, {}) }, word);
    this.friendBar.hidden = !strange;
    this.form.hidden = chat.blocked;
    this.friendBar.replaceChildren(...chat.blocked
      ? [befriend("ปลดบล็อก", "follow")]
      : [befriend("เพิ่มเพื่อน", "follow"), befriend("บล็อก", "unfollow")]);
    const before = this.menu.id;
    if (await this.menu.show(chat.rich_menu) && !before !== !this.menu.id) this.keyboard(!this.menu.id);
  }

  clear() {
    this.next = 0;
    this.fresh = true;
    this.chat.clear();
    this.answer(null);
    this.sheet.close();
  }

  /** The keyboard takes the place of the rich menu, or gives it back. */
  keyboard(open) {
    this.screen.classList.toggle("with-menu", Boolean(this.menu.id) && !open);
    this.screen.classList.toggle("has-menu", Boolean(this.menu.id));
    if (!open) this.sheet.close();
  }

  quick(chat) {
    this.strip.replaceChildren(...chat.quick_replies.map((item) =>
      el("button", { type: "button", onclick: () => this.act(item.action, chat.quick_replies_of) },
        item.imageUrl ? el("img", { src: item.imageUrl, alt: "" }) : null, item.action.label)));
    this.strip.scrollLeft = 0;
  }

  /** Do what a button says; `messageId` is the message or rich menu that it stands in. */
  async act(action, messageId) {
    const wish = { message_id: messageId, action };
    switch (action.type) {
      case "uri": {
        if (action.uri.startsWith(SHARE)) { this.share(decodeURIComponent(action.uri.slice(SHARE.length))); return; }
        const onPc = document.body.classList.contains("pc") && action.altUri?.desktop;
        window.open(onPc || action.uri, "_blank", "noopener");
        return;
      }
      case "clipboard": await navigator.clipboard?.writeText(action.clipboardText); return;
      case "datetimepicker": this.sheet.pick(action, (value) => this.does("pick", { ...wish, ...value })); return;
      case "camera": this.sheet.snap.click(); return;
      case "cameraRoll": this.sheet.album.click(); return;
      case "location": this.sheet.place(); return;
    }
    const done = await this.does("tap", wish);
    this.afterwards(done?.input, action);
  }

  /** LINE's own list of whom to send words to (its URL scheme): here the groups that one is in. */
  async share(text) {
    const groups = ((await desk("/groups")) || []).filter(({ members }) => members.includes(this.person.user_id));
    this.sheet.open("about", el("b", {}, "ส่งต่อถึง"), ...groups.map(({ name, group_id: group }) => el("button", {
      type: "button", onclick: () => { this.sheet.close(); desk(`/users/${this.person.user_id}/text`, { text, group }); },
    }, name)), el("button", { type: "button", onclick: () => this.sheet.close() }, "ยกเลิก"));
  }

  /** The inputOption of a postback: what opens or folds once it is tapped. */
  afterwards(option, action) {
    if (option === "openKeyboard") {
      this.field.value = action.fillInText || "";
      this.typing();
      this.field.focus();
    }
    if (option === "openVoice") this.sheet.media("audio");
    if (option === "openRichMenu" || option === "closeRichMenu") this.menu.open(option === "openRichMenu");
    if (option === "openRichMenu") this.keyboard(false);
  }

  // What a thumb does

  typing() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.form.classList.toggle("typed", this.field.value !== "");
  }

  async type() {
    const text = this.field.value;
    if (!text.trim()) return;
    this.field.value = "";
    this.typing();
    await this.does("text", { text });
  }

  options(item, near) {
    options(item, near, this.screen, {
      mine: (one) => this.mine(one),
      reply: (one) => this.answer(one),
      unsend: (one) => this.does("unsend", { message_id: one.id }),
      notify: (one) => this.notify(one),
    });
  }

  /** The next words answer this item (null: nothing). */
  answer(item) {
    this.quote = item?.id;
    this.replying.hidden = !item;
    if (!item) return;
    const name = this.mine(item) ? "คุณ" : this.chat.nameOn(item);
    this.replying.replaceChildren(face(name, item.from === "bot"),
      el("span", {}, el("b", {}, `ตอบกลับ ${name}`), el("span", {}, snippet(item.message))),
      iconButton("close", "ไม่ตอบกลับแล้ว", () => this.answer(null)));
    this.field.focus();
  }

  notify(item) { notify(item.message, this.person); }

  /** What the menu of the chat holds. */
  about() {
    if (this.sheet.kind === "about") { this.sheet.close(); return; }
    const gesture = this.person.friend && !this.person.blocked ? "unfollow" : "follow";
    const word = gesture === "unfollow" ? "บล็อก" : this.person.blocked ? "ปลดบล็อก" : "เพิ่มเพื่อน";
    this.sheet.open("about", el("button", { type: "button", onclick: () => this.sheet.do(gesture, {}) }, word));
  }

  /** One gesture; what went wrong is told on the phone. */
  async does(gesture, wish) {
    const quote = this.quote && ["text", "sticker"].includes(gesture) ? { quote: this.quote } : {};
    if (quote.quote) this.answer(null);
    const done = await desk(`/users/${this.speaker()}/${gesture}`, { ...wish, ...quote, ...this.room() });
    const lost = done?.webhook_status?.find((status) => !(status >= 200 && status < 300));
    const trouble = !done ? "ต่อเครื่องจำลองไม่ได้" : done.error || (lost && (TROUBLE[lost] || `บอตตอบ ${lost}`));
    this.note.textContent = trouble || "";
    this.note.hidden = !trouble;
    return done;
  }

  speaker() { return this.person.user_id; }
  room() { return {}; }
}
