import { Alert, Stack, Text } from "@mantine/core";

import type { Estimate } from "@/lib/api";
import { formatDuration } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./editor.module.css";

type Amount = Estimate["credits"];

export function rangeText({ low, expected, high }: Amount): string {
  if (low === high) return t("editor.cost.exact", { count: expected });
  return t("editor.cost.range", { low, high, expected });
}

function Lines({ estimate }: { estimate: Estimate }) {
  return (
    <table className={classes.cost}>
      <thead>
        <tr>
          <th scope="col">{t("editor.cost.step")}</th>
          <th scope="col">{t("editor.cost.items")}</th>
          <th scope="col">{t("editor.cost.credits")}</th>
        </tr>
      </thead>
      <tbody>
        {estimate.per_action.map(({ id, name, price, items, credits }) => (
          <tr key={id}>
            <th scope="row">
              {name}
              <Text size="xs" c="dimmed" component="div">
                {price}
              </Text>
            </th>
            <td>{t("editor.number", { n: items.expected })}</td>
            <td>{t("editor.number", { n: credits.expected })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Warnings({ estimate: { covers, approval } }: { estimate: Estimate }) {
  return (
    <>
      {!covers.high && <Alert color={covers.low ? "ember" : "red"}>{covers.message}</Alert>}
      {approval !== null && (
        <Alert color="blue">{t("editor.cost.approval", { above: approval.above })}</Alert>
      )}
    </>
  );
}

/** What a run would cost, step by step, and whether that is covered. */
export function CostTable({ estimate }: { estimate: Estimate }) {
  return (
    <Stack gap="sm">
      <div>
        <Text fw={650}>{rangeText(estimate.credits)}</Text>
        <Text size="xs" c="dimmed">
          {t(`editor.cost.basis.${estimate.basis}`)}
          {estimate.seconds !== null &&
            ` · ${t("editor.cost.time", { time: formatDuration(estimate.seconds.expected) })}`}
        </Text>
      </div>
      {estimate.per_action.length > 0 && <Lines estimate={estimate} />}
      <Warnings estimate={estimate} />
    </Stack>
  );
}
