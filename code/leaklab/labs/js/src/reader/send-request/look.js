// What the element looks like beside its picture: radio buttons, and the roles' colours.

import { LOOKS } from "../../made/roles.js";
import { h } from "../../ui/dom.js";

let ids = 0;

/**
 * Radio buttons under a heading; `chosen(value)` is called when the reader takes another.
 * @param {string} heading
 * @param {string[][]} options value and words of each
 * @param {(value: string) => void} chosen
 */
export function radios(heading, options, chosen) {
  const name = `send-${++ids}`;
  const items = options.map(([value, says], i) => {
    const input = h("input", {
      ...{ type: "radio", name, value, checked: i === 0 },
      onchange: () => chosen(value),
    });
    return h("label", {}, input, says);
  });
  return h("fieldset", {}, h("legend", {}, heading), ...items);
}

/** The roles' colours as custom properties: for lines and words, lighter in the dark, and areas. */
export const roleStyles = () =>
  Object.entries(LOOKS)
    .map(
      ([role, { colour, fill }]) =>
        `.lab { --${role}: ${colour}; --${role}-fill: ${fill}; } ` +
        `.lab[data-dark="true"] { --${role}: ${fill}; }`,
    )
    .join("\n");
