// The address bar's hash holds a lab's setting, so that a state can be shared:
// #leak-lab-1?latency_s=0.9&rate_per_s=50&timeout_s=0.6. Nonsense in it is ignored.

/** The numbers that the hash gives for the lab called `id`; {} when it is about something else. */
export function readHash(id, knobs) {
  const [name, query] = decode(location.hash.slice(1)).split("?");
  if (name !== id || !query) return {};
  const given = new URLSearchParams(query);
  const setting = {};
  for (const knob of knobs) {
    const value = Number(given.get(knob));
    if (given.has(knob) && given.get(knob) !== "" && Number.isFinite(value)) setting[knob] = value;
  }
  return setting;
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
  const query = Object.entries(setting).map(([knob, value]) => `${knob}=${Number(value.toPrecision(6))}`);
  try {
    history.replaceState(history.state, "", `#${id}?${query.join("&")}`);
  } catch {
    // a sandboxed frame may forbid it; the lab works without
  }
}
