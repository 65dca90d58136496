import { Alert, Button, CopyButton, Group, Stack } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import classes from "./settings.module.css";

interface CopySecretProps {
  secret: string;
  note: string;
  onDone: () => void;
}

/** Something that is shown this once, to copy. */
export function CopySecret({ secret, note, onDone }: CopySecretProps) {
  return (
    <Stack gap="md">
      <Alert color="ember" role="status">
        {note}
      </Alert>
      <output className={classes.secret}>{secret}</output>
      <Group justify="space-between" gap="xs">
        <CopyButton value={secret} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              data-autofocus
              leftSection={
                copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
              }
              onClick={copy}
            >
              {t(copied ? "tokens.copied" : "tokens.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("tokens.done")}</Button>
      </Group>
    </Stack>
  );
}
