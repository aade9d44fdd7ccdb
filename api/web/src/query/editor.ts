// The editor: CodeMirror in a shadow root, so that its styles are constructed sheets, which the policy of the pages allows.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Editor {
  text(): string;
  put(text: string): void;
  /** Mark a place counted from 1, and go there; without one, take the marks away. */
  fault(line?: number, column?: number, said?: string): void;
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#8c2f2f, #f0a3a3)", fontWeight: "600" },
  { tag: [tags.variableName, tags.atom], color: "light-dark(#005a8f, #7cc4f5)" },
  { tag: [tags.string, tags.literal], color: "light-dark(#00694c, #6fd3ae)" },
  { tag: tags.comment, color: "light-dark(#6b6b6b, #a5a5a5)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { fontSize: "0.92rem", minHeight: "14rem", maxHeight: "60vh", color: "inherit" },
  "&.cm-focused": { outline: "2px solid currentColor", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", lineHeight: "1.55", minHeight: "14rem", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "inherit", opacity: "0.55" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, currentColor 5%, transparent)" },
  ".cm-cursor": { borderLeftColor: "currentColor" },
});

/** Replace a selection ourselves: the browser would leave a style attribute on the way, which the policy forbids. */
function typedOver(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** Put an editor in the place of a text area; the text area stays the field that the form sends. */
export function edit(area: HTMLTextAreaElement, label: string, run: () => void): Editor {
  const host = document.createElement("div");
  host.className = "editor-host";
  area.after(host);
  const root = host.attachShadow({ mode: "open" });
  const place = document.createElement("div");
  root.append(place);
  let free = false; // after Escape, Tab leaves the editor
  const view = new EditorView({
    parent: place,
    root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        lintGutter(),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": "true" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
        EditorView.domEventHandlers({ focus: () => ((free = false), false), beforeinput: typedOver }),
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          { key: "Escape", run: () => ((free = true), true) },
          { ...indentWithTab, run: (target) => !free && (indentWithTab.run?.(target) ?? false), shift: () => false },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  area.hidden = true;
  return {
    text: () => view.state.doc.toString(),
    put: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    fault: (line, column, said) => {
      const found: Diagnostic[] = [];
      if (line && line <= view.state.doc.lines) {
        const at = view.state.doc.line(line);
        const from = Math.min(at.to, at.from + Math.max(0, (column ?? 1) - 1));
        found.push({ from, to: Math.max(from, at.to), severity: "error", message: said ?? "" });
        view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      }
      view.dispatch(setDiagnostics(view.state, found));
    },
  };
}
