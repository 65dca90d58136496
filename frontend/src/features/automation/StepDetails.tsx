import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { JsonView } from "@/components/JsonView";
import type { FailedAttempt, StepRun } from "@/lib/api";
import { formatBytes, formatDateTime } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./automation.module.css";
import { type Comparison, comparisonsOf, showActual, showResult, showValue } from "./comparisons";
import { outputQuery } from "./queries";
import { humanise } from "./stepProgress";

function ComparisonRow({ comparison }: { comparison: Comparison }) {
  const { path, operator, expected, result, reached } = comparison;
  const wanted = expected === null ? "" : ` ${showValue(expected)}`;
  return (
    <tr>
      <td>
        <code>{path}</code>
      </td>
      <td>{`${humanise(operator)}${wanted}`}</td>
      <td>{showActual(comparison)}</td>
      <td>
        <Text size="sm" fw={600} c={result === true ? "pine" : "var(--mantine-color-error)"}>
          {showResult(comparison)}
        </Text>
        {!reached && (
          <Text size="xs" c="dimmed">
            {t("step.notNeeded")}
          </Text>
        )}
      </td>
    </tr>
  );
}

function Comparisons({ comparisons }: { comparisons: readonly Comparison[] }) {
  return (
    // Focusable, because on a phone the region scrolls and must be reachable by keyboard.
    <div className={classes.scroll} role="region" aria-label={t("step.comparisons")} tabIndex={0}>
      <table className={classes.comparisons} aria-label={t("step.comparisons")}>
        <thead>
          <tr>
            <th scope="col">{t("step.field")}</th>
            <th scope="col">{t("step.expected")}</th>
            <th scope="col">{t("step.actual")}</th>
            <th scope="col">{t("step.result")}</th>
          </tr>
        </thead>
        <tbody>
          {comparisons.map((comparison, index) => (
            <ComparisonRow key={`${comparison.path}-${String(index)}`} comparison={comparison} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Attempts({ attempts }: { attempts: readonly FailedAttempt[] }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {t("step.attempts")}
      </Text>
      <ol className={classes.attempts}>
        {attempts.map(({ number, at, error }) => (
          <li key={number}>
            <Text size="sm" c="dimmed">
              {t("step.attemptFailed", { number, time: formatDateTime(at) })}
            </Text>
            <Text size="sm">{error.message}</Text>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface StepDetailsProps {
  step: StepRun;
  taskId: string;
}

/** What came out; of a large one its start, and all of it for whoever asks. */
function Output({ step, taskId }: StepDetailsProps) {
  const [wanted, setWanted] = useState(false);
  const isCut = step.output_bytes !== null;
  const whole = useQuery({ ...outputQuery(taskId, step.path), enabled: wanted && isCut });
  return (
    <>
      <JsonView label={t("step.output")} value={whole.data?.output ?? step.output} />
      {isCut && whole.data === undefined && (
        <Button
          size="compact-sm"
          variant="subtle"
          w="fit-content"
          loading={wanted && whole.isFetching}
          onClick={() => {
            setWanted(true);
            if (whole.isError) void whole.refetch();
          }}
        >
          {t("step.loadAll", { size: formatBytes(step.output_bytes) })}
        </Button>
      )}
      {whole.error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {t("step.loadFailed")}: {whole.error.message}
        </Text>
      )}
    </>
  );
}

/** The trace of one step: its earlier attempts, its comparisons, what went in and what came out. */
export function StepDetails({ step, taskId }: StepDetailsProps) {
  const comparisons = comparisonsOf(step.evaluation);
  return (
    <Stack gap="xs" mt="xs">
      {step.attempts !== null && step.attempts.length > 0 && <Attempts attempts={step.attempts} />}
      {comparisons.length > 0 && <Comparisons comparisons={comparisons} />}
      <JsonView label={t("step.input")} value={step.input} />
      <Output step={step} taskId={taskId} />
    </Stack>
  );
}
