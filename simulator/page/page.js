// The desk: all phones side by side, kept up to date by one long poll.
import { desk, el } from "./dom.js";
import { Phone } from "./phone.js";

const phones = new Map();
const main = document.querySelector("main.phones");
const people = document.querySelector("nav.people");

async function gather() {
  for (const person of (await desk("/users")) || []) {
    if (phones.has(person.user_id)) continue;
    const phone = new Phone(person);
    phones.set(person.user_id, phone);
    main.append(phone.node);
    people.append(el("button", { type: "button", "data-key": person.key, onclick: () => choose(person.key) }, person.name));
    await phone.refresh();
  }
}

/** Bring one person's phone into view; on a narrow screen it is the only one shown. */
function choose(key) {
  for (const { person, node } of phones.values()) node.classList.toggle("chosen", person.key === key);
  for (const button of people.children) button.setAttribute("aria-pressed", button.dataset.key === key);
  const node = document.getElementById(`phone-${key}`);
  node?.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
  people.querySelector("[aria-pressed=true]")?.scrollIntoView({ inline: "center", block: "nearest" });
  history.replaceState(null, "", `#${key}`);
}

async function follow() {
  let since = 0;
  for (;;) {
    const news = await desk(`/changes?since=${since}&wait=25`);
    if (!news || news.stopping) {
      await new Promise((again) => setTimeout(again, 1500));
      continue;
    }
    const again = news.revision < since || news.reset;
    since = news.revision;
    if (phones.size < news.people) await gather();
    const stale = again ? [...phones.keys()] : news.chats;
    await Promise.all(stale.map((id) => phones.get(id)?.refresh()));
  }
}

document.getElementById("pc").addEventListener("change", (event) =>
  document.body.classList.toggle("pc", event.target.checked));
document.getElementById("reset").addEventListener("click", async () => {
  await desk("/reset", {});
  for (const phone of phones.values()) { phone.clear(); await phone.refresh(); }
});
document.getElementById("add").addEventListener("click", async () => {
  const name = prompt("ชื่อของคนใหม่");
  if (!name?.trim()) return;
  const { user_id } = await desk("/users", { name: name.trim() });
  await gather();
  choose(phones.get(user_id).person.key);
});

await gather();
choose(decodeURIComponent(location.hash.slice(1)) || phones.values().next().value?.person.key);
follow();
