// Two pictures over each other; the range input cuts the later one off at its left.
export default function ({ data, parentElement }) {
  const pair = parentElement.querySelector(".pair");
  const [earlier, later] = pair.querySelectorAll("img");
  const range = pair.querySelector("input");
  earlier.src = data.earlier;
  later.src = data.later;
  earlier.alt = data.alt.replace("{day}", data.days[0]);
  later.alt = data.alt.replace("{day}", data.days[1]);
  pair.querySelector(".first").textContent = data.days[0];
  pair.querySelector(".second").textContent = data.days[1];
  range.setAttribute("aria-label", data.label);

  function show() {
    later.style.clipPath = `inset(0 0 0 ${range.value}%)`;
    pair.querySelector(".edge").style.left = `${range.value}%`;
    range.setAttribute("aria-valuetext", `${range.value} %`);
  }

  range.oninput = show;
  const pictures = pair.querySelector(".pictures");
  pictures.onpointermove = (event) => {
    if (event.pointerType === "mouse" && !event.buttons) return;
    const box = pictures.getBoundingClientRect();
    range.value = (100 * (event.clientX - box.left)) / box.width;
    show();
  };
  show();
}
