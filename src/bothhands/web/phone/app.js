// The officer's day on a phone. Everything told goes into the outbox first and leaves it only when the desk has it: nothing typed depends on a connection.
import { drop, every, put, read } from "/phone/keep.js";

const EVERY_MS = 30000, CLOCK_MINUTES = 10, LONGEST = 1600, MOST_PHOTOS = 6;
const here = { pack: null, words: {}, zh: document.documentElement.lang.startsWith("zh"), outbox: [], offline: false, signedOut: false, clock: 0, at: { screen: "day" }, day: "", post: "", notes: [], sending: false };

const say = (key, given = {}) => Object.entries(given).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), (here.words[key] || [key, key])[here.zh ? 1 : 0]);
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const account = () => (here.pack ? here.pack.account : 0);
const place = (name) => (here.zh && here.pack.places[name]) || name;
const post = (name) => (here.zh && (here.pack.post_names || {})[name]) || name;
const firm = (name) => here.pack.firms.find((one) => one.firm === name);
const visitOf = (number) => here.pack.visits.find((one) => one.id === number) || null;
const called = (visit) => { const one = firm(visit.firm); return one ? (here.zh && one.name_zh) || one.name : visit.firm || place(visit.place); };
const own = () => here.outbox.filter((one) => one.account === account()).sort((one, other) => one.at.localeCompare(other.at));

function el(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...inside.filter((one) => one !== null && one !== false));
  return made;
}
const button = (words, pressed, given = {}) => el("button", { type: "button", onclick: pressed, ...given }, words);
const quiet = (words) => el("p", { class: "quiet" }, words);

// --- what the desk is asked

async function ask(method, path, { body, version, form } = {}) {
  const headers = { "Accept-Language": here.zh ? "zh" : "en", ...(version ? { "If-Match": `"${version}"` } : {}), ...(here.guard ? { "X-Bothhands-Guard": here.guard } : {}), ...(body ? { "Content-Type": "application/json" } : {}) };
  const answer = await fetch(`/api/v1${path}`, { method, headers, body: form || (body ? JSON.stringify(body) : undefined), cache: "no-store" });
  const told = answer.status === 204 ? null : await answer.json().catch(() => null);
  return { status: answer.status, told, error: answer.ok ? null : (told && told.error) || { message: String(answer.status) } };
}

async function fresh() {
  const session = await ask("GET", "/session");
  here.signedOut = session.status === 401;
  if (session.error) return false;
  here.guard = session.told.guard || "";
  const { told, error } = await ask("GET", "/phone/pack");
  if (error) return false;
  here.clock = Math.round((Date.now() - Date.parse(told.now)) / 60000);
  here.pack = told;
  await put("kept", "pack", told);
  return true;
}

async function sync() {
  if (here.sending) return;
  here.sending = true;
  try {
    const reached = await fresh();
    here.offline = false;
    if (reached) for (const item of own()) if (!item.conflict && !item.fault) await sent(item);
    if (reached) await fresh();
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    here.offline = true;
  } finally {
    here.sending = false;
    here.outbox = await every("outbox");
    show(true);
  }
}

async function sent(item) {
  const { status, told, error } = item.visit
    ? await ask("PATCH", `/visits/${item.visit}`, { body: item.change, version: item.version })
    : await ask("POST", "/phone/findings", { body: item.finding });
  if ([401, 409, 429].includes(status) || status >= 500) return;
  if (status === 412) item.conflict = error.theirs;
  else if (error) item.fault = error.message;
  else if (item.visit) return settled(item, told.version);
  else if (await photosSent(item, told.id)) return drop("outbox", item.key);
  await put("outbox", item.key, item);
}

// What was changed while it was being sent is sent next, on the version that stands now.
async function settled(item, version) {
  const stands = await read("outbox", item.key);
  if (JSON.stringify(stands.change) === JSON.stringify(item.change)) return drop("outbox", item.key);
  return put("outbox", item.key, { ...stands, version });
}

async function photosSent(item, finding) {
  for (const photo of item.photos) {
    const form = new FormData();
    form.append("key", photo.key);
    form.append("file", photo.blob, `${photo.key}.jpg`);
    const { status, error } = await ask("POST", `/phone/findings/${finding}/photos`, { form });
    if (status === 401 || status === 429 || status >= 500) return false;
    if (error) here.notes.push(error.message);
  }
  return true;
}

// --- what is told

async function tell(item) {
  await put("outbox", item.key, { key: crypto.randomUUID(), account: account(), at: new Date().toISOString(), photos: [], conflict: null, fault: "", ...item });
  here.outbox = await every("outbox");
  show();
  sync();
}

function change(visit, given) {
  const waiting = own().find((one) => one.visit === visit.id);
  const item = waiting ? { ...waiting, change: { ...waiting.change, ...given }, fault: "" } : { visit: visit.id, version: visit.version, change: given };
  const key = waiting ? waiting.key : crypto.randomUUID();
  return tell({ ...item, key });
}

const asTold = (visit) => ({ ...visit, ...(own().find((one) => one.visit === visit.id) || { change: {} }).change });

async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = el("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("blob"))), "image/jpeg", 0.85));
}

async function leave() {
  const waiting = own().length;
  if (waiting && !confirm(say("dk_ph_sign_out_waits", { n: waiting }))) return;
  await ask("DELETE", "/session");
  await drop("kept", "pack");
  [here.pack, here.signedOut] = [null, true];
  show();
}

// --- screens

function go(at) { here.at = at; show(); document.getElementById("main").focus(); scrollTo(0, 0); }

function show(quietly = false) {
  const typing = document.activeElement && document.activeElement.matches("textarea, select") && quietly;
  top_();
  if (typing) return;
  const main = document.getElementById("main");
  if (!here.pack) main.replaceChildren(el("div", { class: "card" }, el("h1", {}, "bothhands"), el("p", {}, say(here.signedOut ? "dk_ph_sign_in_first" : "dk_ph_no_pack")), ...(here.signedOut ? [el("a", { href: "/sign-in?next=/phone" }, say("dk_ph_sign_in"))] : [])));
  else main.replaceChildren(...{ day, visit: visitScreen, finding: findingScreen, outbox }[here.at.screen]());
}

function top_() {
  const waiting = own().length, parts = [say(here.offline ? "dk_ph_offline" : "dk_ph_online"), waiting ? say("dk_ph_waiting", { n: waiting }) : say("dk_ph_all_sent")];
  document.getElementById("top").replaceChildren(
    el("strong", {}, "bothhands"),
    button(here.zh ? "English" : "中文", async () => { here.zh = !here.zh; document.documentElement.lang = here.zh ? "zh-CN" : "en"; await put("kept", "zh", here.zh); show(); }, { class: "plain" }),
    button(say("dk_ph_sync"), sync, { class: "plain" }),
    waiting ? button(say("dk_ph_outbox", { n: waiting }), () => go({ screen: "outbox" }), { class: "plain" }) : "",
    el("span", { class: "state" }, parts.join(" · ")),
  );
  const told = [];
  if (!window.isSecureContext) told.push(say("dk_ph_insecure"));
  if (here.signedOut && here.pack) told.push(el("span", {}, say("dk_ph_signed_out"), " ", el("a", { href: "/sign-in?next=/phone" }, say("dk_ph_sign_in"))));
  if (Math.abs(here.clock) >= CLOCK_MINUTES) told.push(say("dk_ph_clock", { n: Math.abs(here.clock) }));
  told.push(...here.notes);
  document.getElementById("told").replaceChildren(...told.map((one) => el("p", { class: "warn" }, one)));
}

function day() {
  const { days, posts } = here.pack, dates = [...new Set(days.map((one) => one.day))].sort();
  here.post = posts.includes(here.post) ? here.post : posts[0] || "";
  here.day = here.day || here.pack.today;
  const mine = days.find((one) => one.day === here.day && one.post === here.post);
  const step = (by) => { const moved = new Date(`${here.day}T12:00:00Z`); moved.setUTCDate(moved.getUTCDate() + by); here.day = moved.toISOString().slice(0, 10); show(); };
  const known = mine ? mine.stops.filter((stop) => visitOf(stop.visit)) : [];
  const stops = known.length ? known.map((stop) => stopCard(stop)) : [el("div", { class: "card" }, say(dates.length ? "dk_ph_no_day" : "dk_ph_no_days"))];
  return [
    el("div", {},
      el("h1", {}, here.day === here.pack.today ? say("dk_ph_today", { day: here.day }) : here.day),
      posts.length > 1 ? el("label", {}, say("dk_ph_post"), el("select", { onchange: (e) => { here.post = e.target.value; show(); } }, ...posts.map((one) => el("option", { value: one, selected: one === here.post }, post(one))))) : here.post ? quiet(post(here.post)) : "",
      el("div", { class: "row" }, button("‹ " + say("dk_ph_before"), () => step(-1)), button(say("dk_ph_after") + " ›", () => step(1)))),
    mine ? quiet(say("dk_ph_way", { from: place(mine.start), leaves: clock(mine.leaves), returns: clock(mine.returns), hours: mine.hours.toFixed(1) })) : "",
    ...stops,
    button(say("dk_ph_new_finding"), () => go({ screen: "finding", visit: null })),
    el("p", {}, el("a", { href: "/field" }, say("dk_ph_to_desk"))),
    account() ? button(say("dk_ph_sign_out"), leave, { class: "plain" }) : "",
  ].filter((one) => one !== "");
}

function stopCard(stop) {
  const visit = asTold(visitOf(stop.visit));
  const open = findingsOf(visit).length;
  return el("button", { type: "button", class: "stop", onclick: () => go({ screen: "visit", visit: visit.id }) },
    el("span", { class: "clock" }, clock(stop.begins)), el("span", {}, visit.firm ? `${called(visit)}, ${place(visit.place)}` : called(visit)),
    el("span", { class: "quiet" }, [say(`visit_kind_${visit.kind}`), say(`dk_ph_is_${visit.status}`), open ? say("dk_ph_open", { n: open }) : ""].filter(Boolean).join(" · ")));
}

const findingsOf = (visit) => here.pack.findings.filter((one) => (visit.firm ? one.firm === visit.firm : one.place === visit.place && !one.firm));

function visitScreen() {
  const held = visitOf(here.at.visit);
  if (!held) { here.at = { screen: "day" }; return day(); }
  const visit = asTold(held), card = firm(visit.firm), list = here.pack.checklists[visit.kind] || [];
  const facts = card ? [place(card.place), card.workers ? say("dk_ph_workers", { n: card.workers }) : "", card.blocked_by ? say("dk_ph_blocked", { what: say(`dk_dif_${card.blocked_by}`) }) : "", say("dk_ph_last", { day: card.last_visit || say("dk_ph_never") })].filter(Boolean) : [place(visit.place)];
  const said = el("textarea", { id: "said", maxlength: 8000 });
  said.value = here.at.said ?? visit.said;
  said.addEventListener("input", () => { here.at.said = said.value; put("drafts", `said-${account()}-${visit.id}`, said.value); });
  read("drafts", `said-${account()}-${visit.id}`).then((draft) => { if (draft !== undefined && here.at.said === undefined) { said.value = draft; here.at.said = draft; } });
  const mark = (item, value) => change(visit, { checklist: { ...visit.checklist, [item]: value } });
  return [
    button("‹ " + say("dk_ph_back"), () => go({ screen: "day" }), { class: "plain" }),
    el("div", { class: "card" }, el("h1", {}, called(visit)), quiet(`${say(`visit_kind_${visit.kind}`)} · ${say(`dk_ph_is_${visit.status}`)}`), el("ul", {}, ...facts.map((one) => el("li", {}, one)), ...(visit.parties || []).map((one) => el("li", {}, one)))),
    el("div", { class: "row" }, button(say("dk_ph_made"), () => change(visit, { status: "made" }), { class: "main grow", "aria-pressed": String(visit.status === "made") }), button(say("dk_ph_missed"), () => change(visit, { status: "missed" }), { "aria-pressed": String(visit.status === "missed") })),
    button(say("dk_ph_new_finding"), () => go({ screen: "finding", visit: visit.id }), { class: "main" }),
    el("div", { class: "card" }, el("h2", {}, say("dk_ph_looked_at")), ...list.map((item) => el("div", { class: "check", role: "group", "aria-label": say(`dk_ph_check_${item}`) }, el("span", {}, say(`dk_ph_check_${item}`)), button(say("dk_ph_yes"), () => mark(item, true), { "aria-pressed": String(visit.checklist[item] === true) }), button(say("dk_ph_no"), () => mark(item, false), { "aria-pressed": String(visit.checklist[item] === false) })))),
    el("div", { class: "card" }, el("label", { for: "said" }, say("dk_ph_said")), said, el("div", { class: "row" }, button(say("dk_ph_keep"), async () => { await drop("drafts", `said-${account()}-${visit.id}`); const text = said.value; delete here.at.said; change(visit, { said: text }); }))),
    el("div", { class: "card" }, el("h2", {}, say("dk_ph_open_here")), findingsOf(visit).length ? el("ul", {}, ...findingsOf(visit).map((one) => el("li", {}, `${say(`dk_fi_kind_${one.kind}`)}${one.party ? ` (${one.party})` : ""}: ${one.text}`))) : quiet(say("dk_ph_none_open"))),
  ];
}

function findingScreen() {
  const visit = visitOf(here.at.visit), key = `finding-${account()}-${here.at.visit || 0}`;
  const form = here.at.form || (here.at.form = { kind: "difficulty", difficulty: "", text: "", party: "", place: visit ? visit.place : "", firm: visit ? visit.firm : "", photos: [] });
  if (!here.at.asked) { here.at.asked = true; read("drafts", key).then((draft) => { if (draft) { here.at.form = draft; show(); } }); }
  const hold = () => put("drafts", key, form);
  const chip = (words, is, set) => button(words, () => { set(); hold(); show(); }, { "aria-pressed": String(is) });
  const text = el("textarea", { id: "text", maxlength: 4000 });
  text.value = form.text;
  text.addEventListener("input", () => { form.text = text.value; hold(); });
  const photo = el("input", { type: "file", id: "photo", accept: "image/*", capture: "environment", multiple: true });
  photo.addEventListener("change", async () => {
    for (const file of photo.files) {
      try { if (form.photos.length < MOST_PHOTOS) form.photos.push({ key: crypto.randomUUID(), blob: await shrunk(file) }); else here.notes.push(say("dk_ph_most_photos", { n: MOST_PHOTOS })); }
      catch { here.notes.push(say("dk_ph_no_picture", { name: file.name })); }
    }
    await hold();
    show();
  });
  const save = async () => {
    const said = form.text.trim() || (form.difficulty ? say(`dk_dif_${form.difficulty}`) : "");
    if (!said) { here.notes = [say("dk_ph_say_what")]; show(); return; }
    if (!form.firm && !form.place) { here.notes = [say("dk_ph_say_where")]; show(); return; }
    here.notes = [];
    await drop("drafts", key);
    const device_key = crypto.randomUUID();
    here.at = visit ? { screen: "visit", visit: visit.id } : { screen: "day" };
    await tell({ key: device_key, photos: form.photos, finding: { device_key, visit_id: visit ? visit.id : null, kind: form.kind, text: said, place: form.firm ? "" : form.place, firm: form.firm, difficulty: form.kind === "difficulty" ? form.difficulty : "", party: form.party || "" } });
  };
  return [
    button("‹ " + say("dk_ph_back"), () => go(visit ? { screen: "visit", visit: visit.id } : { screen: "day" }), { class: "plain" }),
    el("h1", {}, say("dk_ph_finding_at", { where: visit ? called(visit) : say("dk_ph_somewhere") })),
    visit ? "" : el("label", {}, say("dk_ph_place"), el("select", { onchange: (e) => { form.place = e.target.value; hold(); } }, el("option", { value: "" }, "–"), ...Object.keys(here.pack.places).map((one) => el("option", { value: one, selected: one === form.place }, place(one))))),
    el("div", { class: "row", role: "group", "aria-label": say("dk_ph_kind") }, ...["difficulty", "request", "promise", "evidence"].map((one) => chip(say(`dk_fi_kind_${one}`), form.kind === one, () => { form.kind = one; }))),
    form.kind === "difficulty" ? el("div", { class: "row", role: "group", "aria-label": say("dk_ph_difficulty") }, ...["funds", "materials", "market", "labour", "logistics", "protective_goods", "permit"].map((one) => chip(say(`dk_dif_${one}`), form.difficulty === one, () => { form.difficulty = form.difficulty === one ? "" : one; }))) : "",
    visit && (visit.parties || []).length ? el("div", { class: "row", role: "group", "aria-label": say("dk_fi_party") }, ...visit.parties.map((one) => chip(one, form.party === one, () => { form.party = form.party === one ? "" : one; }))) : "",
    el("div", {}, el("label", { for: "text" }, say("dk_ph_text")), text),
    el("div", {}, photo, el("label", { for: "photo", class: "button" }, say("dk_ph_photo")), el("div", { class: "photos" }, ...form.photos.map((one) => { const img = el("img", { alt: say("dk_ph_a_photo"), src: URL.createObjectURL(one.blob) }); img.addEventListener("load", () => URL.revokeObjectURL(img.src)); return img; })), quiet(say("dk_ph_no_faces"))),
    button(say("dk_ph_save"), save, { class: "main" }),
  ].filter((one) => one !== "");
}

function outbox() {
  return [button("‹ " + say("dk_ph_back"), () => go({ screen: "day" }), { class: "plain" }), el("h1", {}, say("dk_ph_outbox_title")), ...(own().length ? own().map(waitingCard) : [quiet(say("dk_ph_all_sent"))])];
}

function waitingCard(item) {
  const visit = visitOf(item.visit);
  const head = el("h2", {}, visit ? called(visit) : item.visit ? say("dk_ph_a_visit", { n: item.visit }) : `${say(`dk_fi_kind_${item.finding.kind}`)}: ${item.finding.text.slice(0, 80)}`);
  const settle = async (given) => { if (given) await put("outbox", item.key, { ...item, conflict: null, fault: "", ...given }); else await drop("outbox", item.key); here.outbox = await every("outbox"); show(); sync(); };
  if (item.conflict) {
    const theirs = item.conflict, mine = item.change, told = (one) => [one.status ? say(`dk_ph_is_${one.status}`) : "", one.said || ""].filter(Boolean).join("\n") || "–";
    const joined = { ...mine, said: [theirs.said, mine.said].filter(Boolean).join("\n") };
    return el("div", { class: "card" }, head, el("p", { class: "late" }, say("dk_ph_conflict")),
      el("div", { class: "both" }, el("div", {}, el("strong", {}, say("dk_ph_theirs")), "\n", told(theirs)), el("div", {}, el("strong", {}, say("dk_ph_yours")), "\n", told(mine))),
      el("div", { class: "row" }, button(say("dk_ph_join"), () => settle({ change: joined, version: theirs.version }), { class: "main" }), button(say("dk_ph_keep_mine"), () => settle({ version: theirs.version })), button(say("dk_ph_take_theirs"), () => settle(null))));
  }
  if (item.fault) return el("div", { class: "card" }, head, el("p", { class: "late" }, item.fault), el("div", { class: "row" }, item.finding ? button(say("dk_ph_mend"), async () => { await put("drafts", `finding-${account()}-${item.finding.visit_id || 0}`, { ...item.finding, photos: item.photos }); await drop("outbox", item.key); here.outbox = await every("outbox"); go({ screen: "finding", visit: item.finding.visit_id }); }, { class: "main" }) : "", button(say("dk_ph_again"), () => settle({})), button(say("dk_ph_discard"), () => settle(null))));
  return el("div", { class: "card" }, head, quiet(say("dk_ph_not_sent", { n: item.photos.length })));
}

// --- begin

async function begin() {
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/phone/sw.js", { scope: "/phone" }).catch(() => {});
  here.words = await (await fetch("/phone/words.json")).json();
  const zh = await read("kept", "zh");
  if (zh !== undefined) { here.zh = zh; document.documentElement.lang = zh ? "zh-CN" : "en"; }
  [here.pack, here.outbox] = [(await read("kept", "pack")) || null, await every("outbox")];
  show();
  addEventListener("online", sync);
  setInterval(sync, EVERY_MS);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  await sync();
  document.documentElement.dataset.ready = "yes";
}
begin();
