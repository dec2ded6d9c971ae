// Flex containers and templates as HTML: LINE's layout model is close to CSS flexbox.
import { el } from "./dom.js";

const FONT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const RADIUS = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
const WIDTH = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 };
const ALIGN = { start: "left", center: "center", end: "right" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const length = (value, steps) =>
  value === undefined ? undefined : value in steps ? `${steps[value]}px` : value;
const set = (node, styles) => {
  for (const [name, value] of Object.entries(styles)) if (value !== undefined) node.style[name] = value;
  return node;
};

/** A bubble or carousel. `act(action)` is called when something in it is tapped. */
export function flex(container, act) {
  if (container.type !== "carousel") return bubble(container, act);
  return el("div", { class: "carousel" }, container.contents.map((one) => bubble(one, act)));
}

function bubble(b, act) {
  const node = el("div", { class: `bubble size-${b.size || "mega"}`, dir: b.direction || "ltr" });
  node.style.width = `${WIDTH[b.size || "mega"]}px`;
  for (const name of ["header", "hero", "body", "footer"]) {
    if (!b[name]) continue;
    const style = b.styles?.[name] || {};
    const part = component(b[name], "vertical", act);
    part.classList.add(name);
    if (style.backgroundColor) part.style.backgroundColor = style.backgroundColor;
    if (style.separator) node.append(el("hr", { style: { borderColor: style.separatorColor || "" } }));
    node.append(part);
  }
  return tappable(node, b.action, act);
}

function component(c, layout, act) {
  const make = { box, text, button, image, icon, separator, filler, video }[c.type];
  const node = make ? make(c, layout, act) : el("span", {}, `[${c.type}]`);
  placed(node, c, layout);
  return c.type === "button" ? node : tappable(node, c.action, act);
}

function placed(node, c, layout) {
  const margin = length(c.margin, SPACE);
  const along = layout === "vertical" ? "marginTop" : "marginInlineStart";
  const shrinks = layout !== "vertical" && !["image", "icon", "separator"].includes(c.type);
  // Side by side each takes an equal share unless it says otherwise; one below the other its own height.
  const share = c.flex ?? (shrinks && !c.width ? 1 : c.type === "filler" ? 1 : 0);
  set(node, {
    [along]: margin,
    flex: share ? `${share} 1 0` : "0 0 auto",
    position: c.position,
    top: length(c.offsetTop, SPACE),
    bottom: length(c.offsetBottom, SPACE),
    insetInlineStart: length(c.offsetStart, SPACE),
    insetInlineEnd: length(c.offsetEnd, SPACE),
  });
  if (c.gravity && layout === "horizontal") node.style.alignSelf = GRAVITY[c.gravity];
}

function box(c, _, act) {
  const node = el("div", { class: `box ${c.layout}` });
  c.contents.forEach((child, index) => {
    const made = component(child, c.layout, act);
    const spacing = length(c.spacing, SPACE);
    if (spacing && index && child.margin === undefined) {
      made.style[c.layout === "vertical" ? "marginTop" : "marginInlineStart"] = spacing;
    }
    node.append(made);
  });
  const gradient = c.background && `linear-gradient(${[c.background.angle, c.background.startColor,
    c.background.centerColor && `${c.background.centerColor} ${c.background.centerPosition || "50%"}`,
    c.background.endColor].filter(Boolean).join(",")})`;
  return set(node, {
    backgroundColor: c.backgroundColor,
    background: gradient,
    border: c.borderColor ? `${length(c.borderWidth || "light", BORDER)} solid ${c.borderColor}` : undefined,
    borderRadius: length(c.cornerRadius, RADIUS),
    width: c.width, height: c.height, maxWidth: c.maxWidth, maxHeight: c.maxHeight,
    padding: length(c.paddingAll, SPACE),
    paddingTop: length(c.paddingTop, SPACE), paddingBottom: length(c.paddingBottom, SPACE),
    paddingInlineStart: length(c.paddingStart, SPACE), paddingInlineEnd: length(c.paddingEnd, SPACE),
    justifyContent: c.justifyContent, alignItems: c.alignItems,
  });
}

function letters(node, c) {
  return set(node, {
    fontSize: length(c.size, FONT), color: c.color, fontStyle: c.style, textDecoration: c.decoration,
    fontWeight: c.weight === "bold" ? "700" : undefined,
  });
}

function text(c) {
  const spans = c.contents?.length ? c.contents.map((s) => letters(el("span", {}, s.text), s)) : [c.text];
  const node = letters(el("div", { class: c.wrap ? "text wrap" : "text" }, spans), c);
  if (!c.size) node.style.fontSize = "16px";
  if (c.maxLines) set(node, { display: "-webkit-box", webkitLineClamp: c.maxLines, webkitBoxOrient: "vertical" });
  return set(node, { textAlign: ALIGN[c.align], lineHeight: c.lineSpacing && `calc(1.35em + ${c.lineSpacing})` });
}

function button(c, _, act) {
  const node = el("button", {
    type: "button", class: `flex-button ${c.style || "link"} ${c.height || "md"}`, onclick: () => act(c.action),
  }, el("span", {}, c.action.label));
  const tint = c.style === "primary" || c.style === "secondary" ? "backgroundColor" : "color";
  return set(node, { [tint]: c.color });
}

// The frame keeps its shape even while there is no picture (offline, slow).
function picture(url, ratio, mode, alt = "รูปภาพ") {
  const node = el("div", { class: "frame" }, el("img", { src: url, alt, loading: "lazy" }));
  node.firstChild.style.objectFit = mode === "cover" ? "cover" : "contain";
  return set(node, { aspectRatio: (ratio || "1:1").replace(":", "/") });
}

function image(c) {
  const node = el("div", { class: "image" }, picture(c.url, c.aspectRatio, c.aspectMode));
  node.firstChild.style.width = c.size === "full" ? "100%" : length(c.size || "md", IMAGE);
  return set(node, { justifyContent: { start: "flex-start", end: "flex-end" }[c.align], backgroundColor: c.backgroundColor });
}

function icon(c) {
  const node = picture(c.url, c.aspectRatio, "fit", "");
  return set(node, { height: length(c.size || "md", FONT) });
}

const video = (c, layout, act) => component(c.altContent, layout, act);
const filler = () => el("div", { class: "filler" });
const separator = (c, layout) =>
  set(el("div", { class: `separator in-${layout}` }), { backgroundColor: c.color });

function tappable(node, action, act) {
  if (!action) return node;
  node.classList.add("tappable");
  node.addEventListener("click", (event) => {
    if (event.target.closest("button, .tappable") !== node) return;
    act(action);
  });
  return node;
}

/** A template message: buttons, confirm, carousel or image carousel. */
export function template(t, act) {
  const card = (c) => el("div", { class: "bubble card" },
    c.thumbnailImageUrl || c.imageUrl ? picture(c.thumbnailImageUrl || c.imageUrl, "151:100", "cover") : null,
    c.title ? el("b", {}, c.title) : null,
    c.text ? el("p", {}, c.text) : null,
    (c.actions || [c.action]).map((action) =>
      el("button", { type: "button", class: "flex-button link sm", onclick: () => act(action) },
        el("span", {}, action.label || "เปิด"))));
  return t.columns ? el("div", { class: "carousel" }, t.columns.map(card)) : card(t);
}
