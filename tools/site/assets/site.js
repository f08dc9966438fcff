// The theme puts boxes around wide tables and bars on blocks of code once the page is loaded.
let bars = 0;
const complete = () => {
  // A box that scrolls sideways does so by keyboard too.
  document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])").forEach((box) => {
    box.tabIndex = 0;
  });
  // Each bar is told from the others by a name.
  document.querySelectorAll(".md-code__nav:not([aria-label])").forEach((bar) => {
    const says = bar.querySelector("button")?.title ?? "";
    bar.setAttribute("aria-label", `${says} ${++bars}`);
  });
};
new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
complete();
