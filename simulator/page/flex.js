// Flex containers as HTML: LINE's layout model is close to CSS flexbox.
import { el } from "./dom.js";

const FONT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const SPACE = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };
const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
const WIDTH = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 386 };
const ALIGN = { start: "start", center: "center", end: "end" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };
const PARTS = ["header", "hero", "body", "footer"];

const length = (value, steps) =>
  value === undefined ? undefined : value in steps ? `${steps[value]}px` : value;
// The phone's font size reaches only what says `scaling`.
const scaled = (size, c) => (c.scaling ? `calc(${size} * var(--scale, 1))` : size);
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
  const size = b.size || "mega";
  const node = el("div", { class: `bubble size-${size}`, dir: b.direction || "ltr", style: { width: `${WIDTH[size]}px` } });
  for (const name of PARTS.filter((part) => b[part])) {
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
  const vertical = layout === "vertical";
  const offsets = [c.offsetTop, c.offsetBottom, c.offsetStart, c.offsetEnd];
  const fixed = ["icon", "separator"].includes(c.type) || (!vertical && c.width);
  // Side by side each takes an equal share unless it says otherwise; one below the other its own height.
  const share = c.flex ?? (c.type === "filler" || (!vertical && !fixed) ? 1 : 0);
  set(node, {
    [vertical ? "marginTop" : "marginInlineStart"]: length(c.margin, SPACE),
    flex: share ? `${share} ${vertical ? "0 auto" : "1 0"}` : vertical ? "0 0 auto" : "0 1 auto",
    position: c.position || (offsets.some(Boolean) ? "relative" : undefined),
    top: length(c.offsetTop, SPACE),
    bottom: length(c.offsetBottom, SPACE),
    insetInlineStart: length(c.offsetStart, SPACE),
    insetInlineEnd: length(c.offsetEnd, SPACE),
  });
  if (fixed) node.style.flex = "none";
  if (!c.gravity) return;
  if (vertical) node.style[c.type === "image" ? "alignItems" : "alignContent"] = GRAVITY[c.gravity].replace("flex-", "");
  else if (layout === "horizontal") node.style.alignSelf = GRAVITY[c.gravity];
}

function box(c, _, act) {
  const vertical = c.layout === "vertical";
  const spacing = length(c.spacing, SPACE);
  const children = c.contents.map((child, index) => {
    const made = component(child, c.layout, act);
    const spaced = spacing && index && child.margin === undefined && child.position !== "absolute";
    if (spaced) made.style[vertical ? "marginTop" : "marginInlineStart"] = spacing;
    return made;
  });
  return set(el("div", { class: `box ${c.layout}` }, children), {
    backgroundColor: c.backgroundColor,
    background: c.background && gradient(c.background),
    border: c.borderColor && `${length(c.borderWidth || "light", BORDER)} solid ${c.borderColor}`,
    borderRadius: length(c.cornerRadius, SPACE),
    overflow: c.cornerRadius ? "hidden" : undefined,
    width: c.width, height: c.height, maxWidth: c.maxWidth, maxHeight: c.maxHeight,
    padding: length(c.paddingAll, SPACE),
    paddingTop: length(c.paddingTop, SPACE), paddingBottom: length(c.paddingBottom, SPACE),
    paddingInlineStart: length(c.paddingStart, SPACE), paddingInlineEnd: length(c.paddingEnd, SPACE),
    justifyContent: c.justifyContent, alignItems: c.alignItems,
  });
}

function gradient(g) {
  const middle = g.centerColor && `${g.centerColor} ${g.centerPosition || "50%"}`;
  return `linear-gradient(${[g.angle, g.startColor, middle, g.endColor].filter(Boolean).join(",")})`;
}

function letters(node, c, size = c.size && length(c.size, FONT)) {
  return set(node, {
    fontSize: size && scaled(size, c), color: c.color, fontStyle: c.style, textDecoration: c.decoration,
    fontWeight: c.weight === "bold" ? "700" : undefined,
  });
}

function text(c) {
  const spans = c.contents?.length
    ? c.contents.map((s) => letters(el("span", {}, s.text), { ...s, scaling: c.scaling }))
    : [c.text];
  const node = letters(el("div", { class: c.wrap ? "text wrap" : "text" }, spans), c, length(c.size || "md", FONT));
  if (c.wrap && c.maxLines) set(node, { display: "-webkit-box", webkitLineClamp: c.maxLines, webkitBoxOrient: "vertical" });
  if (c.adjustMode === "shrink-to-fit" && !c.wrap) shrinking(node, node);
  return set(node, { textAlign: ALIGN[c.align], lineHeight: c.lineSpacing && `calc(1.4em + ${c.lineSpacing})` });
}

/** Letters get smaller until they fit, whenever the place for them changes. */
function shrinking(node, words) {
  const whole = words.style.fontSize;
  new ResizeObserver(() => {
    words.style.fontSize = whole;
    const size = parseFloat(getComputedStyle(words).fontSize);
    for (let part = 0.95; part > 0.4 && words.scrollWidth > words.clientWidth; part -= 0.05) {
      words.style.fontSize = `${size * part}px`;
    }
  }).observe(node);
}

function button(c, _, act) {
  const words = el("span", {}, c.action.label);
  const node = el("button", {
    type: "button", class: `flex-button ${c.style || "link"} ${c.height || "md"}`, onclick: () => act(c.action),
  }, words);
  if (c.adjustMode === "shrink-to-fit") shrinking(node, words);
  if (c.scaling) node.style.fontSize = scaled("16px", c);
  const tint = c.style === "primary" || c.style === "secondary" ? "backgroundColor" : "color";
  return set(node, { [tint]: c.color });
}

/** A frame that keeps its shape even while there is no picture in it (offline, slow). */
export function picture(url, ratio, mode, alt = "รูปภาพ") {
  const node = el("div", { class: "frame" }, el("img", { src: url, alt, loading: "lazy" }));
  node.firstChild.style.objectFit = mode === "cover" ? "cover" : "contain";
  return set(node, { aspectRatio: (ratio || "1:1").replace(":", "/") });
}

function image(c) {
  const node = el("div", { class: "image" }, picture(c.url, c.aspectRatio, c.aspectMode));
  set(node.firstChild, { width: c.size === "full" ? "100%" : length(c.size || "md", IMAGE), backgroundColor: c.backgroundColor });
  return set(node, { justifyContent: { start: "flex-start", end: "flex-end" }[c.align] });
}

function icon(c) {
  const node = picture(c.url, c.aspectRatio, "fit", "");
  return set(node, { height: scaled(length(c.size || "md", FONT), c) });
}

function video(c) {
  const film = el("video", { src: c.url, poster: c.previewUrl, controls: true, preload: "none" });
  return set(el("div", { class: "frame film" }, film), { aspectRatio: (c.aspectRatio || "1:1").replace(":", "/") });
}

const filler = () => el("div", { class: "filler" });
const separator = (c, layout) =>
  set(el("div", { class: `separator in-${layout}` }), { backgroundColor: c.color });

/** The node does `action` on a tap, or on Enter where nothing inside it can be tapped. */
export function tappable(node, action, act) {
  if (!action) return node;
  const innermost = (event) => event.target.closest("button, a, video, .tappable") === node;
  node.classList.add("tappable");
  node.addEventListener("click", (event) => { if (innermost(event)) act(action); });
  if (node.querySelector("button, .tappable, video")) return node;
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  if (!node.textContent.trim() && action.label) node.setAttribute("aria-label", action.label);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(action);
  });
  return node;
}
