// The address bar's hash holds a lab's setting, so that a state can be shared:
// #leak-lab?latency_s=0.9&rate_per_s=50&timeout_s=0.6. Nonsense in it is ignored.

/** What the hash gives for the knobs of the lab called `id`; {} when it is about something else. */
export function readHash(id, knobs) {
  const [name, query] = decode(location.hash.slice(1)).split("?");
  if (name !== id || !query) return {};
  const given = new URLSearchParams(query);
  const setting = {};
  for (const [knob, { stops }] of Object.entries(knobs)) {
    const value = understood(given.get(knob), stops);
    if (value !== undefined) setting[knob] = value;
  }
  return setting;
}

function understood(text, stops) {
  if (text === null || text === "") return undefined;
  if (typeof stops[0] === "string") return stops.includes(text) ? text : undefined;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Write the setting into the address bar, without a new entry in the history. */
export function writeHash(id, setting) {
  const plain = (value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);
  const query = Object.entries(setting).map(([knob, value]) => `${knob}=${plain(value)}`);
  try {
    history.replaceState(history.state, "", `#${id}?${query.join("&")}`);
  } catch {
    // a sandboxed frame may forbid it; the lab works without
  }
}
