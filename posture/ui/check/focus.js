(() => {
  const head = document.querySelector(".st-key-verdict h1");
  if (!head || window.postureResult === "TOKEN") return;
  window.postureResult = "TOKEN";
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
})();
