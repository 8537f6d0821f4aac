// The forms in which Go hands a profile out: two texts to read and copy, one file for pprof.

import { count } from "../data.js";
import { button, h } from "../ui/dom.js";

/** A text that opens, scrolls and can be copied. */
export class Text {
  /** @param {string} label */
  constructor(label) {
    this.head = h("summary", {}, label);
    this.pre = h("pre", { tabindex: 0, role: "region", "aria-label": label });
    this.said = h("span", { role: "status", class: "small" });
    const row = h(
      "div",
      { class: "row" },
      button("Copy", () => this.copy()),
      this.said,
    );
    this.element = h("details", {}, this.head, row, this.pre);
  }

  /**
   * @param {string} text
   * @param {string} head
   */
  show(text, head) {
    this.pre.textContent = text;
    this.head.textContent = head;
    this.said.textContent = "";
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.pre.textContent ?? "");
      this.said.textContent = "Copied";
    } catch {
      getSelection()?.selectAllChildren(this.pre); // no clipboard here: leave the rest to the reader
      this.said.textContent = "Selected: copy it with your keyboard";
    }
  }
}

/** The button that saves a profile as a file. */
export class Download {
  /** @type {Uint8Array<ArrayBuffer>} */
  #bytes = new Uint8Array();

  constructor() {
    this.size = h("span", {});
    const open = h("code", {}, "go tool pprof -top tasks.pb.gz");
    this.element = h(
      "div",
      { class: "row download" },
      button("Download tasks.pb.gz", () => this.save()),
      h("span", { class: "small" }, this.size, open),
    );
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  show(bytes) {
    this.#bytes = bytes;
    this.size.textContent = `profile.proto, ${count(bytes.length)} bytes unpacked. Open with: `;
  }

  async save() {
    const packs = "CompressionStream" in globalThis; // else as it is: pprof reads that too
    const body = new Blob([this.#bytes]);
    const packed = packs
      ? await new Response(body.stream().pipeThrough(new CompressionStream("gzip"))).blob()
      : body;
    const href = URL.createObjectURL(packed);
    h("a", { href, download: packs ? "tasks.pb.gz" : "tasks.pb" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000); // once the browser has taken it
  }
}
