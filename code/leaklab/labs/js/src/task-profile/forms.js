// The forms in which Go hands a profile out: two texts to read and copy, one file for pprof.

import { count } from "../data.js";
import { h } from "../ui/dom.js";

/** A text that opens, scrolls and can be copied. */
export class Text {
  constructor(label) {
    this.head = h("summary", {}, label);
    this.pre = h("pre", { tabindex: 0, role: "region", "aria-label": label });
    this.said = h("span", { role: "status", class: "small" });
    const copy = h("button", { type: "button", onclick: () => this.copy() }, "Copy");
    this.element = h(
      "details",
      {},
      this.head,
      h("div", { class: "row" }, copy, this.said),
      this.pre,
    );
  }

  show(text, head) {
    this.pre.textContent = text;
    this.head.textContent = head;
    this.said.textContent = "";
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.pre.textContent);
      this.said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(this.pre); // no clipboard here: leave the rest to the reader
      this.said.textContent = "Selected: copy it with your keyboard";
    }
  }
}

/** The button that saves a profile as a file. */
export class Download {
  constructor() {
    this.size = h("span", {});
    this.element = h(
      "div",
      { class: "row download" },
      h("button", { type: "button", onclick: () => this.save() }, "Download tasks.pb.gz"),
      h("span", { class: "small" }, this.size, h("code", {}, "go tool pprof -top tasks.pb.gz")),
    );
  }

  show(bytes) {
    this.bytes = bytes;
    this.size.textContent = `profile.proto, ${count(bytes.length)} bytes unpacked. Open with: `;
  }

  async save() {
    const packs = "CompressionStream" in globalThis; // else as it is: pprof reads that too
    const body = new Blob([this.bytes]);
    const packed = packs && body.stream().pipeThrough(new CompressionStream("gzip"));
    const href = URL.createObjectURL(packs ? await new Response(packed).blob() : body);
    h("a", { href, download: packs ? "tasks.pb.gz" : "tasks.pb" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000); // once the browser has taken it
  }
}
