// The editor: CodeMirror with Python, and nothing that its reader has not asked for.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  ViewPlugin,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** A mark on a line: what is wrong there, or odd. @typedef {{line: number, words: string, severity: "error" | "warning" | "info"}} Mark */

/**
 * A part with an edge: the text's ink on a ground of its own.
 * @param {"paper" | "soft"} ground
 */
const edged = (ground) => ({
  color: "var(--ink)",
  background: `var(--${ground})`,
  border: "1px solid var(--line)",
});

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "0.92rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    lineHeight: "1.5",
    maxHeight: "36rem",
    overflow: "auto",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.4rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { ...edged("soft"), borderWidth: "0 1px 0 0" },
  ".cm-gutter-lint": { width: "0.9em" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--line-tint)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, ::selection": {
    backgroundColor: "var(--selected)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--selected)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--selected)",
    outline: "1px solid var(--accent)",
  },
  ".cm-panels, .cm-tooltip": edged("soft"),
  ".cm-panel.cm-search": { padding: "0.4rem 2.4rem 0.4rem 0.4rem" },
  ".cm-panel.cm-search :is(input, button, label)": { fontSize: "0.88rem" },
  ".cm-textfield, .cm-button": { ...edged("paper"), minHeight: "32px" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--keyword)" },
  { tag: [tags.string, tags.docString], color: "var(--string)" },
  { tag: [tags.comment], color: "var(--comment)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    color: "var(--name)",
    fontWeight: "600",
  },
]);

/** What is wrapped goes on under the line's first letter, and not at the margin. */
const hanging = ViewPlugin.fromClass(
  class {
    /** @param {EditorView} view */
    constructor(view) {
      this.lines = indents(view);
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update({ docChanged, viewportChanged, view }) {
      if (docChanged || viewportChanged) this.lines = indents(view);
    }
  },
  { decorations: (plugin) => plugin.lines },
);

/** @param {EditorView} view */
function indents(view) {
  const { doc } = view.state;
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; at = doc.lineAt(at).to + 1) {
      const line = doc.lineAt(at);
      const indent = line.text.length - line.text.trimStart().length + 2;
      const deep = `min(${indent}ch, 20%)`; // on a phone a deep one would leave no room for words
      const style = `padding-left: calc(${deep} + 6px); text-indent: calc(-1 * ${deep})`;
      found.push(Decoration.line({ attributes: { style } }).range(line.from));
    }
  }
  return Decoration.set(found);
}

export class Editor {
  /**
   * @param {string} text
   * @param {string} label what a screen reader calls it
   * @param {ShadowRoot} root where it will stand, and its styles with it
   * @param {() => void} changed
   */
  constructor(text, label, root, changed) {
    this.dark = new Compartment();
    this.view = new EditorView({
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          indentUnit.of("    "),
          EditorState.tabSize.of(4),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          search({ top: true }),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
          python(),
          syntaxHighlighting(colours),
          theme,
          this.dark.of([]),
          EditorView.lineWrapping,
          hanging,
          EditorView.contentAttributes.of({
            "aria-label": label,
            tabindex: "0",
            autocapitalize: "off",
            autocorrect: "off",
            spellcheck: "false",
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed();
          }),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Another text, as one step that can be undone. @param {string} text */
  replace(text) {
    const { length } = this.view.state.doc;
    this.view.dispatch({
      changes: { from: 0, to: length, insert: text },
      selection: { anchor: 0 },
    });
  }

  /** @param {Mark[]} marks */
  mark(marks) {
    const { doc } = this.view.state;
    const found = marks
      .filter(({ line }) => line >= 1 && line <= doc.lines)
      .map(({ line, words, severity }) => {
        const { from, to, text } = doc.line(line);
        return { from: from + text.length - text.trimStart().length, to, severity, message: words };
      });
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  /** The cursor into this line, and the focus into the editor. @param {number} line */
  goTo(line) {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.view.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    this.view.focus();
  }

  /** @param {boolean} dark */
  paint(dark) {
    this.view.dispatch({ effects: this.dark.reconfigure(EditorView.darkTheme.of(dark)) });
  }
}
