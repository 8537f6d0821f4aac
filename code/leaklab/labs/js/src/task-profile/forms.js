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

/** The button that saves a profile as a file called `name`, and of two how to subtract them. */
export class Download {
  /** @type {Uint8Array<ArrayBuffer>} */
  #bytes = new Uint8Array();

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.size = h("span", { class: "small" });
    const save = button(`Download ${name}.pb.gz`, () => this.save());
    this.element = h("span", { class: "check" }, save, this.size);
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  show(bytes) {
    this.#bytes = bytes;
    this.size.textContent = `${count(bytes.length)} bytes unpacked`;
  }

  async save() {
    const packs = "CompressionStream" in globalThis; // else as it is: pprof reads that too
    const body = new Blob([this.#bytes]);
    const packed = packs
      ? await new Response(body.stream().pipeThrough(new CompressionStream("gzip"))).blob()
      : body;
    const href = URL.createObjectURL(packed);
    h("a", { href, download: `${this.name}${packs ? ".pb.gz" : ".pb"}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000); // once the browser has taken it
  }
}

/** The files of what is shown, and how Go's own tool reads them. */
export class Downloads {
  constructor() {
    this.one = new Download("tasks");
    this.before = new Download("before");
    this.after = new Download("after");
    this.open = h("code", {});
    const files = [this.one, this.before, this.after].map((file) => file.element);
    const says = h("span", { class: "small" }, "Open with: ", this.open);
    this.element = h("div", { class: "row download" }, ...files, says);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} after
   * @param {Uint8Array<ArrayBuffer>} [before]
   */
  show(after, before) {
    this.one.element.hidden = Boolean(before);
    for (const file of [this.before, this.after]) file.element.hidden = !before;
    this.open.textContent = before
      ? "go tool pprof -top -diff_base before.pb.gz after.pb.gz"
      : "go tool pprof -top tasks.pb.gz";
    if (before) this.before.show(before);
    (before ? this.after : this.one).show(after);
  }
}
