// The services on the map: a numbered mark for each, one mark for several that stand close together, and what opens.
import { together } from "./clusters.js";

// Wider than a mark (44 pixels, or three digits of large letters) and the ring around it.
const APART = Math.max(54, 3 * parseFloat(getComputedStyle(document.documentElement).fontSize));
const ROOM = 48;
// How wide details get, and what their edges and their mark need: beside them, and above and below.
const WIDEST = 300;
const BESIDE_DETAILS = 60;
const ABOVE_AND_BELOW = 120;

const ButtonIcon = L.Icon.extend({
  createIcon() {
    return this.options.button;
  },
  createShadow() {
    return null;
  },
});

export class Marks {
  constructor(map, services, panel) {
    this.map = map;
    this.services = services;
    this.panel = panel;
    this.layer = L.layerGroup().addTo(map);
    this.popup = L.popup({ closeButton: false, closeOnEscapeKey: false, autoPanPadding: [12, 12], offset: [0, -18] });
    this.popup.on("remove", () => this.markOpened());
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.close();
    });
    map.on("zoomend", () => this.draw());
    this.draw();
  }

  get isOpen() {
    return this.popup.isOpen();
  }

  // Where the marks stand.
  get places() {
    return this.groups.map(([{ point }]) => point);
  }

  draw() {
    const points = this.services.map(({ point }) => this.map.project(point, this.map.getZoom()));
    this.groups = together(points, APART).map((group) => group.map((index) => this.services[index]));
    this.layer.clearLayers();
    this.buttons = new Map();
    for (const group of this.groups) this.drawGroup(group);
    this.markOpened();
  }

  drawGroup(group) {
    const button = group.length > 1 ? this.buttonOfSeveral(group) : this.buttonOfOne(group[0]);
    button.type = "button";
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("focus", () => {
      // By keyboard alone: under a pointer that is pressing it, a mark must not move away.
      if (button.matches(":focus-visible")) this.bringIntoSight(group[0].point);
    });
    for (const service of group) this.buttons.set(service, button);
    const icon = new ButtonIcon({ button });
    L.marker(group[0].point, { icon, interactive: false, keyboard: false }).addTo(this.layer);
  }

  buttonOfOne(service) {
    const button = L.DomUtil.create("button", "leaflet-marker-icon mark");
    button.textContent = service.number;
    button.lang = service.language;
    button.setAttribute("aria-label", `${service.number}. ${service.name}`);
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => this.open([service]));
    return button;
  }

  buttonOfSeveral(group) {
    const { closer, samePlace } = this.panel.dataset;
    const button = L.DomUtil.create("button", "leaflet-marker-icon mark several");
    const canPart = this.canPart(group);
    button.textContent = group.length.toLocaleString(document.documentElement.lang);
    button.setAttribute("aria-label", (canPart ? closer : samePlace).replace("…", button.textContent));
    if (!canPart) button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", () => (canPart ? this.zoomTo(group) : this.open(group)));
    return button;
  }

  // Whether any zoom would show these apart.
  canPart(group) {
    const points = group.map(({ point }) => this.map.project(point, this.map.getMaxZoom()));
    return this.map.getZoom() < this.map.getMaxZoom() && together(points, APART).length > 1;
  }

  zoomTo(group) {
    this.popup.close();
    const bounds = L.latLngBounds(group.map(({ point }) => point));
    const zoom = Math.max(this.map.getBoundsZoom(bounds, false, [ROOM, ROOM]), this.map.getZoom() + 1);
    this.map.setView(bounds.getCenter(), Math.min(zoom, this.map.getMaxZoom()));
    this.buttons.get(group[0]).focus();
  }

  bringIntoSight(point) {
    this.map.panInside(point, { padding: [ROOM, ROOM] });
  }

  open(group) {
    const dialog = this.dialogOf(group);
    const { x, y } = this.map.getSize();
    const width = Math.min(WIDEST, x - BESIDE_DETAILS);
    this.opened = group[0];
    Object.assign(this.popup.options, { minWidth: width, maxWidth: width, maxHeight: y - ABOVE_AND_BELOW });
    this.popup.setLatLng(group[0].point).setContent(dialog).openOn(this.map);
    this.markOpened();
    dialog.focus({ preventScroll: true });
  }

  close() {
    const button = this.buttons.get(this.opened);
    this.popup.close();
    button.focus({ preventScroll: true });
  }

  markOpened() {
    this.layer.eachLayer((marker) => marker.getElement().classList.remove("opened"));
    if (this.isOpen) this.buttons.get(this.opened).classList.add("opened");
  }

  dialogOf(group) {
    const dialog = this.panel.querySelector("template.details").content.firstElementChild.cloneNode(true);
    const first = dialog.querySelector("li");
    dialog.setAttribute("aria-label", this.buttons.get(group[0]).getAttribute("aria-label"));
    dialog.querySelector("button").addEventListener("click", () => this.close());
    for (const service of group) first.before(this.filled(first.cloneNode(true), service));
    first.remove();
    return dialog;
  }

  filled(item, { number, name, language, address, where, result }) {
    const page = item.querySelector("[data-part=page]");
    page.textContent = `${number}. ${name}`;
    page.lang = language;
    page.href = address;
    item.querySelector("[data-part=where]").textContent = where;
    const toList = item.querySelector("[data-part=list]");
    toList.href = `#${result.id}`;
    toList.setAttribute("aria-label", `${toList.textContent} (${name})`);
    toList.addEventListener("click", (event) => {
      event.preventDefault();
      this.popup.close();
      result.scrollIntoView({ block: "nearest" });
      result.querySelector("h3 a").focus();
    });
    return item;
  }
}
