import { safeHref } from "@/components/LinkText";
import type { Approval, Decision, DecisionRequest, Me } from "@/lib/api";

/** One thing that an approval is about, as the screens show it. */
export interface ApprovalItem {
  id: string;
  title: string;
  summary: string;
  /** Null where there is no safe address. */
  link: string | null;
  /** Whether its title may be changed while it is approved. */
  isEditable: boolean;
}

/** The kinds of rows that take changes from an approval. */
const EDITABLE: ReadonlySet<string> = new Set(["content", "idea", "page"]);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function itemsOf(approval: Pick<Approval, "items">): ApprovalItem[] {
  return approval.items.map((item) => {
    const id = text(item.id);
    return {
      id,
      title: text(item.title) || id,
      summary: text(item.summary),
      link: safeHref(text(item.link)),
      isEditable: EDITABLE.has(text(item.type)),
    };
  });
}

export type Answers = Readonly<Record<string, Decision>>;

export const rejectedIn = (answers: Answers): number =>
  Object.values(answers).filter((answer) => answer === "reject").length;

/** Other titles than the items came with, by id. */
export type Titles = Readonly<Record<string, string>>;

/** What is sent: the decision for all, and the items that differ from it. */
export function decisionBody(
  decision: Decision,
  answers: Answers,
  note: string,
  titles: Titles = {},
): DecisionRequest {
  if (decision === "reject") return { decision, note: note.trim() };
  const rejected = Object.entries(answers).filter(([, answer]) => answer === "reject");
  const changed = Object.entries(titles)
    .filter(([id, title]) => answers[id] !== "reject" && title.trim() !== "")
    .map(([id, title]) => [id, { edit: { title: title.trim() } }] as const);
  const differing = [...rejected, ...changed];
  return {
    decision,
    note: note.trim(),
    ...(differing.length > 0 && { items: Object.fromEntries<unknown>(differing) }),
  };
}

const MANAGERS: ReadonlySet<string> = new Set(["owner", "admin"]);

/** Owners and admins always; else those whom the step names, by address or role; else editors. */
export function mayDecide({ approvers }: Pick<Approval, "approvers">, me: Me | null): boolean {
  if (me === null) return false;
  if (MANAGERS.has(me.role)) return true;
  if (approvers.length === 0) return me.role === "editor";
  const named = approvers.map((name) => name.trim().toLowerCase());
  return named.includes(me.role) || (me.email !== null && named.includes(me.email.toLowerCase()));
}
