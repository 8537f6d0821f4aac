// The engine's files, kept by the browser (Cache Storage), so that a second page need not load
// them. Each build has a store of its own, and removes those of earlier builds from the same place.
// Where nothing can be kept (a page from a file, storage forbidden or full), files are loaded anew.

const PREFIX = "parked-forever engine ";

/** Loads `url` as if nothing were kept; bound before anybody replaces `fetch`. */
const load = fetch.bind(globalThis);

/** @param {string} place address of the engine's folder @param {string} build */
async function open(place, build) {
  try {
    const mine = `${PREFIX}${place} `;
    const old = (await caches.keys()).filter(
      (name) => name.startsWith(mine) && name !== mine + build,
    );
    await Promise.all(old.map((name) => caches.delete(name)));
    return await caches.open(mine + build);
  } catch {
    return null;
  }
}

/**
 * What loads the engine's files, from the store where they are in it.
 * @param {string} place address of the engine's folder
 * @param {string} build
 * @returns {(name: string) => Promise<Response>}
 */
export function loader(place, build) {
  const opened = open(place, build);
  return async (name) => {
    const store = await opened;
    const kept = await store?.match(place + name).catch(() => undefined);
    if (kept) return kept;
    const response = await load(place + name);
    if (response.ok) store?.put(place + name, response.clone()).catch(() => {}); // it may be full
    return response;
  };
}

/** The names of the stores that this site has filled, of all builds. */
async function names() {
  try {
    return (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Whether any of the engine is kept. */
export const isKept = async () => (await names()).length > 0;

/** Have the browser remove it. */
export async function forget() {
  for (const name of await names()) await caches.delete(name);
}
