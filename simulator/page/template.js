// Template messages and imagemaps: LINE's older ready-made shapes.
import { el } from "./dom.js";
import { picture, tappable } from "./flex.js";

const RATIO = { rectangle: "151:100", square: "1:1" };
const MAP_WIDTH = 1040;

/** buttons, confirm, carousel or image_carousel. `act(action)` is called on a tap. */
export function template(t, act) {
  if (t.type === "image_carousel") {
    return el("div", { class: "carousel" }, t.columns.map((column) => slide(column, act)));
  }
  if (t.type === "carousel") {
    return el("div", { class: "carousel" }, t.columns.map((column) => card(column, t, act)));
  }
  return card(t, t, act);
}

function card(c, t, act) {
  const shape = RATIO[t.imageAspectRatio || "rectangle"];
  const frame = c.thumbnailImageUrl ? picture(c.thumbnailImageUrl, shape, t.imageSize || "cover") : null;
  if (frame && c.imageBackgroundColor) frame.style.backgroundColor = c.imageBackgroundColor;
  const head = el("div", { class: "head" },
    frame,
    el("div", { class: "words" }, c.title ? el("b", {}, c.title) : null, el("p", {}, c.text)));
  return el("div", { class: t.type === "confirm" ? "bubble card confirm" : "bubble card" },
    tappable(head, c.defaultAction, act),
    el("div", { class: "actions" }, c.actions.map((action) =>
      el("button", { type: "button", class: "flex-button link", onclick: () => act(action) },
        el("span", {}, action.label)))));
}

function slide(c, act) {
  const node = el("div", { class: "bubble slide" },
    picture(c.imageUrl, "1:1", "cover"),
    c.action.label ? el("span", {}, c.action.label) : null);
  return tappable(node, c.action, act);
}

/** A picture with places that can be tapped. */
export function imagemap(m, act) {
  const { height } = m.baseSize;
  const node = el("div", { class: "imagemap", style: { aspectRatio: `${MAP_WIDTH}/${height}` } },
    el("img", { src: `${m.baseUrl}/${MAP_WIDTH}`, alt: m.altText }));
  const part = (value, whole) => `${(value / whole) * 100}%`;
  for (const action of m.actions) {
    const { x, y, width, height: high } = action.area;
    node.append(el("button", {
      type: "button",
      "aria-label": action.label || action.text || action.linkUri,
      onclick: () => act(action.linkUri ? { type: "uri", uri: action.linkUri } : action),
      style: {
        left: part(x, MAP_WIDTH), top: part(y, height), width: part(width, MAP_WIDTH), height: part(high, height),
      },
    }));
  }
  return node;
}
