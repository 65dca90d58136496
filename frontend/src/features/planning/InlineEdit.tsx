import { UnstyledButton } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import {
  type FocusEventHandler,
  type KeyboardEvent,
  type KeyboardEventHandler,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";

import { ApiError, asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./planning.module.css";

export interface EditorProps<V> {
  /** For the input itself. */
  input: {
    "aria-label": string;
    error: string | null;
    size: "xs";
    onBlur: FocusEventHandler;
    onKeyDown: KeyboardEventHandler;
  };
  value: V;
  onChange: (value: V) => void;
}

interface InlineEditProps<V> {
  /** What is changed: "Difficulty of “scan to pdf”". */
  label: string;
  value: V;
  children: ReactNode;
  editor: (props: EditorProps<V>) => ReactNode;
  /** Rejects with what the server objects to. */
  save: (value: V) => Promise<unknown>;
}

/** The words of the field that was refused, else those of the whole answer. */
function reasonOf(error: unknown): string {
  const refused = asApiError(error, t("error.offline"));
  const words = refused instanceof ApiError ? Object.values(refused.fields).flat() : [];
  return words.length > 0 ? words.join(" ") : refused.message;
}

function useInlineEdit<V>(value: V, save: InlineEditProps<V>["save"]) {
  const [draft, setDraft] = useState<{ value: V } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const saving = useRef(false);
  const close = () => {
    setDraft(null);
    setProblem(null);
  };
  const commit = async (next: V) => {
    if (saving.current) return;
    if (next === value) {
      close();
      return;
    }
    saving.current = true;
    try {
      await save(next);
      close();
    } catch (error) {
      setProblem(reasonOf(error));
    } finally {
      saving.current = false;
    }
  };
  const change = (next: V) => {
    setDraft({ value: next });
    setProblem(null);
  };
  return { draft, problem, close, commit, change };
}

/** Focus follows: into the input when it opens, back to the button unless somebody took it elsewhere. */
function useFollowingFocus(editing: boolean) {
  const box = useRef<HTMLSpanElement>(null);
  const before = useRef(false);
  useEffect(() => {
    if (editing === before.current) return;
    before.current = editing;
    if (editing) {
      const input = box.current?.querySelector<HTMLInputElement | HTMLSelectElement>("input, select");
      input?.focus();
      if (input instanceof HTMLInputElement) input.select();
    } else if (document.activeElement === document.body) {
      box.current?.querySelector("button")?.focus();
    }
  }, [editing]);
  return box;
}

/** A value that becomes an input when it is pressed: Enter or leaving it saves, Escape does not. */
export function InlineEdit<V>({ label, value, children, editor, save }: InlineEditProps<V>) {
  const { draft, problem, close, commit, change } = useInlineEdit(value, save);
  const box = useFollowingFocus(draft !== null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && draft !== null) void commit(draft.value);
  };
  return (
    <span ref={box} className={classes.inline}>
      {draft === null ? (
        <UnstyledButton
          className={classes.inlineShown}
          onClick={() => {
            change(value);
          }}
        >
          {children}
          <IconPencil size={14} aria-hidden className={classes.pencil} />{" "}
          <span className="visually-hidden">{t("planning.change", { what: label })}</span>
        </UnstyledButton>
      ) : (
        editor({
          input: {
            "aria-label": label,
            error: problem,
            size: "xs",
            onBlur: () => void commit(draft.value),
            onKeyDown,
          },
          value: draft.value,
          onChange: change,
        })
      )}
    </span>
  );
}
