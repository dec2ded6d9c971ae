// Transcripts as text, read and written as docs/transcripts.md tells. Touches neither page nor desk.
import { actionsOf, textsOf, wordsFor } from "./transcript_words.js";

/** What somebody does on a phone: how a transcript says it after the name. */
export const GESTURES = {
  say: "", tap: "แตะ", tapOld: "แตะปุ่มเก่า", photos: "ส่งรูป", file: "ส่งไฟล์", place: "ส่งตำแหน่ง", sticker: "ส่งสติกเกอร์",
  unsend: "ยกเลิกข้อความ", unsendPhoto: "ยกเลิกรูปที่", pick: "เลือกวันที่", reply: "ตอบกลับ",
  follow: "เพิ่มเพื่อน", block: "บล็อก",
};
const SILENT = new Set(["sticker", "follow", "block"]);
const BY_WORD = Object.fromEntries(Object.entries(GESTURES).map(([name, word]) => [word, name]));

/** What a person is called in a transcript. */
export const nick = (person) => person.about?.nick || person.name;

/**
 * A transcript's text as { entries, notes, wrong }. Entries are steps ({ kind: "step", line, who,
 * gesture, value, quoted, shows, hides }), moves of the clock ({ kind: "clock", line, at }) and counts
 * ({ kind: "most", line, most }); notes are lines that only the tests can heed, wrong those that mean nothing.
 */
export function read(text, names) {
  const found = { entries: [], notes: [], wrong: [] };
  const step = stepPattern(names);
  for (const { line, words } of lines(text)) {
    const last = found.entries.at(-1);
    let hit;
    if ((hit = step.exec(words)) && readable(hit.groups)) {
      const { who, gesture, quoted, value } = hit.groups;
      found.entries.push({
        kind: "step", line, who, gesture: BY_WORD[gesture || ""], value: value || "", quoted: quoted || "", shows: [], hides: [],
      });
    } else if ((hit = /^บอต( ไม่)?: (.+)$/s.exec(words)) && last?.kind === "step") {
      last[hit[1] ? "hides" : "shows"].push(hit[2]);
    } else if ((hit = /^วัน: (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?$/.exec(words))) {
      found.entries.push({ kind: "clock", line, at: `${hit[1]}T${hit[2] || "09:00"}:00+07:00` });
    } else if ((hit = /^จำนวนครั้ง ≤ (\d+)$/.exec(words))) {
      found.entries.push({ kind: "most", line, most: Number(hit[1]) });
    } else if (/^(ข้อมูล: (\S+\.json|demo \d{4}-\d\d-\d\d)|สมมติว่า \S+ เป็น .+)$/.test(words)) {
      found.notes.push({ line, words });
    } else found.wrong.push({ line, words });
  }
  return found;
}

/** Lines without comments; "| …" goes on with the line before, as a new line of it. */
function* lines(text) {
  let waiting = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const words = raw.trim();
    if (!words || words.startsWith("#")) continue;
    if (words.startsWith("|") && waiting) { waiting.words += `\n${words.slice(1).trim()}`; continue; }
    if (waiting) yield waiting;
    waiting = { line: index + 1, words };
  }
  if (waiting) yield waiting;
}

function stepPattern(names) {
  const any = (all) => all.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).sort((a, b) => b.length - a.length).join("|");
  return new RegExp(`^(?<who>${any(names)})(?: (?<gesture>${any(Object.values(GESTURES).filter(Boolean))}))?`
    + `(?: "(?<quoted>[^"]+)")?(?:: ?(?<value>.*))?$`, "s");
}

/** A name alone says nothing, and only an answer to a message quotes. */
function readable({ gesture, quoted, value }) {
  const name = BY_WORD[gesture || ""];
  return (name === "reply") === Boolean(quoted) && Boolean(value) !== SILENT.has(name);
}

/**
 * The gestures of the desk's journal as a transcript. `chats`: items of each chat by user id; `people`
 * by user id; `checks`: "all" lines of each answer, the "first" of each message, or "none"; `data` is what the bot began with.
 */
export function write(journal, chats, people, { checks = "all", title = "", data = "" } = {}) {
  const out = [title && `# ${title}`, data && `ข้อมูล: ${data}`].filter(Boolean);
  let moved = true;
  journal.forEach((entry, index) => {
    if (entry.gesture === "clock") { moved = true; return; }
    const person = people.get(entry.user_id);
    const chat = chats.get(entry.user_id) || [];
    if (!person || !entry.event_ids?.length) return;
    if (moved) out.push(`วัน: ${minute(entry.at_ms)}`, "");
    moved = false;
    const said = entry.chat === entry.user_id ? stepOf(entry, chat, journal) : null;
    if (!said) { out.push(`# ${nick(person)} ทำสิ่งที่บทสนทนาเขียนไม่ได้: ${entry.gesture}`); return; }
    out.push(...spread(nick(person), said));
    const next = journal.slice(index + 1).find((later) => later.chat === entry.chat);
    const since = chat.filter((item) => item.from === "bot" && item.n > entry.after && !(next && item.n > next.after));
    out.push(...expected(since, checks, entry.at_ms));
  });
  return `${out.join("\n")}\n`;
}

/** [gesture, value, quoted] of one entry; null where no line of a transcript can say it. */
function stepOf(entry, chat, journal) {
  const { wish = {} } = entry;
  switch (entry.gesture) {
    case "text": return wish.quote ? quoting(entry, chat) : ["say", wish.text];
    case "tap": return wordsFor(entry.tapped, chat, entry.after);
    case "pick": return wish.date ? ["pick", wish.date] : null;
    case "image": case "images": return ["photos", String(entry.message_ids.length)];
    case "media": return wish.kind === "file" ? ["file", wish.name] : null;
    case "sticker": return ["sticker", ""];
    case "location": return ["place", wish.title || "ตำแหน่ง"];
    case "follow": return ["follow", ""];
    case "unfollow": return ["block", ""];
    case "unsend": return takenBack(entry, journal);
    default: return null;
  }
}

function quoting(entry, chat) {
  const before = chat.filter((item) => item.from === "bot" && item.n <= entry.after);
  const meant = before.find((item) => item.id === entry.wish.quote);
  const words = meant && textsOf(meant.message).map(folded).find((text) => text && !text.includes('"')
    && before.findLast((item) => folded(textsOf(item.message).join("\n")).includes(text)) === meant);
  return words ? ["reply", entry.wish.text, words] : null;
}

function takenBack(entry, journal) {
  const mine = journal.filter((one) => one.n < entry.n && one.chat === entry.chat && one.message_ids?.length);
  const sent = mine.find((one) => one.message_ids.includes(entry.wish.message_id));
  if (!sent) return null;
  if (sent.gesture === "text") return ["unsend", sent.wish.text];
  if (sent.gesture === "media") return ["unsend", sent.wish.name];
  return sent === mine.at(-1) ? ["unsendPhoto", String(sent.message_ids.indexOf(entry.wish.message_id) + 1)] : null;
}

function spread(who, [gesture, value, quoted]) {
  const how = GESTURES[gesture] ? ` ${GESTURES[gesture]}` : "";
  const [first, ...more] = value.split("\n").map((line) => line.trim());
  const head = `${who}${how}${quoted ? ` "${quoted}"` : ""}`;
  return [value ? `${head}: ${first}`.trimEnd() : head, ...more.map((line) => `| ${line}`.trimEnd())];
}

/** What the answer has to say; pushes that came meanwhile are no answer, and only told. */
function expected(items, checks, atMs) {
  const shown = new Set();
  const out = [];
  for (const { via, message } of items) {
    const labels = actionsOf(message).map((action) => action.label);
    const texts = textsOf(message).flatMap((text) => text.split("\n")).filter((line) => !labels.includes(line))
      .map((line) => lasting(line, atMs)).filter(Boolean);
    if (via !== "reply") { out.push(`  # บอตส่งมาเอง: ${texts[0] || message.altText || message.type}`); continue; }
    for (const line of checks === "all" ? texts : texts.slice(0, 1)) shown.add(line);
  }
  return [...(checks === "none" ? [] : [...shown].map((line) => `  บอต: ${line}`)), ...out];
}

/** A line up to what depends on the moment or on earlier records: the time of day, the number of a receipt. */
function lasting(line, atMs) {
  const now = minute(atMs).slice(-5);
  return folded(line.split(now)[0].replace(/[A-Z]{1,3}-\d+.*$/, ""));
}

/** One space wherever there is any. */
export const folded = (text) => text.split(/\s+/).filter(Boolean).join(" ");

/** 2026-11-20 09:00 in Bangkok. */
function minute(atMs) {
  return new Date(atMs + 7 * 3600_000).toISOString().slice(0, 16).replace("T", " ");
}
