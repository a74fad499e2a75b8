"use client";
import { linter, setDiagnostics } from "@codemirror/lint";
import CodeMirror, {
  EditorView,
  keymap,
  Prec,
  type ReactCodeMirrorRef,
} from "@uiw/react-codemirror";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import type { SqlSchema } from "@/api/types";
import { sqlSupport } from "./sql-language";
import { sqlTheme } from "./sql-theme";

/** Where a statement could not be read, counted from 1. */
export interface SqlPlace {
  line: number;
  column: number;
  message: string;
}

/** The word at the place is underlined, with what is wrong as its note. */
function marks({ state }: EditorView, place: SqlPlace | null) {
  if (!place) return [];
  const { line, column, message } = place;
  const found = state.doc.line(Math.min(line, state.doc.lines));
  const from = Math.min(found.from + column - 1, found.to);
  const word = state.wordAt(from);
  return [
    {
      from,
      to: word ? word.to : Math.min(from + 1, found.to),
      severity: "error" as const,
      message,
    },
  ];
}

const BASICS = {
  foldGutter: false,
  highlightActiveLine: false,
  highlightActiveLineGutter: false,
  searchKeymap: false,
} as const;

interface SqlEditorProps {
  value: string;
  schema: SqlSchema | undefined;
  place: SqlPlace | null;
  editor: RefObject<ReactCodeMirrorRef | null>;
  onChange: (sql: string) => void;
  onRun: () => void;
}

function useExtensions(schema: SqlSchema | undefined, current: RefObject<SqlEditorProps>) {
  return useMemo(
    () => [
      ...sqlSupport(schema),
      EditorView.contentAttributes.of({ "aria-label": "SQL statement" }),
      EditorView.lineWrapping,
      // Keeps the marks that are set from outside while the other extensions change.
      linter(null),
      Prec.highest(
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              current.current.onRun();
              return true;
            },
          },
        ]),
      ),
      ...sqlTheme,
    ],
    [schema, current],
  );
}

/** One statement, with names of tables and columns offered. Tab leaves it; ⌘↵ runs it. */
export default function SqlEditor(props: SqlEditorProps) {
  const current = useRef(props);
  current.current = props;
  const extensions = useExtensions(props.schema, current);
  const { editor, place } = props;
  useEffect(() => {
    const view = editor.current?.view;
    if (view) view.dispatch(setDiagnostics(view.state, marks(view, place)));
  }, [editor, place]);
  return (
    <CodeMirror
      ref={editor}
      value={props.value}
      onChange={props.onChange}
      extensions={extensions}
      theme="none"
      indentWithTab={false}
      minHeight="132px"
      maxHeight="46vh"
      // The place may be known before the editor is there.
      onCreateEditor={(view) => view.dispatch(setDiagnostics(view.state, marks(view, place)))}
      placeholder="SELECT …"
      basicSetup={BASICS}
    />
  );
}
