import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import classes from "./conditions.module.css";
import { type LiveResult, liveSentence } from "./live";

function verdictOf(result: boolean | null): "holds" | "fails" | "unknown" {
  if (result === null) return "unknown";
  return result ? "holds" : "fails";
}

const ICONS = { holds: IconCheck, fails: IconX, unknown: IconAlertTriangle } as const;

/** How one comparison came out, in a sentence. */
export function LiveMark({ result }: { result: LiveResult | undefined }) {
  if (result === undefined) return null;
  const verdict = verdictOf(result.result);
  const Icon = ICONS[verdict];
  return (
    <p className={classes.live} data-verdict={verdict}>
      <Icon size={15} aria-hidden />
      <span>
        {liveSentence(result)}
        {!result.reached && <span className={classes.unread}> {t("conditions.live.unread")}</span>}
      </span>
    </p>
  );
}
