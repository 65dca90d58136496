import { Badge, Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { Moment } from "@/components/Moment";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import { useMayRun } from "@/features/account";
import type { Content, ContentVersion } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { ScoreBadge } from "./badges";
import { contentApi } from "./content.api";
import { CONTENT, VERSIONS_SHOWN, versionsQuery } from "./queries";
import { VersionDiff } from "./VersionDiff";
import classes from "./versions.module.css";

/** "restored 3" names the version that came back. */
export function reasonInWords(reason: string): string {
  const restored = /^restored (\d+)$/.exec(reason);
  if (restored) return t("articleVersions.restored", { number: Number(restored[1]) });
  return tMaybe(`articleVersions.reason.${reason}`, reason);
}

interface LineProps {
  version: ContentVersion;
  current: boolean;
  shown: boolean;
  onCompare: (number: number) => void;
  /** Left out for those who may only look. */
  onRestore: ((number: number) => void) | undefined;
}

function LineButtons({ version: { number }, shown, onCompare, onRestore }: LineProps) {
  return (
    <Group gap="xs" mt={6}>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t("articleVersions.compareOf", { number })}
        aria-pressed={shown}
        onClick={() => {
          onCompare(number);
        }}
      >
        {t("articleVersions.compare")}
      </Button>
      {onRestore && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t("articleVersions.restoreOf", { number })}
          onClick={() => {
            onRestore(number);
          }}
        >
          {t("articleVersions.restore")}
        </Button>
      )}
    </Group>
  );
}

function VersionLine(props: LineProps) {
  const { version, current, shown } = props;
  const { number, reason, seo_score: score, created_at: at } = version;
  return (
    <li className={classes.version} data-shown={shown || undefined}>
      <Group justify="space-between" gap="xs">
        <Text fw={650}>{t("articleVersions.number", { number })}</Text>
        <Group gap={6}>
          {current && <Badge color="pine">{t("articleVersions.current")}</Badge>}
          <ScoreBadge score={score} />
        </Group>
      </Group>
      <Text size="sm" c="dimmed" component="div">
        {`${reasonInWords(reason)} · `}
        <Moment at={at} />
      </Text>
      {!current && <LineButtons {...props} />}
    </li>
  );
}

function useRestore(article: Content, onDone: () => void) {
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: (number: number) =>
      contentApi.restore(article.id, number, `${key}-${String(number)}-${String(article.version)}`),
    onSuccess: async (restored, number) => {
      await client.invalidateQueries({ queryKey: CONTENT });
      notifications.show({
        message: t("articleVersions.done", { number, version: restored.version }),
      });
    },
    onError: (error) => {
      notifications.show({
        color: "red",
        title: t("articleVersions.failed"),
        message: error.message,
      });
    },
    onSettled: onDone,
  });
}

interface ComparedProps {
  versions: readonly ContentVersion[];
  from: ContentVersion;
  to: ContentVersion;
  onTo: (number: number) => void;
}

function Compared({ versions, from, to, onTo }: ComparedProps) {
  return (
    <Paper p="lg" component="section" aria-labelledby="versions-between">
      <Group justify="space-between" align="flex-end" gap="sm" mb="md">
        <Title order={3} size="h4" id="versions-between">
          {t("articleVersions.between", { from: from.number, to: to.number })}
        </Title>
        <NativeSelect
          size="xs"
          label={t("articleVersions.other")}
          value={to.number}
          data={versions
            .filter(({ number }) => number !== from.number)
            .map(({ number }) => ({
              value: String(number),
              label: t("articleVersions.number", { number }),
            }))}
          onChange={(event) => {
            onTo(Number(event.currentTarget.value));
          }}
        />
      </Group>
      <VersionDiff from={from} to={to} />
    </Paper>
  );
}

/** Which two versions stand side by side: at first the two newest. */
function usePair(versions: readonly ContentVersion[]) {
  const [fromNumber, setFrom] = useState<number | null>(null);
  const [toNumber, setTo] = useState<number | null>(null);
  const numbered = (number: number | null) => versions.find((one) => one.number === number);
  const from = numbered(fromNumber) ?? versions[1];
  const to = numbered(toNumber) ?? versions[0];
  const compare = (number: number) => {
    setFrom(number);
    setTo(null);
  };
  return { from, to, compare, setTo };
}

interface RestoreProps {
  article: Content;
  number: number;
  onClose: () => void;
}

function RestoreDialog({ article, number, onClose }: RestoreProps) {
  const restore = useRestore(article, onClose);
  return (
    <ConfirmDialog
      opened
      color="pine"
      pending={restore.isPending}
      title={t("articleVersions.restore.title", { number })}
      text={t("articleVersions.restore.text")}
      confirm={t("articleVersions.restore")}
      onConfirm={() => {
        restore.mutate(number);
      }}
      onClose={onClose}
    />
  );
}

interface ListProps {
  current: number;
  shown: number | undefined;
  versions: readonly ContentVersion[];
  onCompare: (number: number) => void;
  onRestore: ((number: number) => void) | undefined;
}

function VersionList({ current, shown, versions, onCompare, onRestore }: ListProps) {
  return (
    <Paper style={{ overflow: "hidden" }}>
      <ol className={classes.list} aria-label={t("articleVersions.title")}>
        {versions.map((version) => (
          <VersionLine
            key={version.number}
            version={version}
            current={version.number === current}
            shown={version.number === shown}
            onCompare={onCompare}
            onRestore={onRestore}
          />
        ))}
      </ol>
    </Paper>
  );
}

interface VersionsProps {
  article: Content;
  versions: readonly ContentVersion[];
  children: ReactNode;
}

function Versions({ article, versions, children }: VersionsProps) {
  const { from, to, compare, setTo } = usePair(versions);
  const [restoring, setRestoring] = useState<number | null>(null);
  const mayEdit = useMayRun();
  return (
    <div className={classes.layout}>
      <div>
        <VersionList
          current={article.version}
          shown={from?.number}
          versions={versions}
          onCompare={compare}
          onRestore={mayEdit ? setRestoring : undefined}
        />
        {children}
      </div>
      {from && to && from !== to && <Compared {...{ versions, from, to }} onTo={setTo} />}
      {restoring !== null && (
        <RestoreDialog
          article={article}
          number={restoring}
          onClose={() => {
            setRestoring(null);
          }}
        />
      )}
    </div>
  );
}

/** Every state that an article has had: compared, and brought back. */
export function VersionsTab({ article }: { article: Content }) {
  const [page, setPage] = useState(1);
  const query = useQuery(versionsQuery(article.id, page));
  return (
    <Stack gap="md">
      <Text c="dimmed">{t("articleVersions.lead")}</Text>
      <QueryView query={query}>
        {({ items, count }) => (
          <Versions article={article} versions={items}>
            <Pager page={page} pageSize={VERSIONS_SHOWN} count={count} onChange={setPage} />
          </Versions>
        )}
      </QueryView>
    </Stack>
  );
}
