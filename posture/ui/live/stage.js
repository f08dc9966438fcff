// Notes of each short sound: [frequency in hertz, start and length in seconds].
const SOUNDS = {
  tick: [[880, 0, 0.09]],
  attention: [[523, 0, 0.12]],
  ready: [[523, 0, 0.1], [784, 0.11, 0.16]],
  shutter: [[1568, 0, 0.05], [1175, 0.06, 0.07]],
  finished: [[523, 0, 0.14], [659, 0.15, 0.14], [784, 0.3, 0.3]],
};

// One voice per page, wherever the picture stands; the browser lets it speak once anything on the
// page was pressed, which starting the camera is.
let audio = null;

// Words wait for the sounds before them. A page that was held up gets two states at once: the words
// of the second must not overtake those of the first.
let waiting = [];

export default function ({ data, parentElement }) {
  const stage = parentElement.querySelector(".stage");
  const img = parentElement.querySelector("img");
  img.hidden = !data.src;
  img.alt = data.alt;
  if (data.src) img.src = data.src;
  parentElement.querySelector(".caption").textContent = data.caption;
  parentElement.querySelector(".state").textContent = data.state;
  const { cues } = data;
  if (!cues.length) return;
  const memory = (stage.posture ??= { id: 0 });
  const last = cues[cues.length - 1];
  if (last.id === memory.id) return;
  // A new run counts from one again.
  const before = last.id > memory.id ? memory.id : 0;
  const fresh = cues.filter(({ id }) => id > before);
  memory.id = last.id;
  stage.dataset.code = last.code;
  if (data.sound) say(fresh, data.language, cues.length > fresh.length);
}

function say(cues, language, goesOn) {
  const voice = window.speechSynthesis;
  // What is not yet finished is old by now: the newest is what counts. A count is said to its end.
  if (!goesOn && cues[0].text) {
    waiting = [];
    voice?.cancel();
  }
  let start = Math.max((waiting.at(-1)?.due ?? 0) - performance.now(), 0) / 1000;
  for (const { text, sound } of cues) {
    start += play(SOUNDS[sound] ?? [], start);
    if (!text || !voice) continue;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language;
    words.rate = 1.05;
    waiting.push({ words, due: performance.now() + 1000 * start });
    setTimeout(speakDue, 1000 * start);
  }
}

function speakDue() {
  while (waiting.length && waiting[0].due <= performance.now()) {
    window.speechSynthesis.speak(waiting.shift().words);
  }
  if (waiting.length) setTimeout(speakDue, waiting[0].due - performance.now());
}

function play(notes, later) {
  if (!notes.length || !("AudioContext" in window)) return 0;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
  const now = audio.currentTime + later;
  for (const [hertz, start, length] of notes) {
    const tone = new OscillatorNode(audio, { frequency: hertz, type: "triangle" });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, now + start);
    volume.gain.linearRampToValueAtTime(0.35, now + start + 0.01);
    volume.gain.exponentialRampToValueAtTime(0.001, now + start + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(now + start);
    tone.stop(now + start + length + 0.02);
  }
  return Math.max(...notes.map(([, start, length]) => start + length));
}
