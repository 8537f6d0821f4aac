// A role's fill: its colour and, as a second cue, its hatch.

const HATCH = {
  "//": [[0, 8, 8, 0]],
  xx: [
    [0, 8, 8, 0],
    [0, 0, 8, 8],
  ],
  "..": "dots",
};

const patterns = new Map(); // made once: a repaint has no time for it

/** What to fill an area of a role with, on a canvas; `look` comes from Python (leaklab.roles). */
export function fillOf(context, look) {
  if (!look.hatch) return look.fill;
  if (!patterns.has(look.fill)) patterns.set(look.fill, pattern(context, look));
  return patterns.get(look.fill);
}

function pattern(context, look) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const draw = tile.getContext("2d");
  draw.fillStyle = look.fill;
  draw.fillRect(0, 0, 8, 8);
  draw.strokeStyle = draw.fillStyle = look.colour;
  draw.lineWidth = 1;
  const marks = HATCH[look.hatch];
  if (marks === "dots") draw.fillRect(3, 3, 2, 2);
  else
    for (const [x0, y0, x1, y1] of marks) {
      draw.beginPath();
      draw.moveTo(x0, y0);
      draw.lineTo(x1, y1);
      draw.stroke();
    }
  return context.createPattern(tile, "repeat");
}
