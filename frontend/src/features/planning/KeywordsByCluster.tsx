import { Accordion, Badge, Group, Text } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { LinkText } from "@/components/LinkText";
import { Pager } from "@/components/Pager";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { asApiError, type Cluster } from "@/lib/api";
import { t } from "@/lib/i18n";

import { IntentBadge } from "./badges";
import { ClusterDemand, DemandNumber } from "./demand";
import type { KeywordFilters } from "./keywords.api";
import { ListBody } from "./ListBody";
import classes from "./planning.module.css";
import { clustersQuery, keywordsQuery } from "./queries";
import type { ListParams } from "./useListParams";

const CLUSTERS_SHOWN = 25;
const KEYWORDS_SHOWN = 50;

type Members = Pick<KeywordFilters, "cluster" | "status" | "site">;

/** The strongest keywords of a group; the rest is a link away. */
function MemberList({ members, rest }: { members: Members; rest: string }) {
  const filters = { ...members, page: 1, page_size: KEYWORDS_SHOWN, ordering: "-demand" };
  const { data, error, refetch } = useQuery(keywordsQuery(filters));
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
  if (data === undefined) return <LoadingList rows={3} />;
  const more = data.count - data.items.length;
  return (
    <>
      <ul className={classes.members}>
        {data.items.map((keyword) => (
          <li key={keyword.id}>
            <span>{keyword.text}</span>
            <DemandNumber of={keyword} />
          </li>
        ))}
      </ul>
      <LinkText to={rest} size="sm">
        {more > 0 ? t("keywords.showRest", { count: more }) : t("keywords.showThese")}
      </LinkText>
    </>
  );
}

function ClusterItem({ cluster, open }: { cluster: Cluster; open: boolean }) {
  return (
    <Accordion.Item value={cluster.id}>
      <Accordion.Control>
        <Group gap="sm" justify="space-between" pe="sm">
          <Text span fw={650} className={classes.groupName}>
            {cluster.name}
          </Text>
          <Group gap="sm">
            <IntentBadge intent={cluster.intent} />
            <Badge color="gray">{t("keywords.count", { count: cluster.keyword_count })}</Badge>
            <ClusterDemand cluster={cluster} />
          </Group>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {open && <MemberList members={{ cluster: cluster.id }} rest={`/clusters/${cluster.id}`} />}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** Keywords that are in no cluster: those still to be grouped, and those that fit nowhere. */
function LooseItem({ status, open }: { status: "new" | "left_alone"; open: boolean }) {
  const site = useCurrentSite();
  const members = { status, ...(site && { site: site.id }) };
  const { data } = useQuery(keywordsQuery({ ...members, page: 1, page_size: 1 }));
  if (data === undefined || data.count === 0) return null;
  return (
    <Accordion.Item value={status}>
      <Accordion.Control>
        <Group gap="sm" justify="space-between" pe="sm">
          <Text span fw={650}>
            {t(`keywordStatus.${status}`)}
          </Text>
          <Badge color="gray">{t("keywords.count", { count: data.count })}</Badge>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {open && <MemberList members={members} rest={`/keywords?status=${status}`} />}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** The keywords in their clusters, the strongest first. */
export function KeywordsByCluster({ params }: { params: ListParams }) {
  const site = useCurrentSite();
  const [open, setOpen] = useState<string[]>([]);
  const { page, search } = params;
  const clusters = useQuery(
    clustersQuery({
      page,
      page_size: CLUSTERS_SHOWN,
      ordering: "-demand",
      ...(site && { site: site.id }),
      ...(search !== "" && { search }),
    }),
  );
  const nothing = (
    <EmptyState
      icon={<IconStack2 size={26} />}
      title={search === "" ? t("clusters.empty.title") : t("clusters.noMatch", { search })}
      text={search === "" ? t("clusters.empty.text") : ""}
    />
  );
  return (
    <ListBody query={clusters} empty={nothing}>
      {({ items, count }) => (
        <>
          <Accordion variant="separated" radius="lg" order={2} multiple value={open} onChange={setOpen}>
            {items.map((cluster) => (
              <ClusterItem key={cluster.id} cluster={cluster} open={open.includes(cluster.id)} />
            ))}
            {page === 1 && search === "" && (
              <>
                <LooseItem status="new" open={open.includes("new")} />
                <LooseItem status="left_alone" open={open.includes("left_alone")} />
              </>
            )}
          </Accordion>
          <Pager
            page={page}
            pageSize={CLUSTERS_SHOWN}
            count={count}
            onChange={(next) => {
              params.set({ page: String(next) });
            }}
          />
        </>
      )}
    </ListBody>
  );
}
