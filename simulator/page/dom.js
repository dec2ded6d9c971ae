// The few helpers that all parts of the page share.

/** An element with attributes (on… are listeners) and children; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const ICONS = {
  back: "M15 5l-7 7 7 7",
  bell: "M6 17V11a6 6 0 0 1 12 0v6M4 17h16M10.5 20.5h3",
  camera: "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  down: "M7 10l5 5 5-5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8",
  menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M6 11a6 6 0 0 0 12 0M12 17v4",
  more: "M12 5h.01M12 12h.01M12 19h.01",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  pin: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11M12 8a2 2 0 1 0 0 4 2 2 0 1 0 0-4",
  play: "M8 5v14l11-7z",
  plus: "M12 5v14M5 12h14",
  reply: "M9 7 4 12l5 5M4 12h9a6 6 0 0 1 6 6",
  good: "M4 13l5 5L20 6",
  bad: "M12 3 2.5 20h19zM12 10v4M12 17v.5",
  pulse: "M13 2 5 14h6l-1 8 9-13h-6z",
  send: "M4 12 20 4l-4.5 16-4-7zM11.5 13 20 4",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M8 14a5 5 0 0 0 8 0M9 9.5v.5M15 9.5v.5",
  undo: "M5 9h9a5 5 0 0 1 0 10H9M5 9l4-4M5 9l4 4",
  video: "M3 7h12v10H3zM15 11l6-3v8l-6-3",
};

/** A drawn icon: glyphs of that sort are missing from many fonts. */
export function icon(name) {
  const svg = drawing("0 0 24 24", ICONS[name]);
  svg.setAttribute("class", `icon ${name}`);
  return svg;
}

/** An SVG of paths, each given as its `d` or as [d, fill]; seen by eyes only. */
export function drawing(viewBox, ...paths) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  for (const one of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const [d, fill] = [one].flat();
    path.setAttribute("d", d);
    if (fill) path.setAttribute("fill", fill);
    svg.append(path);
  }
  return svg;
}

/** A button with an icon; `label` is what a screen reader says and a pointer is shown. */
export const iconButton = (name, label, onclick, attributes = {}) =>
  el("button", { type: "button", title: label, "aria-label": label, onclick, ...attributes }, icon(name));

/** JSON from the desk; null when it cannot be had. A refused gesture is told by its text. */
export async function desk(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const answer = await fetch("/_sim" + path, options);
    return await answer.json();
  } catch {
    return null;
  }
}

/** The desk's base64 form of a chosen file. */
export const encoded = (file) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = failed;
  reader.readAsDataURL(file);
});

const LINK = /((?:https?:\/\/|tel:)[^\s<>]+)/g;

/** Text as LINE shows it: addresses in it can be tapped. */
export function linked(text) {
  return text.split(LINK).map((part, index) => index % 2
    ? el("a", { href: part, target: "_blank", rel: "noopener" }, part)
    : part);
}

const TITLES = /^(ครู|ศน\.|ผอ\.|รอง|คุณ|นาย|นางสาว|นาง|ดร\.)\s*/;
const COLOURS = ["#8a5a9e", "#3d6fa8", "#a8643d", "#4d7d50", "#a84a63", "#56708a"];

/** A round picture of someone: the first letter of the name, always in one colour. */
export function face(name, bot = false) {
  if (bot) return el("span", { class: "face bot", "aria-hidden": "true" }, "พี่");
  const bare = name.replace(TITLES, "");
  const letter = /^[เแโใไ]/.test(bare) ? bare.slice(0, 2) : bare.slice(0, 1);
  const sum = [...name].reduce((total, one) => total + one.codePointAt(0), 0);
  return el("span", { class: "face", "aria-hidden": "true", style: { background: COLOURS[sum % COLOURS.length] } }, letter);
}
