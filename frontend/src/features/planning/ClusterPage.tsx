import { Button, Group, Stack, Title } from "@mantine/core";
import { IconArrowLeft, IconGitMerge, IconListSearch, IconPencil, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useParams } from "react-router";

import { LinkText } from "@/components/LinkText";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { EmptyState, ErrorState, LoadingPage } from "@/components/states";
import { useMayRun } from "@/features/account";
import { asApiError, type Cluster } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ClusterStatus, IdeaStatusBadge, IntentBadge } from "./badges";
import { ClusterDialogs, type ClusterQuestion, useClusterQuestion } from "./ClusterDialogs";
import classes from "./clusters.module.css";
import { ClusterDemand, Unknown } from "./demand";
import { KeywordsTable } from "./KeywordsTable";
import { ListBody } from "./ListBody";
import planning from "./planning.module.css";
import { clusterQuery, ideasQuery, keywordsQuery } from "./queries";
import { useListParams } from "./useListParams";

const PAGE_SIZE = 50;
const IDEAS_SHOWN = 20;

function Facts({ cluster }: { cluster: Cluster }) {
  const { difficulty, intent, status, keyword_count: count, language } = cluster;
  const facts = [
    [t("clusters.col.keywords"), formatNumber(count)],
    [t("keywords.col.volume"), <ClusterDemand key="demand" cluster={cluster} />],
    [
      t("keywords.col.difficulty"),
      difficulty === null ? <Unknown key="unknown" /> : formatNumber(Math.round(difficulty)),
    ],
    [t("clusters.col.intent"), <IntentBadge key="intent" intent={intent} />],
    [t("clusters.col.status"), <ClusterStatus key="status" status={status} />],
    [t("clusters.language"), language || "–"],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The keywords of the cluster: those that do not belong can be moved or let go. */
function Members({ cluster }: { cluster: Cluster }) {
  const params = useListParams("-demand");
  const headingId = useId();
  const keywords = useQuery(
    keywordsQuery({
      cluster: cluster.id,
      page: params.page,
      page_size: PAGE_SIZE,
      ordering: params.sort,
    }),
  );
  const none = (
    <EmptyState
      icon={<IconListSearch size={26} />}
      title={t("clusters.noKeywords")}
      text={t("clusters.noKeywords.text")}
    />
  );
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h3" mb="sm" id={headingId}>
        {t("clusters.col.keywords")}
      </Title>
      <ListBody query={keywords} empty={none}>
        {({ items, count }, busy) => (
          <>
            <KeywordsTable
              keywords={items}
              withCluster={false}
              sort={params.sort}
              busy={busy}
              onSort={(sort) => {
                params.set({ sort });
              }}
            />
            <Pager
              page={params.page}
              pageSize={PAGE_SIZE}
              count={count}
              onChange={(page) => {
                params.set({ page: String(page) });
              }}
            />
          </>
        )}
      </ListBody>
    </section>
  );
}

function Ideas({ cluster }: { cluster: Cluster }) {
  const headingId = useId();
  const { data } = useQuery(ideasQuery({ cluster: cluster.id, page: 1, page_size: IDEAS_SHOWN }));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h3" mb="sm" id={headingId}>
        {t("ideas.title")}
      </Title>
      <ul className={planning.ideas}>
        {data.items.map(({ id, title, status }) => (
          <li key={id}>
            <LinkText to={`/ideas?idea=${id}`}>{title}</LinkText>
            <IdeaStatusBadge status={status} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actions({ question }: { question: ClusterQuestion }) {
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={16} aria-hidden />}
        onClick={() => {
          question.ask("edit");
        }}
      >
        {t("clusters.edit")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconGitMerge size={16} aria-hidden />}
        onClick={() => {
          question.ask("merge");
        }}
      >
        {t("clusters.mergeWith")}
      </Button>
      <Button
        variant="default"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => {
          question.ask("delete");
        }}
      >
        {t("planning.delete")}
      </Button>
    </>
  );
}

function Loaded({ cluster }: { cluster: Cluster }) {
  const question = useClusterQuestion();
  const mayEdit = useMayRun();
  return (
    <>
      <PageHeader
        above={
          <Group gap={6}>
            <IconArrowLeft size={15} aria-hidden />
            <LinkText to="/clusters" size="sm">
              {t("clusters.back")}
            </LinkText>
          </Group>
        }
        title={cluster.name}
        lead={t("clusters.head", { keyword: cluster.head_keyword })}
        actions={mayEdit && <Actions question={question} />}
      />
      <Stack gap="xl">
        <Facts cluster={cluster} />
        <Ideas cluster={cluster} />
        <Members cluster={cluster} />
      </Stack>
      <ClusterDialogs cluster={cluster} question={question} />
    </>
  );
}

/** One cluster: what it holds, what was made of it, and how to put it right. */
export function ClusterPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(clusterQuery(id));
  if (error !== null) {
    return (
      <ErrorState
        error={asApiError(error, t("error.offline"))}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingPage />;
  return <Loaded cluster={data} />;
}
