import { Alert, Checkbox, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { LoadingList } from "@/components/states";
import { useMe } from "@/features/account";
import { asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import type { TriggerDraft } from "@/lib/rule";

import { webhookQuery } from "./queries";
import { WebhookAddressFields } from "./WebhookAddressFields";
import { WebhookTestForm } from "./WebhookTestForm";

const CONFLICT = 409;

/** The stored address of a rule; before the trigger is published there is none. */
function Address({ ruleId }: { ruleId: string }) {
  const me = useMe();
  const { data, error } = useQuery(webhookQuery(ruleId));
  if (error !== null) {
    const wrong = asApiError(error, t("error.offline"));
    return (
      <Text size="sm" c="dimmed" role="status">
        {wrong.status === CONFLICT ? t("webhook.later") : wrong.message}
      </Text>
    );
  }
  if (data === undefined) return <LoadingList rows={2} />;
  const mayRotate = me?.role === "owner" || me?.role === "admin";
  return (
    <>
      <WebhookAddressFields ruleId={ruleId} address={data} mayRotate={mayRotate} />
      <WebhookTestForm ruleId={ruleId} />
    </>
  );
}

interface WebhookFormProps {
  webhook: TriggerDraft["webhook"];
  ruleId: string | null;
  onChange: (webhook: { signed?: boolean }) => void;
}

/** How a rule's address behaves; the address itself, and a test, once there is one. */
export function WebhookForm({ webhook, ruleId, onChange }: WebhookFormProps) {
  return (
    <Stack gap="md">
      <Checkbox
        label={t("webhook.signed")}
        description={t("webhook.signed.hint")}
        checked={webhook?.signed !== false}
        onChange={(event) => {
          onChange({ ...webhook, signed: event.currentTarget.checked });
        }}
      />
      {ruleId === null ? <Alert color="blue">{t("webhook.later")}</Alert> : <Address ruleId={ruleId} />}
    </Stack>
  );
}
