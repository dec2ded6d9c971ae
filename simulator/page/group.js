// A group chat on the desk: one panel in which any of its members can speak.
import { desk, el, face, icon, iconButton } from "./dom.js";
import { notify } from "./notice.js";
import { Phone } from "./phone.js";

const BOT = "พี่เลี้ยง";
const CALLING = /@([^@\n]{0,30})$/;

/** The panels of all groups that `known` (user or group ids) has not yet. */
export async function newGroups(known) {
  const groups = (await desk("/groups")) || [];
  return groups.filter((group) => !known.has(group.group_id)).map((group) => new Group(group));
}

export class Group extends Phone {
  constructor(group) {
    const place = [...document.querySelectorAll(".phone.group")].length + 1;
    super({ user_id: group.group_id, key: `group-${place}`, name: group.name, about: { about_th: "กลุ่ม" } });
    this.group = group;
    this.who = group.members[0];
    this.node.classList.add("group");
    this.speakers = el("div", { class: "speakers", role: "group", "aria-label": "พูดในชื่อของ" });
    this.calling = el("div", { class: "calling", hidden: true });
    this.form.before(this.calling, this.speakers);
    this.field.addEventListener("input", () => this.suggest());
    this.tell();
  }

  mine(item) { return item.from === "me" && item.by === this.who; }
  readBy() { return `อ่านแล้ว ${this.group.members.length - 1}`; }
  speaker() { return this.who; }
  room() { return { group: this.group.group_id }; }
  notify(item) { notify(item.message, this.person, this.group.name); }

  /** A group has neither a rich menu nor friends; who is in it may have changed. */
  async standing() {
    const all = (await desk("/groups")) || [];
    const now = all.find((one) => one.group_id === this.group.group_id);
    if (!now) return;
    this.group = now;
    if (!now.members.includes(this.who)) this.speakAs(now.members[0]);
    this.tell();
  }

  tell() {
    const { name, members, bot_in: botIn } = this.group;
    this.screen.querySelector(".title").textContent = `${name} (${members.length + (botIn ? 1 : 0)})`;
    this.speakers.replaceChildren(...members.map((id) => el("button", {
      type: "button", "aria-pressed": String(id === this.who), title: this.nameOf(id), "aria-label": this.nameOf(id),
      onclick: () => this.speakAs(id),
    }, face(this.nameOf(id)))), el("span", {}, this.nameOf(this.who)));
  }

  /** The panel becomes that member's phone: what they said stands on the right. */
  speakAs(userId) {
    this.who = userId;
    this.clear();
    this.tell();
    this.refresh();
  }

  /** Names to choose from while an @ is being typed. */
  suggest() {
    const typed = CALLING.exec(this.field.value)?.[1];
    const names = [...this.group.bot_in ? [BOT] : [], ...this.group.members.filter((id) => id !== this.who).map((id) => this.nameOf(id)), "All"];
    const fitting = typed === undefined ? [] : names.filter((name) => name.startsWith(typed) && name !== typed);
    this.calling.hidden = !fitting.length;
    this.calling.replaceChildren(...fitting.map((name) => el("button", { type: "button", onclick: () => this.call(name) },
      face(name, name === BOT), name)));
  }

  call(name) {
    this.field.value = this.field.value.replace(CALLING, `@${name} `);
    this.calling.hidden = true;
    this.typing();
    this.field.focus();
  }

  async type() {
    this.calling.hidden = true;
    await super.type();
  }

  /** Who is in the group; anybody can be asked in or taken out, the bot too. */
  async about() {
    if (this.sheet.kind === "about") { this.sheet.close(); return; }
    const people = (await desk("/users")) || [];
    const line = (who, name, inside) => el("li", {}, face(name, who === "bot"), el("span", {}, name),
      iconButton(inside ? "close" : "plus", `${inside ? "นำออก" : "เชิญ"} ${name}`, async () => {
        await desk(`/groups/${this.group.group_id}/${inside ? "remove" : "invite"}`, { who });
        await this.refresh();
        this.sheet.close();
        this.about();
      }));
    this.sheet.open("about", el("ul", {},
      line("bot", BOT, this.group.bot_in),
      people.map((one) => line(one.user_id, one.name, this.group.members.includes(one.user_id)))));
  }
}
