// What opens below the chat: the plus panel, stickers, a date picker, a place, a sample or a file.
import { el, encoded, icon } from "./dom.js";
import { sampleFile, sampleFilm, samplePhoto, sampleVoice } from "./samples.js";
import { STICKERS, sticker } from "./stickers.js";

const PICKERS = { date: "date", time: "time", datetime: "datetime-local" };
const LONG_DAY = new Intl.DateTimeFormat("th-TH", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const PLACES = [
  ["โรงเรียนบ้านลำพยา", "อ.เมือง จ.นครปฐม", 13.8236, 100.0405],
  ["สพป.นครปฐม เขต 1", "อ.เมือง จ.นครปฐม", 13.8199, 100.0622],
  ["สพป.สตูล", "อ.เมือง จ.สตูล", 6.6238, 100.0674],
];
const MEDIA = {
  video: ["วิดีโอ", "video/*", sampleFilm],
  audio: ["เสียง", "audio/*", sampleVoice],
  file: ["ไฟล์", "", sampleFile],
};

let photosMade = 0;

/** The sheet of one phone. `send(gesture, wish)` posts what was chosen. */
export class Sheet {
  constructor(send) {
    this.send = send;
    this.node = el("div", { class: "sheet", hidden: true });
    // LINE sends the photos of an album in no certain order.
    this.album = chooser("image/*", true, (files) => this.send("images", { files, shuffle: true }));
    this.snap = chooser("image/*", false, (files) => this.send("images", { files }));
    this.snap.setAttribute("capture", "environment");
    this.choosers = [this.album, this.snap];
  }

  open(kind, ...content) {
    this.kind = kind;
    this.node.className = `sheet ${kind}`;
    this.node.replaceChildren(...content);
    this.node.hidden = false;
  }

  close() {
    this.kind = "";
    this.node.hidden = true;
  }

  /** Open it, or close it if it is what is open. */
  toggle(kind) {
    if (this.kind === kind && !this.node.hidden) this.close();
    else this[kind]();
  }

  do(gesture, wish) {
    this.close();
    return this.send(gesture, wish);
  }

  /** Everything a thumb can send besides words. */
  plus() {
    const choices = [
      ["picture", "คลังภาพ", () => this.album.click()],
      ["camera", "กล้อง", () => this.snap.click()],
      ["picture", "ภาพตัวอย่าง", () => this.do("images", { files: [samplePhoto(photosMade += 1)] })],
      ["video", "วิดีโอ", () => this.media("video")],
      ["mic", "เสียง", () => this.media("audio")],
      ["file", "ไฟล์", () => this.media("file")],
      ["pin", "ตำแหน่ง", () => this.place()],
      ["smile", "สติกเกอร์", () => this.stickers()],
    ];
    this.open("plus", ...choices.map(([name, word, onclick]) =>
      el("button", { type: "button", onclick }, el("span", {}, icon(name)), word)));
  }

  stickers() {
    this.open("stickers", ...Object.keys(STICKERS).map((id) =>
      el("button", { type: "button", onclick: () => this.do("sticker", { stickerId: id }) }, sticker(id))));
  }

  /** A voice message, film or file: one made here, or one of the reader's. */
  media(kind) {
    const [word, accept, sample] = MEDIA[kind];
    const chosen = chooser(accept, false, ([file], [name]) => this.do("media", { kind, file, name }));
    const send = async () => this.do("media", { kind, ...await sample() });
    this.open("media", chosen,
      el("button", { type: "button", onclick: send }, `ส่ง${word}ตัวอย่าง`),
      el("button", { type: "button", onclick: () => chosen.click() }, `เลือก${word}ของฉัน`));
  }

  /** A place from a few, or typed. */
  place() {
    const [title, address, latitude, longitude] = ["ชื่อสถานที่", "ที่อยู่", "ละติจูด", "ลองจิจูด"].map((label) =>
      el("input", { "aria-label": label, placeholder: label, required: label !== "ที่อยู่" }));
    const fill = (values) => values.forEach((value, at) => { [title, address, latitude, longitude][at].value = value; });
    fill(PLACES[0]);
    const wish = () => ({
      title: title.value, address: address.value, latitude: Number(latitude.value), longitude: Number(longitude.value),
    });
    this.open("picker", el("form", { onsubmit: (event) => { event.preventDefault(); this.do("location", wish()); } },
      el("b", {}, "ส่งตำแหน่ง"),
      el("div", { class: "few" }, PLACES.map((one) => el("button", { type: "button", onclick: () => fill(one) }, one[0]))),
      title, address, el("div", { class: "two" }, latitude, longitude),
      this.endings()));
  }

  /** LINE's date picker: `action` is the datetimepicker's, `picked(value)` is called with the answer. */
  pick(action, picked) {
    const { mode } = action;
    const local = (value) => value?.replace("t", "T");
    const value = el("input", {
      type: PICKERS[mode], min: local(action.min), max: local(action.max), value: local(action.initial),
      "aria-label": action.label || "เลือกเวลา", required: true, oninput: () => told(),
    });
    if (!value.value && mode === "date") value.value = action.max || new Date().toISOString().slice(0, 10);
    // The browser's own calendar may count years otherwise: the day in words leaves no doubt.
    const words = el("output", {});
    const told = () => { words.textContent = mode !== "time" && value.value ? LONG_DAY.format(new Date(value.value)) : ""; };
    told();
    this.open("picker", el("form", { onsubmit: (event) => {
      event.preventDefault();
      this.close();
      picked({ [mode]: value.value });
    } }, el("b", {}, action.label || ""), value, words, this.endings()));
    value.focus();
  }

  endings() {
    return el("div", { class: "endings" },
      el("button", { type: "button", onclick: () => this.close() }, "ยกเลิก"), el("button", { class: "go" }, "ตกลง"));
  }
}

function chooser(accept, multiple, chosen) {
  const input = el("input", {
    type: "file", accept, multiple, hidden: true, onchange: async () => {
      const files = [...input.files];
      const contents = await Promise.all(files.map(encoded));
      input.value = "";
      if (files.length) chosen(contents, files.map((file) => file.name));
    },
  });
  return input;
}
