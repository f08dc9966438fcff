// Leads an open page to the sign-in when its login has ended; asked every ten seconds.
if (!window.postureSession) {
  const look = async () => {
    // A server that does not answer is another matter: Streamlit says so itself.
    const answer = await fetch("/session", { cache: "no-store" }).catch(() => null);
    if (answer !== null && answer.status === 401) window.location.replace("/login");
  };
  window.postureSession = window.setInterval(look, 10000);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
}
