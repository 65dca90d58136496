import { Button, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { t } from "@/lib/i18n";

import classes from "./settings.module.css";
import { settingsApi } from "./settings.api";

/** The secret is asked for only when somebody wants to see it, and is not kept. */
function useSecret(read: () => Promise<string>) {
  return useMutation({
    mutationFn: read,
    gcTime: 0,
    onError: (error) => {
      notifications.show({ color: "red", title: t("signing.failed"), message: error.message });
    },
  });
}

function Secret({ secret, onHide }: { secret: string; onHide: () => void }) {
  return (
    <Stack gap="sm">
      <output className={classes.secret} aria-label={t("signing.label")}>
        {secret}
      </output>
      <Group gap="xs">
        <CopyButton value={secret} timeout={3000}>
          {({ copied, copy }) => (
            <Button size="sm" variant="default" onClick={copy}>
              {t(copied ? "tokens.copied" : "tokens.copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="sm" variant="subtle" onClick={onHide}>
          {t("signing.hide")}
        </Button>
      </Group>
    </Stack>
  );
}

function Renew({ onRenewed }: { onRenewed: () => void }) {
  const [asking, { open, close }] = useDisclosure(false);
  const renew = useSecret(settingsApi.newSigningSecret);
  return (
    <>
      <Button size="sm" variant="subtle" color="red" onClick={open}>
        {t("signing.renew")}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t("signing.renew.title")}
        text={t("signing.renew.text")}
        confirm={t("signing.renew")}
        pending={renew.isPending}
        onClose={close}
        onConfirm={() => {
          renew.mutate(undefined, {
            onSuccess: () => {
              notifications.show({ message: t("signing.renewed") });
              close();
              onRenewed();
            },
          });
        }}
      />
    </>
  );
}

/** How receivers know that a message is from this account. */
export function SigningCard() {
  const show = useSecret(settingsApi.signingSecret);
  return (
    <Paper p="lg" mt="xl">
      <Title order={2} size="h4" mb={4}>
        {t("signing.title")}
      </Title>
      <Text c="dimmed" mb="md" maw="46rem">
        {t("signing.lead")}
      </Text>
      {show.data !== undefined ? (
        <Secret secret={show.data} onHide={show.reset} />
      ) : (
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            loading={show.isPending}
            onClick={() => {
              show.mutate();
            }}
          >
            {t("signing.show")}
          </Button>
          <Renew onRenewed={show.reset} />
        </Group>
      )}
    </Paper>
  );
}
