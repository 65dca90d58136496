import { Alert, NativeSelect, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconHelp, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";

import { JsonField } from "@/components/JsonField";
import { ObjectSelect } from "@/components/ObjectSelect";
import { t } from "@/lib/i18n";
import { isObject } from "@/lib/json";
import type { JsonObject } from "@/lib/rule";

import type { Sample } from "./conditions.api";
import type { LiveVerdict } from "./useLiveAnswer";

const KIND_TEXTS = {
  none: "conditions.kind.none",
  content: "conditions.kind.content",
  keyword: "conditions.kind.keyword",
  cluster: "conditions.kind.cluster",
  idea: "conditions.kind.idea",
  writing_task: "conditions.kind.writing_task",
  page: "conditions.kind.page",
  image: "conditions.kind.image",
  run: "conditions.kind.run",
  sample: "conditions.kind.sample",
} as const;
type Kind = keyof typeof KIND_TEXTS;

/** No fields are an empty input. */
function fieldsOf(sample: Sample | null): JsonObject | undefined {
  if (sample?.kind !== "sample" || Object.keys(sample.fields).length === 0) return undefined;
  return sample.fields;
}

/** The API marks names as code. */
const plain = (text: string): string => text.replaceAll("`", "");

/** "They hold", "they do not", with the comparison that settled it. */
function Verdict({ verdict }: { verdict: LiveVerdict }) {
  const { answer, error } = verdict;
  if (error !== null) {
    return (
      <Alert color="ember" icon={<IconHelp aria-hidden />} title={t("conditions.live.failed")}>
        {error.message}
      </Alert>
    );
  }
  if (answer === null) return null;
  const reason = plain(answer.reason);
  if (answer.result === null) {
    return (
      <Alert color="ember" icon={<IconHelp aria-hidden />} title={t("conditions.live.unknown")}>
        {reason}
      </Alert>
    );
  }
  const Icon = answer.result ? IconCheck : IconX;
  return (
    <Alert
      color={answer.result ? "pine" : "red"}
      icon={<Icon aria-hidden />}
      title={t(answer.result ? "conditions.live.yes" : "conditions.live.no")}
    >
      {reason}
    </Alert>
  );
}

interface LiveAnswerProps {
  sample: Sample | null;
  onSample: (sample: Sample | null) => void;
  verdict: LiveVerdict;
  /** Whether there is anything to try. */
  empty: boolean;
  ruleId?: string | null | undefined;
  siteId?: string | null | undefined;
}

/** Picks something to try the conditions on, and says how they come out. */
export function LiveAnswer({ sample, onSample, verdict, empty, ruleId, siteId }: LiveAnswerProps) {
  const headingId = useId();
  const [kind, setKind] = useState<Kind>(sample?.kind ?? "none");
  const choose = (next: Kind) => {
    setKind(next);
    onSample(next === "sample" ? { kind: "sample", fields: {} } : null);
  };
  return (
    <Paper component="section" aria-labelledby={headingId} p="md">
      <Title order={3} size="h5" id={headingId}>
        {t("conditions.live.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(empty ? "conditions.live.none" : "conditions.live.lead")}
      </Text>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label={t("conditions.live.kind")}
            value={kind}
            data={Object.entries(KIND_TEXTS).map(([value, key]) => ({ value, label: t(key) }))}
            onChange={(event) => {
              choose(event.currentTarget.value as Kind);
            }}
          />
          {kind !== "none" && kind !== "sample" && (
            <ObjectSelect
              key={kind}
              kind={kind}
              label={t("conditions.live.which")}
              {...(kind === "run" ? { rule: ruleId ?? undefined } : { site: siteId ?? undefined })}
              value={sample !== null && sample.kind === kind ? sample.id : null}
              onChange={(id) => {
                onSample(id === null ? null : { kind, id });
              }}
            />
          )}
        </SimpleGrid>
        {kind === "sample" && (
          <JsonField
            label={t("conditions.live.sample")}
            description={t("conditions.live.sample.hint")}
            placeholder='{"word_count": 812}'
            value={fieldsOf(sample)}
            onChange={(fields) => {
              onSample({ kind: "sample", fields: isObject(fields) ? fields : {} });
            }}
          />
        )}
        <div role="status">{!empty && <Verdict verdict={verdict} />}</div>
      </Stack>
    </Paper>
  );
}
