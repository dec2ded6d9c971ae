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
  plus: "M12 5v14M5 12h14",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M8 14a5 5 0 0 0 8 0M9 9.5v.5M15 9.5v.5",
  send: "M4 12 20 4l-4.5 16-4-7zM11.5 13 20 4",
};

/** A drawn icon: glyphs of that sort are missing from many fonts. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

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

const LINK = /(https?:\/\/[^\s<>]+)/g;

/** Text as LINE shows it: addresses in it can be tapped. */
export function linked(text) {
  return text.split(LINK).map((part, index) => index % 2
    ? el("a", { href: part, target: "_blank", rel: "noopener" }, part)
    : part);
}
