// Task profiles as they come from Python (leaklab.labs.task_profile.record), their tables put back in.

/** The profile of an answer: groups with their frames, the two texts, the unpacked download. */
export function expandProfile({ total, groups, debug1, debug2, proto, frames, lines, protos }) {
  const named = frames.map(frame);
  const text = (places) => places.map((place) => lines[place]).join("\n");
  return {
    total,
    groups: groups.map((group) => expandGroup(group, named)),
    debug1: text(debug1),
    debug2: text(debug2),
    proto: Uint8Array.from(atob(protos[proto]), (letter) => letter.charCodeAt(0)),
  };
}

function expandGroup(group, named) {
  const stack = group.frames.map((place) => named[place]);
  const key = stack.map((each) => `${each.function} ${each.line}`).join();
  return {
    ...group,
    key,
    stack,
    telling: stack[group.at],
    makers: group.made_by.map((place) => named[place]),
  };
}

/** A frame's `name` is its function without the module, `short` its last part, `place` file and line. */
function frame([full, file, line]) {
  const module = file.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");
  const name = full.startsWith(`${module}.`) ? full.slice(module.length + 1) : full;
  const base = file.slice(file.lastIndexOf("/") + 1);
  const short = name.slice(name.lastIndexOf(">.") + 1).replace(/^\./, "");
  return { function: full, file, line, name, short, place: `${base}:${line}` };
}
