// The picture with its points: shows what Python says, and tells Python where a point was put.
// Coordinates in messages are pixels of the source picture; on screen everything is in `view` units.

const SVG = "http://www.w3.org/2000/svg";
const REACH = 26; // CSS pixels around a point that still take hold of it
const WAIT = 350; // milliseconds after the last arrow key before Python is told
const ZOOM = 3;
const MOST = 8; // times the whole picture may be enlarged
const GLASS = 132;
const COLOURS = { estimated: "#56b4e9", eye: "#cc79a7", placed: "#e95e00", sticker: "#00be8c", end: "#f0e442" };
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const mounted = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let board = mounted.get(parentElement);
  if (!board || !parentElement.contains(board.stage)) {
    board = new Board(parentElement);
    mounted.set(parentElement, board);
  }
  board.send = (event) => component.setTriggerValue("event", event);
  board.show(component.data);
  return () => board.pause();
}

class Board {
  constructor(root) {
    for (const part of ["stage", "glass", "where", "drag", "keys", "tools", "hint"]) this[part] = root.querySelector("." + part);
    this.pickWord = root.querySelector(".pick-word");
    this.select = root.querySelector("select");
    this.image = root.querySelector("img");
    this.svg = root.querySelector("svg");
    this.signs = make("g", {});
    this.grips = make("g", {});
    this.hits = new Map();
    this.svg.replaceChildren(this.signs, this.grips);
    this.selected = null;
    this.held = null;
    this.timer = null;
    this.waiting = new Map(); // moved here, not yet answered by Python
    this.scale = 1;
    this.corner = [0, 0]; // of the part that is shown, source pixels from the window's corner
    this.fingers = new Map();
    this.select.onchange = () => this.choose(this.select.value || null);
    this.stage.addEventListener("pointerdown", (e) => this.down(e));
    this.stage.addEventListener("pointermove", (e) => this.move(e));
    this.stage.addEventListener("pointerup", (e) => this.up(e));
    this.stage.addEventListener("pointercancel", (e) => { this.fingers.delete(e.pointerId); this.drop(); });
    this.stage.addEventListener("wheel", (e) => {
      // The wheel belongs to the page until somebody has chosen the picture.
      if (!e.ctrlKey && this.stage.getRootNode().activeElement !== this.stage) return;
      e.preventDefault();
      this.zoom(Math.exp(-e.deltaY / 300), this.toSource(e));
    }, { passive: false });
    this.tools.addEventListener("click", (e) => this.tool(e.target.dataset.do));
    this.stage.addEventListener("pointerleave", (e) => {
      this.fingers.delete(e.pointerId);
      if (!this.held) this.magnify(null);
    });
    // A finger on a point moves it, and two enlarge; one elsewhere scrolls the page.
    this.stage.addEventListener("touchstart", (e) => {
      const at = this.toSource(e.touches[0]);
      const ours = e.touches.length > 1 || this.data.aiming || this.scale > 1;
      if (ours || this.nearest(at, REACH * this.ratio)) e.preventDefault();
    }, { passive: false });
    this.stage.addEventListener("keydown", (e) => this.key(e));
    this.image.addEventListener("load", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.stage);
  }

  show(data) {
    const again = this.data && this.data.picture === data.picture;
    this.data = data;
    this.spots = data.points.map((p) => ({ ...p }));
    for (const spot of this.spots) {
      const moved = this.waiting.get(spot.name);
      if (!moved) continue;
      // Until the answer holds what was sent, the place on screen is the newer one.
      if (moved.sent && data.answered === moved.id) this.waiting.delete(spot.name);
      else [spot.x, spot.y] = moved.at;
    }
    if (!again) {
      this.image.src = data.picture;
      this.scale = 1;
      this.corner = [0, 0];
    }
    this.hint.textContent = data.words.hint;
    for (const button of this.tools.querySelectorAll("button")) {
      button.setAttribute("aria-label", data.words[button.dataset.do]);
      button.title = data.words[button.dataset.do];
    }
    this.image.alt = data.words.picture;
    this.stage.setAttribute("aria-label", data.words.picture);
    this.pickWord.textContent = data.words.pick;
    this.select.setAttribute("aria-label", data.words.pick);
    this.drag.textContent = data.words.drag;
    this.keys.textContent = data.words.keys;
    if (!this.spots.some((s) => s.name === this.selected)) this.selected = data.first;
    this.list();
    // Said once already: perhaps in another language, or of another place.
    if (this.where.textContent) this.say();
    this.draw();
  }

  pause() {
    this.flush();
  }

  list() {
    const wanted = [["", this.data.words.none], ...this.spots.map((s) => [s.name, s.label])];
    const have = [...this.select.options].map((o) => [o.value, o.textContent]);
    if (JSON.stringify(wanted) !== JSON.stringify(have)) {
      this.select.replaceChildren(...wanted.map(([value, text]) => new Option(text, value)));
    }
    this.select.value = this.selected ?? "";
  }

  choose(name) {
    this.flush();
    this.selected = name;
    this.select.value = name ?? "";
    this.say();
    this.reveal(this.spot(name));
    this.draw();
  }

  spot(name) {
    return this.spots.find((s) => s.name === name);
  }

  say() {
    const spot = this.spot(this.selected);
    this.where.textContent = !spot ? "" : spot.x === null ? this.data.words.nowhere
      : `${spot.label}: ${Math.round(spot.x)}, ${Math.round(spot.y)} px`;
  }

  // The part of the picture that is shown, source pixels.
  get view() {
    const { left, top, width, height } = this.data.window;
    const [x, y] = this.corner;
    return { left: left + x, top: top + y, width: width / this.scale, height: height / this.scale };
  }

  // Source pixels per CSS pixel of the picture on screen.
  get ratio() {
    return this.view.width / Math.max(1, this.stage.clientWidth);
  }

  // Enlarge by a factor; a place stays where it is on screen.
  zoom(factor, at) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const { left, top } = this.data.window;
    const back = this.scale / scale;
    const from = [at[0] - left, at[1] - top];
    const [x, y] = this.corner;
    this.scale = scale;
    this.look([from[0] - (from[0] - x) * back, from[1] - (from[1] - y) * back]);
  }

  // Show the part with this corner, as far as there is a picture.
  look([x, y]) {
    const { width, height } = this.data.window;
    const room = 1 - 1 / this.scale;
    this.corner = [Math.min(Math.max(x, 0), width * room), Math.min(Math.max(y, 0), height * room)];
    this.draw();
  }

  tool(what) {
    const { left, top, width, height } = this.view;
    const spot = this.spot(this.selected);
    const at = spot && spot.x !== null ? [spot.x, spot.y] : [left + width / 2, top + height / 2];
    if (what === "in") this.zoom(1.4, at);
    else if (what === "out") this.zoom(1 / 1.4, at);
    else if (what === "reset") this.zoom(0, at);
    // The one that was enlarged may lie outside of what was shown.
    if (what === "in") this.reveal(spot);
  }

  // Move what is shown so that a point lies in it.
  reveal(spot) {
    if (!spot || spot.x === null || this.scale === 1) return;
    const { left, top, width, height } = this.view;
    const inside = spot.x > left && spot.x < left + width && spot.y > top && spot.y < top + height;
    const whole = this.data.window;
    if (!inside) this.look([spot.x - whole.left - width / 2, spot.y - whole.top - height / 2]);
  }

  toSource(e) {
    const box = this.stage.getBoundingClientRect();
    const { left, top, width, height } = this.view;
    return [
      left + ((e.clientX - box.left) / box.width) * width,
      top + ((e.clientY - box.top) / box.height) * height,
    ];
  }

  nearest(at, reach) {
    let best = null;
    for (const spot of this.spots) {
      if (spot.x === null) continue;
      // Of two that are equally near, the chosen one.
      const far = Math.hypot(spot.x - at[0], spot.y - at[1]) - (spot.name === this.selected ? 1e-6 : 0);
      if (far <= reach && (!best || far < best.far)) best = { spot, far };
    }
    return best && best.spot;
  }

  // Two fingers enlarge what lies between them, and move it.
  pinch(e) {
    const gap = (pair) => Math.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1]);
    const centre = (pair) => [(pair[0][0] + pair[1][0]) / 2, (pair[0][1] + pair[1][1]) / 2];
    const before = [...this.fingers.values()];
    this.fingers.set(e.pointerId, [e.clientX, e.clientY]);
    const after = [...this.fingers.values()];
    const [from, to] = [centre(before), centre(after)];
    const [x, y] = this.corner;
    const u = this.ratio;
    this.look([x - (to[0] - from[0]) * u, y - (to[1] - from[1]) * u]);
    this.zoom(gap(after) / Math.max(1, gap(before)), this.toSource({ clientX: to[0], clientY: to[1] }));
  }

  // A second finger: what the first one took hold of goes back.
  release() {
    const { spot, from } = this.held ?? {};
    if (spot) [spot.x, spot.y] = from;
    this.drop();
    this.draw();
  }

  down(e) {
    if (e.button > 0) return;
    this.fingers.set(e.pointerId, [e.clientX, e.clientY]);
    if (this.fingers.size > 1) this.release();
    if (this.fingers.size > 1 || this.held) return;
    const at = this.toSource(e);
    const spot = this.data.aiming ? null : this.nearest(at, REACH * this.ratio);
    if (spot && spot.name !== this.selected) this.choose(spot.name);
    this.held = {
      id: e.pointerId,
      start: at,
      spot,
      from: spot ? [spot.x, spot.y] : null,
      corner: this.corner,
      grip: spot ? [spot.x - at[0], spot.y - at[1]] : [0, 0],
      moved: false,
    };
    if (spot || this.data.aiming || this.scale > 1) {
      try { this.stage.setPointerCapture(e.pointerId); } catch { /* a pointer that is already gone */ }
      if (!spot && !this.data.aiming) return;
      this.stage.classList.add("holding");
      this.magnify(spot ? [spot.x, spot.y] : at);
    }
  }

  move(e) {
    if (this.fingers.size > 1 && this.fingers.has(e.pointerId)) return this.pinch(e);
    const at = this.toSource(e);
    if (!this.held) {
      if (e.pointerType === "mouse") this.magnify(at);
      return;
    }
    const { start, spot, grip } = this.held;
    if (Math.hypot(at[0] - start[0], at[1] - start[1]) > 3 * this.ratio) this.held.moved = true;
    if (spot && this.held.moved) {
      [spot.x, spot.y] = this.inside([at[0] + grip[0], at[1] + grip[1]]);
      this.say();
      this.draw();
      this.magnify([spot.x, spot.y]);
    } else if (!this.data.aiming && this.scale > 1 && this.held.moved) {
      const [x, y] = this.corner;
      this.look([x - (at[0] - start[0]), y - (at[1] - start[1])]);
      this.magnify(null);
    } else if (this.data.aiming || e.pointerType === "mouse") {
      this.magnify(at);
    }
  }

  up(e) {
    this.fingers.delete(e.pointerId);
    const held = this.held;
    if (!held) return;
    this.drop();
    const chosen = this.spot(this.selected);
    if (held.spot) {
      if (held.moved) this.put(held.spot);
    } else if (chosen && (this.data.aiming || !held.moved)) {
      [chosen.x, chosen.y] = this.inside(this.toSource(e));
      this.put(chosen);
      this.draw();
      if (this.data.aiming) this.next();
    }
    this.stage.focus({ preventScroll: true });
  }

  drop() {
    this.held = null;
    this.stage.classList.remove("holding");
    this.magnify(null);
  }

  // After the first end of a line the second is next.
  next() {
    const i = this.spots.findIndex((s) => s.name === this.selected);
    this.selected = this.spots[(i + 1) % this.spots.length].name;
    this.list();
    this.draw();
  }

  key(e) {
    const step = STEPS[e.key];
    const spot = this.spot(this.selected);
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const tool = { "+": "in", "=": "in", "-": "out", 0: "reset" }[e.key];
    if (tool) {
      e.preventDefault();
      this.tool(tool);
    }
    if (!step || !spot) return;
    e.preventDefault();
    const { left, top, width, height } = this.view;
    const from = spot.x === null ? [left + width / 2, top + height / 2] : [spot.x, spot.y];
    const far = e.shiftKey ? 10 : 1;
    [spot.x, spot.y] = this.inside([from[0] + step[0] * far, from[1] + step[1] * far]);
    this.say();
    this.reveal(spot);
    this.draw();
    this.magnify([spot.x, spot.y]);
    this.hold(spot);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.flush(); this.magnify(null); }, WAIT);
  }

  inside([x, y]) {
    const [w, h] = this.data.size;
    const { left, top, width, height } = this.data.window;
    return [
      Math.min(Math.max(x, left, 0), left + width, w),
      Math.min(Math.max(y, top, 0), top + height, h),
    ];
  }

  hold(spot) {
    const id = `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    this.waiting.set(spot.name, { at: [spot.x, spot.y], id, sent: false });
  }

  put(spot) {
    this.hold(spot);
    this.flush();
  }

  flush() {
    clearTimeout(this.timer);
    for (const [point, moved] of this.waiting) {
      if (moved.sent) continue;
      moved.sent = true;
      this.send({ point, x_px: moved.at[0], y_px: moved.at[1], id: moved.id });
    }
  }

  draw() {
    if (!this.data || !this.stage.clientWidth) return;
    const { left, top, width, height } = this.view;
    const u = this.ratio;
    const [x, y] = this.corner;
    this.image.style.transform = `translate(${-x / u}px, ${-y / u}px) scale(${this.scale})`;
    this.stage.classList.toggle("large", this.scale > 1);
    this.stage.dataset.scale = this.scale.toFixed(2);
    this.svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
    this.stage.classList.toggle("aiming", this.data.aiming);
    const parts = [];
    const line = (points, colour, wide, dash, opacity) =>
      points.length > 1 && parts.push(
        make("polyline", { points: points.join(" "), fill: "none", stroke: colour, opacity,
          "stroke-width": wide * u, "stroke-dasharray": dash ? `${dash * u} ${dash * u}` : "none" }));
    line(this.data.profile, "#e69f00", 2.5, 0, 0.55);
    for (const spot of this.spots) {
      if (!spot.ghost || spot.source === "estimated" || spot.x === null) continue;
      line([spot.ghost, [spot.x, spot.y]], "#ffffff", 1.4, 0, 0.95);
      parts.push(make("circle", { cx: spot.ghost[0], cy: spot.ghost[1], r: 6 * u, fill: "none",
        stroke: COLOURS.estimated, "stroke-width": 2 * u }));
    }
    for (const found of this.data.proposals) this.proposal(parts, found, u);
    if (this.data.aiming) {
      line(this.spots.filter((s) => s.x !== null).map((s) => [s.x, s.y]), COLOURS.end, 2, 6, 1);
    }
    for (const spot of this.spots) if (spot.x !== null) this.mark(parts, spot, u);
    this.signs.replaceChildren(...parts);
    this.holds(u);
  }

  mark(parts, spot, u) {
    const { x, y } = spot;
    if (spot.name === this.selected) {
      parts.push(make("circle", { cx: x, cy: y, r: 14 * u, fill: "none", stroke: "#0e1116", "stroke-width": 4 * u }));
      parts.push(make("circle", { cx: x, cy: y, r: 14 * u, fill: "none", stroke: "#ffffff", "stroke-width": 2 * u }));
    }
    const sign = { fill: COLOURS[spot.source], stroke: "#ffffff", "stroke-width": 1.6 * u };
    const corners = {
      eye: [[0, -8], [7, 5], [-7, 5]],
      placed: [[0, -8], [8, 0], [0, 8], [-8, 0]],
      sticker: [[-6, -6], [6, -6], [6, 6], [-6, 6]],
    }[spot.source];
    parts.push(corners
      ? make("polygon", { ...sign, points: corners.map(([a, b]) => `${x + a * u},${y + b * u}`).join(" ") })
      : make("circle", { ...sign, cx: x, cy: y, r: 5.5 * u }));
  }

  // What a finger lies on is never taken out of the page: the browser would end the touch.
  holds(u) {
    for (const spot of this.spots) {
      let hit = this.hits.get(spot.name);
      if (!hit) this.hits.set(spot.name, (hit = make("circle", { class: "hit", "data-point": spot.name })));
      const there = spot.x !== null;
      if (there !== hit.isConnected) there ? this.grips.append(hit) : hit.remove();
      if (there) for (const [name, value] of [["cx", spot.x], ["cy", spot.y], ["r", 20 * u]]) hit.setAttribute(name, value);
    }
    for (const [name, hit] of this.hits) if (!this.spot(name)) hit.remove();
  }

  proposal(parts, found, u) {
    parts.push(make("circle", { cx: found.x, cy: found.y, r: Math.max(found.r, 9 * u), fill: "none",
      stroke: COLOURS.sticker, "stroke-width": 2.5 * u, "stroke-dasharray": `${4 * u} ${3 * u}` }));
    const text = make("text", { x: found.x + Math.max(found.r, 9 * u) + 3 * u, y: found.y + 5 * u,
      fill: "#ffffff", stroke: "#0e1116", "stroke-width": 3 * u, "paint-order": "stroke",
      "font-size": 15 * u, "font-weight": 700 });
    text.textContent = found.label;
    parts.push(text);
  }

  // A round piece of the picture around a place, enlarged; away from the finger that covers it.
  magnify(at) {
    const glass = this.glass;
    if (!at || !this.image.naturalWidth) {
      glass.style.display = "none";
      return;
    }
    const { left, top } = this.view;
    const [x, y] = [(at[0] - left) / this.ratio, (at[1] - top) / this.ratio];
    const wide = this.stage.clientWidth;
    const [gap, half] = [34, GLASS / 2];
    const put = y > GLASS + gap ? [x - half, y - GLASS - gap]
      : x > GLASS + gap ? [x - GLASS - gap, y - half] : [x + gap, y - half];
    glass.style.left = `${Math.min(Math.max(put[0], 0), wide - GLASS)}px`;
    glass.style.top = `${Math.max(put[1], 0)}px`;
    glass.style.display = "block";
    const pen = glass.getContext("2d");
    // Pixels of the picture in the browser per source pixel.
    const whole = this.data.window;
    const grain = this.image.naturalWidth / whole.width;
    const span = (GLASS / ZOOM) * this.ratio * grain;
    const [column, line] = [(at[0] - whole.left) * grain, (at[1] - whole.top) * grain];
    pen.fillStyle = "#181c22";
    pen.fillRect(0, 0, GLASS, GLASS);
    pen.drawImage(this.image, column - span / 2, line - span / 2, span, span, 0, 0, GLASS, GLASS);
    for (const [colour, thick] of [["#0e1116", 3.5], ["#ffffff", 1.5]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = thick;
      pen.beginPath();
      for (const [a, b] of [[half - 20, half - 5], [half + 5, half + 20]]) {
        pen.moveTo(a, half); pen.lineTo(b, half);
        pen.moveTo(half, a); pen.lineTo(half, b);
      }
      pen.stroke();
    }
  }
}

function make(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(name, value);
  }
  return node;
}
