// The focus stays where the reader has it while a lab is built again for another engine.

const CONTROLS = "button, input, select, summary";

/**
 * What a control is called.
 * @param {Element & {labels?: NodeListOf<HTMLLabelElement> | null}} control
 */
const nameOf = (control) => (control.labels?.[0] ?? control).textContent;

/**
 * Remember what has the focus inside of `shadow`. Gives what puts it back into a place that was
 * built since: to the same control, to the one of its name, or else to the first.
 * @param {ShadowRoot | null} shadow
 * @returns {(place: Element) => void}
 */
export function holdFocus(shadow) {
  const held = shadow?.activeElement;
  if (!held) return () => {};
  const called = nameOf(held);
  return (place) => {
    const controls = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(CONTROLS)]);
    const visible = controls.filter((each) => each.checkVisibility?.() ?? true);
    const same = visible.find((each) => each === held || nameOf(each) === called);
    (same ?? visible[0])?.focus({ preventScroll: true });
  };
}
