import { Alert, Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { Dropzone, type FileRejection } from "@mantine/dropzone";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState } from "react";

import type { Site } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./import.module.css";

const MOST_BYTES = 50 * 1024 * 1024;
/** Some systems call a CSV an Excel file. */
const ACCEPT = {
  "text/csv": [".csv"],
  "application/vnd.ms-excel": [".csv"],
  "text/tab-separated-values": [".tsv"],
  "text/plain": [".txt"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
  "application/zip": [".zip"],
};

function refusal(rejections: readonly FileRejection[]): string {
  if (rejections.length > 1) return t("import.oneFile");
  const [first] = rejections;
  const tooLarge = first?.errors.some(({ code }) => code === "file-too-large");
  return tooLarge === true ? t("import.tooLarge") : t("import.wrongType");
}

interface DropProps {
  loading: boolean;
  onFile: (file: File) => void;
}

function DropArea({ loading, onFile }: DropProps) {
  const [refused, setRefused] = useState<string | null>(null);
  return (
    <Stack gap="xs">
      <Dropzone
        className={classes.drop}
        accept={ACCEPT}
        maxSize={MOST_BYTES}
        multiple={false}
        loading={loading}
        enablePointerEvents
        // The button in it is for the keyboard; its click reaches the area, which opens the choice.
        activateOnKeyboard={false}
        inputProps={{ "aria-label": t("import.file") }}
        onReject={(rejections) => {
          setRefused(refusal(rejections));
        }}
        onDrop={([file]) => {
          setRefused(null);
          if (file) onFile(file);
        }}
      >
        <Stack align="center" gap="xs" py="lg">
          <IconFileSpreadsheet size={34} stroke={1.5} aria-hidden />
          <Text fw={650}>{t("import.drop")}</Text>
          <Button variant="default">{t("import.choose")}</Button>
          <Text size="sm" c="dimmed" ta="center" maw="30rem">
            {t("import.hint")}
          </Text>
        </Stack>
      </Dropzone>
      {refused !== null && (
        <Text role="alert" size="sm" c="var(--mantine-color-error)">
          {refused}
        </Text>
      )}
    </Stack>
  );
}

function PasteArea({ loading, onFile }: DropProps) {
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(text.trim() === "");
        if (text.trim() !== "") onFile(new File([text], t("import.pasted"), { type: "text/plain" }));
      }}
    >
      <Stack gap="md" align="flex-start">
        <Textarea
          label={t("import.paste.label")}
          description={t("import.paste.hint")}
          autosize
          minRows={7}
          maxRows={14}
          w="100%"
          value={text}
          error={missing && text.trim() === "" ? t("import.paste.missing") : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Button type="submit" loading={loading}>
          {t("import.next")}
        </Button>
      </Stack>
    </form>
  );
}

interface PickerProps extends DropProps {
  site: Site;
  failure: string | null;
}

/** The first step: a file that is dropped or chosen, or a list that is pasted. */
export function ImportPicker({ site, failure, loading, onFile }: PickerProps) {
  const [way, setWay] = useState("file");
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t("import.site", { site: site.name })}
        </Text>
        <SegmentedControl
          aria-label={t("import.way")}
          value={way}
          onChange={setWay}
          data={[
            { value: "file", label: t("import.way.file") },
            { value: "paste", label: t("import.way.paste") },
          ]}
        />
      </Group>
      {failure !== null && (
        <Alert role="alert" color="red" title={t("import.failed")}>
          {failure}
        </Alert>
      )}
      {way === "file" ? (
        <DropArea loading={loading} onFile={onFile} />
      ) : (
        <PasteArea loading={loading} onFile={onFile} />
      )}
    </Stack>
  );
}
