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

export default function ({ data, parentElement }) {
  const stage = parentElement.querySelector(".stage");
  const img = parentElement.querySelector("img");
  img.hidden = !data.src;
  img.alt = data.alt;
  if (data.src) img.src = data.src;
  parentElement.querySelector(".caption").textContent = data.caption;
  parentElement.querySelector(".state").textContent = data.state;
  const said = data.utterance;
  const memory = (stage.posture ??= { id: 0 });
  if (!said || said.id === memory.id) return;
  memory.id = said.id;
  stage.dataset.code = said.code;
  if (data.sound) say(said);
}

function say({ text, sound, language }) {
  const length = play(SOUNDS[sound] ?? []);
  if (!text || !("speechSynthesis" in window)) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  words.rate = 1.05;
  // What is not yet finished is old by now: the newest is what counts.
  window.speechSynthesis.cancel();
  setTimeout(() => window.speechSynthesis.speak(words), 1000 * length);
}

function play(notes) {
  if (!notes.length || !("AudioContext" in window)) return 0;
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
  const now = audio.currentTime;
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
