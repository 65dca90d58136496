import { useState } from "react";
import { useMatch } from "react-router";

import { EditorLoader } from "./EditorLoader";

const NEW = "new";

/** The editor at its two addresses: of a new rule, and of one that is there. */
export function RuleEditorPage() {
  const id = useMatch("/rules/:id/edit")?.params.id ?? null;
  // A new rule that was saved goes on in the same editor, with what can be undone.
  const [created, setCreated] = useState<string | null>(null);
  const isNew = id === null || id === created;
  return <EditorLoader key={isNew ? NEW : id} ruleId={isNew ? null : id} onCreated={setCreated} />;
}
