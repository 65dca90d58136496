import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "@/lib/i18n";

import classes from "./import.module.css";
import type { ImportOutcome as Outcome } from "./useImport";

const ERRORS_SHOWN = 5;

interface ImportRunningProps {
  /** Null while nothing is known of it. */
  rows: number | null;
  percent: number | null;
}

export function ImportRunning({ rows, percent }: ImportRunningProps) {
  const text = rows === null ? t("import.running") : t("import.progress", { count: rows });
  return (
    <Stack gap="xs" role="status" py="lg">
      <Text size="sm">{text}</Text>
      <Progress value={percent ?? 100} animated aria-label={text} />
      <Text size="sm" c="dimmed">
        {t("import.goesOn")}
      </Text>
    </Stack>
  );
}

function wordsOf({ row, column, message }: Outcome["errors"][number]): string {
  if (row <= 0) return message;
  if (!column) return t("import.errorRow", { row, message });
  return t("import.errorCell", { row, column, message });
}

function RowErrors({ errors, count }: { errors: Outcome["errors"]; count: number }) {
  const [all, setAll] = useState(false);
  if (errors.length === 0) return null;
  const shown = all ? errors : errors.slice(0, ERRORS_SHOWN);
  const more = errors.length - shown.length;
  return (
    <Alert color="ember" title={t("import.errors", { count })}>
      <Stack gap="xs" align="flex-start">
        {/* What scrolls must be reachable by keyboard. */}
        <div
          className={classes.errors}
          role="region"
          aria-label={t("import.errors", { count })}
          tabIndex={0}
        >
          <ul>
            {shown.map((error, index) => (
              <li key={index}>{wordsOf(error)}</li>
            ))}
          </ul>
        </div>
        {more > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="ember"
            onClick={() => {
              setAll(true);
            }}
          >
            {t("import.moreErrors", { count: more })}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** "3 new · 1 updated · 0 skipped" */
export function outcomeLine({ created, updated, skipped }: Outcome): string {
  return [
    t("import.created", { count: created }),
    t("import.updated", { count: updated }),
    t("import.skipped", { count: skipped }),
  ].join(" · ");
}

interface ImportDoneProps {
  outcome: Outcome;
  onAgain: () => void;
  onClose: () => void;
}

/** What became of the file, with the rows that were not read. */
export function ImportDone({ outcome, onAgain, onClose }: ImportDoneProps) {
  const { errors, errorCount } = outcome;
  return (
    <Stack gap="md">
      <Alert role="status" color="pine" icon={<IconCheck aria-hidden />} title={t("import.done")}>
        {outcomeLine(outcome)}
      </Alert>
      <RowErrors errors={errors} count={errorCount} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onAgain}>
          {t("import.another")}
        </Button>
        <Button onClick={onClose}>{t("import.show")}</Button>
      </Group>
    </Stack>
  );
}
