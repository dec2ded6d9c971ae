// Plays the steps of a transcript on the phones, one by one, and looks whether the bot answers as it is written.
import { desk } from "./dom.js";
import { sampleFile } from "./samples.js";
import { folded } from "./transcript_text.js";
import { buttonFor, actionsOf, textsOf } from "./transcript_words.js";

const COLOURS = ["navy", "teal", "olive", "maroon", "purple", "orange", "gold", "grey", "pink", "black"];

/** One transcript on the phones; `people` by what a transcript calls them. */
export class Player {
  constructor(entries, people) {
    this.entries = entries;
    this.people = people;
    this.next = 0;
    this.turns = 0;
    this.sent = new Map(); // of each person: [[words, message ids], …], for taking back
    this.first = entries.find((entry) => entry.kind === "step")?.who;
  }

  get over() { return this.next >= this.entries.length; }

  /** The next entry: { entry, wrong }, where `wrong` says what was otherwise than written. */
  async step() {
    const entry = this.entries[this.next++];
    try {
      if (entry.kind === "clock") return { entry, wrong: await moved(entry) };
      if (entry.kind === "most") return { entry, wrong: this.turns > entry.most ? `${this.turns} ครั้ง เกิน ${entry.most}` : "" };
      this.turns += entry.who === this.first ? 1 : 0;
      return { entry, wrong: await this.act(entry) };
    } catch (fault) {
      return { entry, wrong: fault.message };
    }
  }

  async act(entry) {
    const id = this.people.get(entry.who).user_id;
    const chat = await desk(`/users/${id}/chat?after=0`);
    const [gesture, wish] = this.gesture(entry, chat.messages);
    const done = await desk(`/users/${id}/${gesture}`, wish);
    if (!done || done.error) return done?.error || "ต่อเครื่องจำลองไม่ได้";
    this.sent.set(entry.who, [...(this.sent.get(entry.who) || []), [entry.value, done.message_ids]]);
    const answers = !["unsend", "unfollow"].includes(gesture) && done.event_ids.length;
    const answer = answers ? await answerAfter(id, chat.next) : [];
    const said = folded(answer.flatMap((item) => textsOf(item.message).concat(labels(item.message))).join("\n"));
    const missing = entry.shows.filter((words) => !said.includes(folded(words)));
    const besides = entry.hides.filter((words) => said.includes(folded(words)));
    if (answers && !answer.length) return "บอตไม่ตอบ";
    return [...missing.map((words) => `ควรมี: ${words}`), ...besides.map((words) => `ไม่ควรมี: ${words}`)].join(" · ");
  }

  /** [gesture, body] as the desk takes them. Throws an Error that says what is not there. */
  gesture({ who, gesture, value, quoted }, items) {
    switch (gesture) {
      case "say": return ["text", { text: value }];
      case "tap": case "tapOld": {
        const button = buttonFor(value, items, gesture === "tap");
        if (!button) throw new Error(`ไม่มีปุ่ม ${value}`);
        return ["tap", button];
      }
      case "photos": return ["images", { files: COLOURS.slice(0, Number(value)).map(picture), shuffle: true }];
      case "file": return ["media", { kind: "file", ...sampleFile(value) }];
      case "place": return ["location", { title: value, latitude: 13.82, longitude: 100.06 }];
      case "sticker": return ["sticker", {}];
      case "follow": return ["follow", {}];
      case "block": return ["unfollow", {}];
      case "pick": {
        const item = items.findLast((one) => one.from === "bot" && picker(one));
        if (!item) throw new Error("ไม่มีปุ่มเลือกวันที่");
        return ["pick", { message_id: item.id, data: picker(item).data, date: value }];
      }
      case "reply": {
        const item = items.findLast((one) => one.from === "bot" && folded(textsOf(one.message).join("\n")).includes(folded(quoted)));
        if (!item) throw new Error(`บอตไม่ได้พูดว่า ${quoted}`);
        return ["text", { text: value, quote: item.id }];
      }
      default: return ["unsend", { message_id: this.takenBack(who, gesture, value) }];
    }
  }

  takenBack(who, gesture, value) {
    const sent = (this.sent.get(who) || []).filter(([, ids]) => ids.length);
    const id = gesture === "unsend" ? sent.findLast(([words]) => words === value)?.[1][0] : sent.at(-1)?.[1][Number(value) - 1];
    if (!id) throw new Error(`${who} ไม่ได้ส่งข้อความนี้`);
    return id;
  }
}

const picker = (item) => actionsOf(item.message).find((action) => action.type === "datetimepicker");
const labels = (message) => actionsOf(message).map((action) => action.label && `[${action.label}]`).filter(Boolean);

async function moved({ at }) {
  const done = await desk("/clock", { at });
  return !done || done.error ? "เลื่อนเวลาของบอตไม่ได้" : "";
}

/** The bot's next messages in this chat: of a reply if one comes in time, else whatever came. */
async function answerAfter(id, seen) {
  let got = [];
  for (let tries = 0, after = seen; tries < 4; tries += 1) {
    const chat = await desk(`/users/${id}/chat?after=${after}&wait=3`);
    if (!chat || chat.error) break;
    after = chat.next;
    got = got.concat(chat.messages.filter((item) => item.from === "bot"));
    if (got.some((item) => item.via === "reply")) break;
  }
  return got;
}

/** A small JPEG of one colour, as a data URL. */
function picture(colour) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const context = canvas.getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg");
}
