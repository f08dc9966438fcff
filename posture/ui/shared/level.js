// A spirit level from the gravity sensor of the device that shows the page.
const GOOD_DEG = 1; // as exact as the sensors of phones are
const LEAST = 5; // m/s² of gravity across the screen: less where the device lies flat
const PATIENCE_MS = 2500; // a device without a sensor sends nothing, or one empty event
const SMOOTH = 0.2;

export default function ({ data, parentElement }) {
  const level = parentElement.querySelector(".level");
  const button = level.querySelector("button");
  const said = level.querySelector(".said");
  const bubble = level.querySelector(".bubble");
  button.textContent = data.words.start;
  level.querySelector(".tube").setAttribute("aria-label", data.words.tube);
  let gravity = null;
  let timer = null;

  function measure({ accelerationIncludingGravity: now }) {
    if (now?.x == null || now.y == null) return;
    clearTimeout(timer);
    const last = gravity ?? now;
    gravity = { x: last.x + SMOOTH * (now.x - last.x), y: last.y + SMOOTH * (now.y - last.y) };
    show();
  }

  function show() {
    level.dataset.on = "";
    if (Math.hypot(gravity.x, gravity.y) < LEAST) return say(data.words.flat, null);
    // Upright or on its side, and whichever sign the browser gives gravity: from the nearest axis.
    const angle = (Math.atan2(gravity.x, gravity.y) * 180) / Math.PI;
    const roll = 90 * Math.round(angle / 90) - angle; // + turned clockwise, as seen on the screen
    const size = Math.abs(roll).toFixed(0);
    const words = roll > 0 ? data.words.left : data.words.right;
    say(Math.abs(roll) <= GOOD_DEG ? data.words.level : words.replace("{size}", size), roll);
  }

  function say(words, roll) {
    if (said.textContent !== words) said.textContent = words;
    level.dataset.good = roll !== null && Math.abs(roll) <= GOOD_DEG;
    bubble.hidden = roll === null;
    // A bubble rises to the higher side: with the device turned clockwise, to the left.
    if (roll !== null) bubble.style.left = `${50 - 7 * Math.max(-6, Math.min(6, roll))}%`;
  }

  button.onclick = async () => {
    // Safari asks, and only after a click.
    const ask = window.DeviceMotionEvent?.requestPermission;
    const allowed = !ask || (await ask().catch(() => "denied")) === "granted";
    if (!allowed) return say(data.words.denied, null);
    window.addEventListener("devicemotion", measure);
    timer = setTimeout(() => say(data.words.none, null), PATIENCE_MS);
  };
  return () => {
    clearTimeout(timer);
    window.removeEventListener("devicemotion", measure);
  };
}
