// The desk: all phones side by side, kept up to date by one long poll.
import { desk, el } from "./dom.js";
import { newGroups } from "./group.js";
import { panel } from "./panel.js";
import { Phone } from "./phone.js";

const phones = new Map();
const main = document.querySelector("main.phones");
const people = document.querySelector("nav.people");

let gathering = Promise.resolve();

/** Phones for all who have none yet; calls wait for each other, so that nobody gets two. */
function gather() {
  gathering = gathering.then(gatherNew);
  return gathering;
}

async function gatherNew() {
  const all = (await desk("/users")) || [];
  const made = all.filter((person) => !phones.has(person.user_id)).map((person) => new Phone(person));
  for (const phone of [...made, ...await newGroups(phones)]) {
    const { person } = phone;
    phones.set(person.user_id, phone);
    main.append(phone.node);
    people.append(el("button", { type: "button", "data-key": person.key, onclick: () => choose(person.key) }, person.name));
    await phone.refresh();
  }
}

/** Phones and groups that a reset took away leave the page. */
async function clearAway() {
  const before = [...phones];
  const [users, groups] = [await desk("/users"), await desk("/groups")];
  if (!users || !groups) return;
  const there = new Set([...users.map((one) => one.user_id), ...groups.map((one) => one.group_id)]);
  for (const [id, { person, node }] of before) {
    if (there.has(id)) continue;
    phones.delete(id);
    node.remove();
    people.querySelector(`[data-key="${CSS.escape(person.key)}"]`)?.remove();
  }
  if (!main.querySelector(".chosen")) choose(first());
}

const first = () => phones.values().next().value?.person.key;

/** Bring one person's phone into view; on a narrow screen it is the only one shown. */
function choose(key) {
  mark(key);
  const node = document.getElementById(`phone-${key}`);
  node?.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
  people.querySelector("[aria-pressed=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
}

/** This phone is the one in use. */
function mark(key) {
  for (const { person, node } of phones.values()) node.classList.toggle("chosen", person.key === key);
  for (const button of people.children) {
    button.setAttribute("aria-pressed", button.dataset.key === key);
    if (button.dataset.key === key) unread(button, 0);
  }
  history.replaceState(null, "", `#${key}`);
}

/** How much came to a phone that is not in use. */
function unread(button, count) {
  button.dataset.unread = count;
  button.querySelector(".unread")?.remove();
  if (count) button.append(el("span", { class: "unread", "aria-label": `ใหม่ ${count}` }, String(count)));
}

async function freshen(id) {
  const phone = phones.get(id);
  if (!phone) return;
  const before = phone.next;
  await phone.refresh();
  const button = people.querySelector(`[data-key="${CSS.escape(phone.person.key)}"]`);
  const more = phone.next - before;
  if (button && more > 0 && button.getAttribute("aria-pressed") !== "true") {
    unread(button, Number(button.dataset.unread || 0) + more);
  }
}

async function follow(tools) {
  let since = 0;
  for (;;) {
    const news = await desk(`/changes?since=${since}&wait=25`);
    if (!news || news.stopping) {
      await new Promise((again) => setTimeout(again, 1500));
      continue;
    }
    const again = news.revision < since || news.reset;
    since = news.revision;
    if (again) await clearAway();
    if (phones.size < news.people + news.groups) await gather();
    const stale = again ? [...phones.keys()] : news.chats;
    await Promise.all([...stale.map(freshen), tools.news(news)]);
  }
}

for (const gesture of ["pointerdown", "focusin"]) {
  main.addEventListener(gesture, (event) => {
    const id = event.target.closest(".phone")?.id;
    if (id) mark(id.slice("phone-".length));
  });
}
for (const mode of ["pc", "large"]) {
  document.getElementById(mode).addEventListener("change", (event) =>
    document.body.classList.toggle(mode, event.target.checked));
}
document.getElementById("reset").addEventListener("click", async () => {
  await desk("/reset", {});
  for (const phone of phones.values()) { phone.clear(); await phone.refresh(); }
  for (const button of people.children) unread(button, 0);
});
document.getElementById("add").addEventListener("click", async () => {
  const name = prompt("ชื่อของคนใหม่");
  if (!name?.trim()) return;
  const { user_id } = await desk("/users", { name: name.trim() });
  await gather();
  choose(phones.get(user_id).person.key);
});

const tools = panel(phones, choose);
await gather();
const wanted = () => decodeURIComponent(location.hash.slice(1));
choose(wanted() || first());
window.addEventListener("hashchange", () => { if (document.getElementById(`phone-${wanted()}`)) choose(wanted()); });
follow(tools);
