import { Alert, Button, FileInput, Group, List, Progress, Stack, Text } from "@mantine/core";
import { IconCheck, IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";

import type { Site } from "@/lib/api";
import { t } from "@/lib/i18n";

import { type ImportOutcome, type ImportState, useImport } from "./useImport";

const ACCEPT = ".csv,.tsv,.txt,.xlsx,.zip";
const ERRORS_SHOWN = 5;

function Running({ state }: { state: Extract<ImportState, { kind: "running" }> }) {
  const { rows, percent } = state;
  const text = rows === null ? t("import.running") : t("import.progress", { count: rows });
  return (
    <Stack gap="xs" role="status">
      <Text size="sm">{text}</Text>
      <Progress value={percent ?? 100} animated aria-label={text} />
    </Stack>
  );
}

function RowErrors({ errors }: { errors: ImportOutcome["errors"] }) {
  if (errors.length === 0) return null;
  const more = errors.length - ERRORS_SHOWN;
  return (
    <Alert color="ember" title={t("import.errors", { count: errors.length })}>
      <List size="sm">
        {errors.slice(0, ERRORS_SHOWN).map(({ row, message }, index) => (
          <List.Item key={index}>{row > 0 ? t("import.errorRow", { row, message }) : message}</List.Item>
        ))}
      </List>
      {more > 0 && <Text size="sm">{t("import.moreErrors", { count: more })}</Text>}
    </Alert>
  );
}

function Outcome({ outcome, onAgain }: { outcome: ImportOutcome; onAgain: () => void }) {
  const { created, updated, skipped, errors } = outcome;
  const line = [
    t("import.created", { count: created }),
    t("import.updated", { count: updated }),
    t("import.skipped", { count: skipped }),
  ].join(" · ");
  return (
    <Stack gap="md">
      <Alert role="status" color="pine" icon={<IconCheck aria-hidden />} title={t("import.done")}>
        {line}
      </Alert>
      <RowErrors errors={errors} />
      <Button variant="default" onClick={onAgain}>
        {t("import.another")}
      </Button>
    </Stack>
  );
}

interface PickerProps {
  site: Site;
  failure: string | null;
  onFile: (file: File) => void;
}

function Picker({ site, failure, onFile }: PickerProps) {
  const [file, setFile] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(file === null);
        if (file !== null) onFile(file);
      }}
    >
      <Stack gap="md">
        {failure !== null && (
          <Alert role="alert" color="red" title={t("import.failed")}>
            {failure}
          </Alert>
        )}
        <FileInput
          label={t("import.file")}
          description={t("import.hint")}
          placeholder={t("import.choose")}
          accept={ACCEPT}
          value={file}
          clearable
          error={missing && file === null ? t("import.missing") : null}
          leftSection={<IconFileSpreadsheet size={17} aria-hidden />}
          onChange={setFile}
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {t("import.site", { site: site.name })}
          </Text>
          <Button type="submit">{t("import.submit")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** One keyword file into the site: choose, send, watch, read what became of it. */
export function ImportForm({ site }: { site: Site }) {
  const { state, start, reset } = useImport(site.id);
  if (state.kind === "running") return <Running state={state} />;
  if (state.kind === "done") return <Outcome outcome={state.outcome} onAgain={reset} />;
  const failure = state.kind === "failed" ? state.error.message : null;
  return <Picker site={site} failure={failure} onFile={start} />;
}
