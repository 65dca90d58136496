import { Alert, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";

import { JsonView } from "@/components/JsonView";
import { ErrorState } from "@/components/states";
import { useMayRun } from "@/features/account";
import { asApiError, type StepTrial as Tried } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";
import type { NodePath } from "@/lib/rule";

import { editorApi } from "./editor.api";
import { useTrial } from "./useTrial";

const GOOD: ReadonlySet<string> = new Set(["completed", "would_run", "would_walk", "waiting"]);

const messageOf = (error: Tried["error"]): string | null =>
  typeof error?.message === "string" ? error.message : null;

function Result({ tried }: { tried: Tried }) {
  const error = messageOf(tried.error);
  const parts = [
    { label: t("editor.try.input"), value: tried.params ?? tried.input },
    { label: t("editor.try.output"), value: tried.output },
    { label: t("editor.try.takes"), value: tried.takes },
    { label: t("editor.try.forecast"), value: tried.forecast },
    { label: t("editor.try.evaluation"), value: tried.evaluation },
  ].filter(({ value }) => value !== undefined && value !== null);
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge color={GOOD.has(tried.status) ? "pine" : "ember"}>
          {tMaybe(`editor.try.status.${tried.status}`, tried.status)}
        </Badge>
        <Text size="xs" c="dimmed">
          {t("editor.try.data", { version: Number(tried.data.rule_version) })}
        </Text>
      </Group>
      {error !== null && <Alert color="red">{error}</Alert>}
      {parts.map(({ label, value }) => (
        <JsonView key={label} label={label} value={value} />
      ))}
    </Stack>
  );
}

/** What one step would do with the data of the rule's newest run; nothing is done by it. */
export function StepTrial({ path }: { path: NodePath }) {
  const { trial, needsSaving } = useTrial<string, Tried>((ruleId, draft, at) =>
    editorApi.tryStep(ruleId, at, draft),
  );
  const mayEdit = useMayRun();
  if (!mayEdit) return null;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t("editor.try.text")}
      </Text>
      <Button
        variant="light"
        leftSection={<IconFlask size={16} aria-hidden />}
        loading={trial.isPending}
        onClick={() => {
          trial.mutate(path);
        }}
      >
        {t(needsSaving ? "editor.try.saveAndGo" : "editor.try.go")}
      </Button>
      {trial.error !== null && (
        <ErrorState title={t("editor.try.failed")} error={asApiError(trial.error, t("error.offline"))} />
      )}
      <div aria-live="polite">{trial.data != null && <Result tried={trial.data} />}</div>
    </Stack>
  );
}
