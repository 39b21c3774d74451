// What was typed outlives a lost connection: it is put aside when the page is loaded again after one, and put back into its fields.
(() => {
  const key = "bothhands-typed " + location.pathname;
  const fields = () => [...document.querySelectorAll(".bh-main input, .bh-main textarea")].filter(
    (one) => !one.readOnly && !["password", "checkbox", "radio", "file", "submit"].includes(one.type) && one.getAttribute("role") !== "combobox");
  const named = (one, n) => n + " " + (one.getAttribute("aria-label") || one.name);
  const watched = setInterval(() => {
    if (!window.socket) return;
    clearInterval(watched);
    window.socket.on("disconnect", () => { window.bhKeep = true; });
  }, 50);
  addEventListener("pagehide", () => {
    if (!window.bhKeep) return;
    const typed = Object.fromEntries(fields().map((one, n) => [named(one, n), one.value]));
    sessionStorage.setItem(key, JSON.stringify(typed));
  });
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (!kept || performance.getEntriesByType("navigation")[0]?.type !== "reload") return;
  const typed = JSON.parse(kept);
  const back = setInterval(() => {
    if (!window.did_handshake || !document.querySelector(".bh-main")) return;
    clearInterval(back);
    let changed = false;
    fields().forEach((one, n) => {
      const before = typed[named(one, n)];
      if (before === undefined || before === one.value) return;
      one.value = before;
      one.dispatchEvent(new Event("input", { bubbles: true }));
      changed = true;
    });
    if (!changed) return;
    const told = document.createElement("p");
    told.className = "bh-card bh-late";
    told.setAttribute("role", "status");
    told.textContent = document.documentElement.dataset.kept;
    document.querySelector(".bh-main").prepend(told);
  }, 50);
})();

// The still of the page gives way in the step in which the page itself is put up, before it is painted.
new MutationObserver((_, watcher) => {
  if (!document.querySelector('#app .bh-main')) return;
  watcher.disconnect();
  document.getElementById('bh-still')?.remove();
}).observe(document.documentElement, { childList: true, subtree: true });
