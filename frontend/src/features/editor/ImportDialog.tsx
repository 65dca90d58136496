import { Alert, Button, FileInput, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";

import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";

import { useImportRule } from "./useDocuments";

/** The document in a text; null if it is none. */
function documentIn(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** A rule from a file or a text that an export gave. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const taken = useImportRule(onClose);
  const found = documentIn(text);
  const unreadable = text.trim() !== "" && found === null;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("editor.import")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t("editor.import.text")}</Text>
        <FileInput
          label={t("editor.import.file")}
          accept="application/json,.json"
          clearable
          onChange={(file) => {
            void file?.text().then(setText);
          }}
        />
        <Textarea
          label={t("editor.import.paste")}
          autosize
          minRows={4}
          maxRows={14}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={text}
          error={unreadable ? t("editor.import.unreadable") : undefined}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        {taken.error !== null && (
          <Alert role="alert" color="red" title={t("editor.import.failed")}>
            {taken.error.message}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button
            disabled={found === null}
            loading={taken.isPending}
            onClick={() => {
              if (found !== null) taken.mutate(found);
            }}
          >
            {t("editor.import.go")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
