// What stays on the phone: the pack, what was told and not sent yet, and what is being typed. IndexedDB, as three lists of keys and values.
const LISTS = ["kept", "outbox", "drafts"];

const opened = new Promise((done, failed) => {
  const asked = indexedDB.open("bothhands-phone", 1);
  asked.onupgradeneeded = () => LISTS.forEach((name) => asked.result.createObjectStore(name));
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

async function run(list, mode, act) {
  const held = await opened;
  return new Promise((done, failed) => {
    const step = held.transaction(list, mode);
    const asked = act(step.objectStore(list));
    step.oncomplete = () => done(asked.result);
    step.onabort = step.onerror = () => failed(step.error);
  });
}

export const read = (list, key) => run(list, "readonly", (held) => held.get(key));
export const every = (list) => run(list, "readonly", (held) => held.getAll());
export const put = (list, key, value) => run(list, "readwrite", (held) => held.put(value, key));
export const drop = (list, key) => run(list, "readwrite", (held) => held.delete(key));
