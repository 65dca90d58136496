import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArticle, IconPhoto, IconVector, type TablerIcon } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";

import { QueryView } from "@/components/QueryView";
import { useMayManage } from "@/features/account";
import type { AiKind, AiProvider, AiProviderTest } from "@/lib/api";
import { formatDuration } from "@/lib/format";
import { t } from "@/lib/i18n";

import { providersQuery } from "./queries";
import classes from "./settings.module.css";
import { settingsApi } from "./settings.api";

const ICONS: Readonly<Record<AiKind, TablerIcon>> = {
  text: IconArticle,
  image: IconPhoto,
  embedding: IconVector,
};

function Facts({ provider, model, host, has_key: hasKey, offline, setting }: AiProvider) {
  const facts: readonly [string, string][] = [
    [t("ai.provider"), provider],
    [t("ai.model"), model],
    [t("ai.host"), host],
    [t("ai.key"), offline ? "" : t(hasKey ? "ai.key.set" : "ai.key.none")],
    [t("ai.setting"), `${setting}${setting.endsWith("_") ? "…" : ""}`],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, value]) =>
          value !== "" && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function State({ provider }: { provider: AiProvider }) {
  if (provider.problem !== "") return <Badge color="red">{t("ai.problem")}</Badge>;
  if (provider.offline) return <Badge color="gray">{t("ai.offline")}</Badge>;
  return <Badge color="pine">{t("ai.ready")}</Badge>;
}

function Result({ result }: { result: AiProviderTest }) {
  const { ok, seconds, message } = result;
  return (
    <Alert
      role="status"
      color={ok ? "pine" : "red"}
      title={ok ? t("ai.works", { time: formatDuration(seconds) }) : t("ai.worksNot")}
    >
      {message}
    </Alert>
  );
}

function useTest() {
  return useMutation({
    mutationFn: settingsApi.testProvider,
    onError: (error) => {
      notifications.show({ color: "red", title: t("ai.testFailed"), message: error.message });
    },
  });
}

function ProviderCard({ provider }: { provider: AiProvider }) {
  const { kind, offline, problem } = provider;
  const mayManage = useMayManage();
  const test = useTest();
  const Icon = ICONS[kind];
  const name = t(`ai.kind.${kind}`);
  return (
    <Paper p="lg" component="section" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="sm" wrap="nowrap">
            <Icon size={22} stroke={1.7} aria-hidden />
            <div>
              <Title order={3} size="h5">
                {name}
              </Title>
              <Text size="sm" c="dimmed">
                {t(`ai.kind.${kind}.hint`)}
              </Text>
            </div>
          </Group>
          <State provider={provider} />
        </Group>
        {problem !== "" && <Alert color="red">{problem}</Alert>}
        <Facts {...provider} />
        {offline && (
          <Text size="sm" c="dimmed">
            {t(`ai.offline.${kind}`)}
          </Text>
        )}
        {mayManage && (
          <Group>
            <Button
              size="sm"
              variant="default"
              loading={test.isPending}
              aria-label={t("ai.testNamed", { name })}
              onClick={() => {
                test.mutate(kind);
              }}
            >
              {t("ai.test")}
            </Button>
          </Group>
        )}
        {test.data !== undefined && <Result result={test.data} />}
      </Stack>
    </Paper>
  );
}

/** Who writes, draws and compares texts, and whether they answer. */
export function AiPage() {
  const query = useQuery(providersQuery);
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {t("ai.title")}
      </Title>
      <Text c="dimmed" mb="md" maw="46rem">
        {t("ai.lead")}
      </Text>
      <QueryView query={query} rows={4}>
        {(providers) => (
          <div className={classes.cards}>
            {providers.map((provider) => (
              <ProviderCard key={provider.kind} provider={provider} />
            ))}
          </div>
        )}
      </QueryView>
    </section>
  );
}
