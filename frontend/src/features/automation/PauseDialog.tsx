import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";

import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { pauseRules } from "./ruleChanges";

const REASON_CHARS = 300;

interface PauseDialogProps {
  rules: readonly AutomationRule[];
  onClose: () => void;
  onPaused?: () => void;
}

/** Asks why before rules are paused, so that whoever finds them paused knows. */
export function PauseDialog({ rules, onClose, onPaused }: PauseDialogProps) {
  const [reason, setReason] = useState("");
  const [pending, setPending] = useState(false);
  const pause = async () => {
    setPending(true);
    await pauseRules(rules, reason.trim());
    onPaused?.();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("rules.pause.title", { count: rules.length, name: rules[0]?.name ?? "" })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void pause();
        }}
      >
        <Stack gap="md">
          <Text size="sm">{t("rules.pause.text")}</Text>
          <Textarea
            label={t("rules.pause.reason")}
            description={t("rules.pause.reasonText")}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={REASON_CHARS}
            data-autofocus
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
            }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={pending}>
              {t("rules.pause.confirm")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
