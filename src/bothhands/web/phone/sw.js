// Keeps the app itself on the phone, so that it opens without a connection. What it shows is kept by the app, never here.
const SHELL = "bothhands-phone-VERSION";
const FILES = ["/phone", "/phone/app.js", "/phone/keep.js", "/phone/look.css", "/phone/words.json", "/phone/icon.svg", "/phone/manifest.webmanifest"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((held) => held.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("bothhands-phone-") && name !== SHELL;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !FILES.includes(pathname)) return;
  event.respondWith(caches.open(SHELL).then((held) => held.match(pathname)).then((found) => found || fetch(event.request)));
});
