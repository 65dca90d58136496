import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";

import type { ConnectionCheck } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import classes from "./publishing.module.css";

/** Without it, posts still go out: a gap, not a failure. */
const OPTIONAL = new Set(["meta_plugin"]);

type State = "ok" | "gap" | "failed";

function stateOf({ ok, name }: ConnectionCheck): State {
  if (ok) return "ok";
  return OPTIONAL.has(name) ? "gap" : "failed";
}

const ICONS = { ok: IconCircleCheck, gap: IconAlertTriangle, failed: IconCircleX } as const;
const COLORS = { ok: "pine", gap: "ember", failed: "red" } as const;

function CheckLine({ check }: { check: ConnectionCheck }) {
  const state = stateOf(check);
  const Icon = ICONS[state];
  return (
    <li className={classes.check}>
      <Icon size={19} aria-hidden color={`var(--mantine-color-${COLORS[state]}-text)`} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {tMaybe(`connection.check.${check.name}`, check.name)}
          <span className="visually-hidden">{`: ${t(`connection.state.${state}`)}`}</span>
        </Text>
        <Text size="sm">{check.detail}</Text>
        {check.hint !== "" && (
          <Text size="sm" c="dimmed" className={classes.hint}>
            {check.hint}
          </Text>
        )}
      </div>
    </li>
  );
}

/** What works at the target, what does not, and what to do about it. */
export function Checks({ checks }: { checks: readonly ConnectionCheck[] }) {
  return (
    <ul className={classes.checks} aria-label={t("connection.checks")}>
      {checks.map((check) => (
        <CheckLine key={check.name} check={check} />
      ))}
    </ul>
  );
}
