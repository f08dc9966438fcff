const MOST = 6;

export default function ({ data, parentElement }) {
  const stage = parentElement.querySelector(".stage");
  const img = parentElement.querySelector("img");
  const frame = parentElement.querySelector(".frame");
  if (img.src !== data.src) img.src = data.src;
  img.alt = data.alt;
  frame.classList.toggle("fit", data.fit);
  frame.setAttribute("aria-label", data.words.group);
  stage.setAttribute("role", "region");
  stage.setAttribute("aria-label", data.words.group);
  parentElement.querySelector(".hint").textContent = data.words.hint;
  for (const button of parentElement.querySelectorAll("button")) {
    button.setAttribute("aria-label", data.words[button.dataset.do]);
    button.title = data.words[button.dataset.do];
  }
  // A new picture in the same place keeps what was set up, and what part is shown.
  if (!stage.posture) stage.posture = setUp(stage, img, parentElement);
}

function setUp(stage, img, root) {
  let scale = 1, x = 0, y = 0;
  const fingers = new Map();
  const narrow = matchMedia("(max-width: 640px)");
  const isSmall = () => narrow.matches && stage.closest(".fit") !== null;
  const canGrow = () => isSmall() && !stage.classList.contains("grown");

  function draw() {
    const wide = stage.clientWidth, high = img.offsetHeight;
    x = Math.min(0, Math.max(x, wide * (1 - scale)));
    y = Math.min(0, Math.max(y, high * (1 - scale)));
    img.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    stage.classList.toggle("large", scale > 1);
    stage.dataset.scale = scale.toFixed(2);
  }

  function zoom(factor, cx, cy) {
    const next = Math.min(MOST, Math.max(1, scale * factor));
    x = cx - ((cx - x) * next) / scale;
    y = cy - ((cy - y) * next) / scale;
    scale = next;
    draw();
  }

  function middle() { return [stage.clientWidth / 2, stage.clientHeight / 2]; }

  function reset() { scale = 1; x = 0; y = 0; draw(); }

  // On a phone the picture is small, so that the result begins on the first screen. It takes the
  // whole width before a part of it is enlarged.
  function grow(on) { stage.classList.toggle("grown", on); reset(); }

  function enlarge() {
    if (canGrow()) grow(true);
    else zoom(1.4, ...middle());
  }

  function reduce() {
    if (scale > 1) zoom(1 / 1.4, ...middle());
    else grow(false);
  }

  function at(event) {
    const box = stage.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  stage.addEventListener("wheel", (event) => {
    // The wheel belongs to the page until somebody has chosen the picture.
    if (!event.ctrlKey && stage.getRootNode().activeElement !== stage) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...at(event));
  }, { passive: false });

  stage.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, at(event));
    if (scale > 1) stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()], old = fingers.get(event.pointerId);
    const now = at(event);
    fingers.set(event.pointerId, now);
    if (fingers.size === 1 && scale > 1) { x += now[0] - old[0]; y += now[1] - old[1]; draw(); }
    if (fingers.size === 2) {
      const after = [...fingers.values()];
      const gap = (pair) => Math.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1]);
      const centre = (pair) => [(pair[0][0] + pair[1][0]) / 2, (pair[0][1] + pair[1][1]) / 2];
      const from = centre(before), to = centre(after);
      // What lies between the fingers stays between them.
      x += to[0] - from[0];
      y += to[1] - from[1];
      zoom(gap(after) / Math.max(1, gap(before)), ...to);
    }
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(kind, (event) => fingers.delete(event.pointerId));
  }
  stage.addEventListener("touchmove", (event) => {
    if (event.touches.length > 1) event.preventDefault();
  }, { passive: false });
  stage.addEventListener("click", () => { if (canGrow() && scale === 1) grow(true); });
  stage.addEventListener("dblclick", (event) => {
    if (scale > 1) reset();
    else if (!isSmall()) zoom(2.5, ...at(event));
  });

  stage.addEventListener("keydown", (event) => {
    const step = 40;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.key === "+" || event.key === "=") enlarge();
    else if (event.key === "-") reduce();
    else if (event.key === "0") grow(false);
    else if (event.key in moves && scale > 1) { x += moves[event.key][0]; y += moves[event.key][1]; draw(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.querySelector(".tools").addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (what === "in") enlarge();
    else if (what === "out") reduce();
    else if (what === "reset") grow(false);
  });
  draw();
  return true;
}
