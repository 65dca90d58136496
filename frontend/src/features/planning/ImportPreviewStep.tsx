import { Alert, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";

import type { ImportPreview } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import classes from "./import.module.css";
import { assign, guessOf, holds, type Mapping, onlyImpressions, sameMapping } from "./mapping";

const fieldName = (field: string) => tMaybe(`importField.${field}`, field);

function headerOf({ header, index }: ImportPreview["columns"][number]): string {
  return header.trim() === "" ? t("import.column", { number: index + 1 }) : header;
}

interface TableProps {
  preview: ImportPreview;
  mapping: Mapping;
  onMap: (mapping: Mapping) => void;
}

/** The first rows as they stand in the file, each column under what it is read as. */
function PreviewTable({ preview, mapping, onMap }: TableProps) {
  const choices = [
    { value: "", label: t("import.notRead") },
    ...preview.fields.map((field) => ({ value: field, label: fieldName(field) })),
  ];
  return (
    <div className={classes.scroll} role="region" aria-label={t("import.rows")} tabIndex={0}>
      <table className={classes.preview}>
        <thead>
          <tr>
            {preview.columns.map((column) => (
              <th key={column.index} scope="col">
                <NativeSelect
                  size="xs"
                  label={headerOf(column)}
                  value={mapping[String(column.index)] ?? ""}
                  data={choices}
                  onChange={(event) => {
                    onMap(assign(mapping, column.index, event.currentTarget.value));
                  }}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            <tr key={index}>
              {preview.columns.map(({ index: place }) => (
                <td
                  key={place}
                  className={mapping[String(place)] === undefined ? classes.ignored : undefined}
                >
                  {row[place] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What somebody should know before importing: what is missing, and what the numbers count. */
function Notes({ preview, mapping }: Pick<TableProps, "preview" | "mapping">) {
  if (!holds(mapping, "keyword")) {
    return (
      <Alert role="alert" color="ember" title={t("import.noKeywords")}>
        {t("import.noKeywords.text")}
      </Alert>
    );
  }
  if (preview.rows.length === 0) {
    return (
      <Alert role="alert" color="ember">
        {preview.problem}
      </Alert>
    );
  }
  return (
    <>
      {onlyImpressions(mapping) && (
        <Alert color="blue" icon={<IconInfoCircle aria-hidden />}>
          {t("import.impressions")}
        </Alert>
      )}
      {preview.errors.length > 0 && sameMapping(mapping, guessOf(preview)) && (
        <Text size="sm" c="dimmed">
          {t("import.willFail", { count: preview.errors.length })}{" "}
          {t("import.errorRow", {
            row: preview.errors[0]?.row ?? 0,
            message: preview.errors[0]?.message ?? "",
          })}
        </Text>
      )}
    </>
  );
}

function Summary({ name, preview }: { name: string; preview: ImportPreview }) {
  const { format, row_count: count, row_count_is_exact: exact } = preview;
  const rows = exact ? t("import.rowCount", { count }) : t("import.rowsAbout", { count });
  return (
    <div>
      <Text fw={650} style={{ overflowWrap: "anywhere" }}>
        {name}
      </Text>
      <Text size="sm" c="dimmed">
        {tMaybe(`importFormat.${format}`, format)} · {rows}
      </Text>
    </div>
  );
}

interface ImportPreviewStepProps {
  file: File;
  preview: ImportPreview;
  /** Null where the columns are what they were recognised as. */
  onImport: (mapping: Mapping | null) => void;
  onBack: () => void;
}

/** The second step: what the file is and what its columns hold, to be corrected before anything is stored. */
export function ImportPreviewStep({ file, preview, onImport, onBack }: ImportPreviewStepProps) {
  const guess = guessOf(preview);
  const [mapping, setMapping] = useState(guess);
  return (
    <Stack gap="md">
      <Summary name={file.name} preview={preview} />
      {preview.columns.length > 0 && (
        <PreviewTable preview={preview} mapping={mapping} onMap={setMapping} />
      )}
      <Notes preview={preview} mapping={mapping} />
      <Group justify="space-between" gap="sm">
        <Button variant="default" onClick={onBack}>
          {t("import.another")}
        </Button>
        <Button
          disabled={!holds(mapping, "keyword") || preview.rows.length === 0}
          onClick={() => {
            onImport(sameMapping(mapping, guess) ? null : mapping);
          }}
        >
          {t("import.submit")}
        </Button>
      </Group>
    </Stack>
  );
}
