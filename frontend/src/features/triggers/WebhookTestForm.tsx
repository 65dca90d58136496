import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { JsonField } from "@/components/JsonField";
import type { WebhookTest } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { triggersApi } from "./triggers.api";

function Outcome({ result }: { result: WebhookTest }) {
  if (!result.accepted) {
    const { message } = result.error ?? {};
    const text = typeof message === "string" ? message : "";
    return <Alert color="red">{t("webhook.test.refused", { message: text })}</Alert>;
  }
  return (
    <Alert color="pine">
      {t("webhook.test.ok")}{" "}
      {result.scheduled_task_id !== null && (
        <Anchor component={Link} to={`/runs/${result.scheduled_task_id}`}>
          {t("webhook.test.run")}
        </Anchor>
      )}
    </Alert>
  );
}

/** Sends the rule a signed message, as another system would. */
export function WebhookTestForm({ ruleId }: { ruleId: string }) {
  const [body, setBody] = useState<unknown>({ test: true });
  const send = useMutation({
    mutationFn: () => triggersApi.sendTest(ruleId, body ?? null, newIdempotencyKey()),
  });
  return (
    <Stack gap="sm">
      <JsonField label={t("webhook.test.body")} value={body} onChange={setBody} />
      <div>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconSend size={15} aria-hidden />}
          loading={send.isPending}
          onClick={() => {
            send.mutate();
          }}
        >
          {t("webhook.test")}
        </Button>
      </div>
      <div role="status">
        {send.error !== null && <Alert color="red">{send.error.message}</Alert>}
        {send.data !== undefined && <Outcome result={send.data} />}
      </div>
    </Stack>
  );
}
