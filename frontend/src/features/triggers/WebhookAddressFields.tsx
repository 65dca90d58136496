import {
  ActionIcon,
  Button,
  CopyButton,
  Group,
  Modal,
  PasswordInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCheck, IconCopy, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Moment } from "@/components/Moment";
import type { WebhookAddress } from "@/lib/api";
import { t } from "@/lib/i18n";

import { webhookQuery } from "./queries";
import classes from "./triggers.module.css";
import { triggersApi } from "./triggers.api";

function Copy({ what, value }: { what: string; value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="default"
          size={36}
          aria-label={copied ? t("webhook.copied") : t("webhook.copy", { what })}
          onClick={copy}
        >
          {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

function Rotate({ ruleId }: { ruleId: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => triggersApi.rotate(ruleId),
    onSuccess: (fresh) => {
      client.setQueryData(webhookQuery(ruleId).queryKey, fresh);
      close();
    },
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} aria-hidden />}
        onClick={open}
      >
        {t("webhook.rotate")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t("webhook.rotate.title")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Text>{t("webhook.rotate.text")}</Text>
        {rotate.error !== null && (
          <Text role="alert" c="var(--mantine-color-error)" mt="sm">
            {rotate.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {t("action.cancel")}
          </Button>
          <Button
            color="red"
            loading={rotate.isPending}
            onClick={() => {
              rotate.mutate();
            }}
          >
            {t("webhook.rotate.do")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

interface WebhookAddressFieldsProps {
  ruleId: string;
  address: WebhookAddress;
  mayRotate: boolean;
}

/** Address and secret, to be copied; and new ones. */
export function WebhookAddressFields({ ruleId, address, mayRotate }: WebhookAddressFieldsProps) {
  return (
    <>
      <div className={classes.address}>
        <TextInput readOnly label={t("webhook.url")} value={address.url} />
        <Copy what={t("webhook.url")} value={address.url} />
      </div>
      {address.secret === null ? (
        <Text size="sm" c="dimmed">
          {t("webhook.secret.hidden")}
        </Text>
      ) : (
        <div className={classes.address}>
          <PasswordInput
            readOnly
            label={t("webhook.secret")}
            value={address.secret}
            visibilityToggleButtonProps={{ "aria-label": t("webhook.secret.show") }}
          />
          <Copy what={t("webhook.secret")} value={address.secret} />
        </div>
      )}
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {t("webhook.received")}: <Moment at={address.last_received_at} />
        </Text>
        {mayRotate && <Rotate ruleId={ruleId} />}
      </Group>
    </>
  );
}
