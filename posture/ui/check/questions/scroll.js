(() => {
  const app = document.querySelector("[data-testid=stApp]");
  const scroll = () => document.querySelector(".st-key-TARGET")?.scrollIntoView({ block: "start" });
  scroll();
  // What only the last run has drawn goes at the end of this one, and the page moves.
  const watch = new MutationObserver(() => {
    if (app.dataset.testScriptState === "running") return;
    watch.disconnect();
    requestAnimationFrame(scroll);
  });
  watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
})();
