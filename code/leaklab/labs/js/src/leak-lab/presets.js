// The leak lab's presets: settings of its sliders, and runs that no setting gives.

import { nearest } from "../data.js";
import { button } from "../ui/dom.js";

/** @import { LeakKnobs, Preset } from "../made/wire.js" */
/** @import { Sliders } from "./knobs.js" */

/** @typedef {{name: string, preset: Preset, button: HTMLButtonElement}} Named */

/**
 * Whether the sliders, at `setting`, stand as near to the preset's setting as they can.
 * @param {Preset} preset
 * @param {Sliders} knobs
 * @param {LeakKnobs} setting
 */
export function standsAt({ setting: wanted }, knobs, setting) {
  if (!wanted) return false;
  const names = /** @type {(keyof LeakKnobs)[]} */ (Object.keys(knobs));
  return names.every((name) => {
    const { stops } = knobs[name];
    return stops[nearest(stops, wanted[name])] === setting[name];
  });
}

export class Presets {
  /** The preset that is shown though no setting gives it. @type {string | null} */
  shown = null;

  /**
   * `chosen(preset)` is called when a button is pressed.
   * @param {Record<string, Preset>} presets
   * @param {(chosen: Named) => void} chosen
   */
  constructor(presets, chosen) {
    /** @type {Named[]} */
    this.all = Object.entries(presets).map(([name, preset]) => {
      const pressed = () => chosen(named);
      const named = {
        name,
        preset,
        button: button(preset.title, pressed, { "data-preset": name }),
      };
      return named;
    });
  }

  get buttons() {
    return this.all.map((each) => each.button);
  }

  /** That which is shown though no setting gives it. */
  get extra() {
    return this.all.find(({ name }) => name === this.shown);
  }

  /**
   * The button is pressed of that which the setting is, or of none.
   * @param {Sliders} knobs
   * @param {LeakKnobs} setting
   */
  look(knobs, setting) {
    this.press(this.all.find(({ preset }) => standsAt(preset, knobs, setting))?.name);
  }

  /** @param {string | undefined} name of the one whose button is pressed; or none */
  press(name) {
    for (const each of this.all) {
      each.button.setAttribute("aria-pressed", String(each.name === name));
    }
  }

  /**
   * Live servers can be told a setting alone: while they run, nothing else can be chosen.
   * @param {boolean} live
   */
  set live(live) {
    for (const { button, preset } of this.all) button.disabled = live && !preset.setting;
  }
}
