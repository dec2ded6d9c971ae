// The rich menu at the foot of a phone: a picture with places to tap, and the bar that folds it.
import { desk, el, icon, iconButton } from "./dom.js";

export class RichMenu {
  /** `act(action, menuId)` is called on a tap, `type()` when the keyboard is wanted. */
  constructor(userId, act, type) {
    this.userId = userId;
    this.act = act;
    this.id = null;
    this.picture = el("div", { class: "menu-picture", role: "group" });
    this.title = el("span");
    this.fold = el("button", { type: "button", class: "fold", onclick: () => this.open(!this.isOpen) }, this.title, icon("down"));
    this.bar = el("div", { class: "chatbar" }, iconButton("keyboard", "แป้นพิมพ์", type), this.fold);
    this.node = el("div", { class: "rich-menu", hidden: true }, this.picture, this.bar);
  }

  /** Show the menu of that id, or none; gives whether it is another than before. */
  async show(id) {
    if (id === this.id) return false;
    const before = this.id;
    this.id = id;
    const { menu, image } = id ? (await desk(`/users/${this.userId}/menu`)) || {} : {};
    if (id && menu?.richMenuId !== id) return false; // yet another has come meanwhile
    this.node.hidden = !menu;
    if (!menu) return true;
    const { width, height } = menu.size;
    this.title.textContent = menu.chatBarText;
    this.picture.setAttribute("aria-label", menu.chatBarText);
    this.picture.style.aspectRatio = `${width}/${height}`;
    this.picture.replaceChildren(
      el("img", { src: image, alt: "" }),
      ...menu.areas.map((area) => this.area(area, width, height, menu.richMenuId)));
    // A tab of the menu stays as open as the one before it.
    if (!before) this.open(menu.selected);
    return true;
  }

  area({ bounds, action }, width, height, menuId) {
    const percent = (part, whole) => `${(part / whole) * 100}%`;
    const label = action.label || action.displayText || action.text || action.uri || action.richMenuAliasId;
    return el("button", {
      type: "button", "aria-label": label, title: label, onclick: () => this.act(action, menuId),
      style: {
        left: percent(bounds.x, width), top: percent(bounds.y, height),
        width: percent(bounds.width, width), height: percent(bounds.height, height),
      },
    });
  }

  open(open) {
    this.isOpen = open;
    this.picture.hidden = !open;
    this.fold.setAttribute("aria-expanded", open);
    this.fold.classList.toggle("open", open);
  }
}
