import { Button, Group } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { t } from "@/lib/i18n";

import { INTENTS } from "./badges";
import type { ClusterFilters } from "./clusters.api";
import { ClustersTable } from "./ClustersTable";
import { FilterSelect } from "./FilterSelect";
import { ListBody } from "./ListBody";
import classes from "./planning.module.css";
import { clustersQuery } from "./queries";
import { filtersOf, type ListParams, useListParams } from "./useListParams";

const ClusterMap = lazy(async () => ({ default: (await import("./ClusterMap")).ClusterMap }));

const PAGE_SIZE = 50;
/** Smaller ones would be slivers without a name. */
const DRAWN = 60;
const STATUSES = ["new", "planned"] as const;
const FILTERS = ["status", "intent"] as const;

function NoClusters({ params }: { params: ListParams }) {
  const icon = <IconStack2 size={26} />;
  const { search } = params;
  if (search !== "") return <EmptyState icon={icon} title={t("clusters.noMatch", { search })} text="" />;
  if (Object.keys(filtersOf(params, FILTERS)).length > 0) {
    return <EmptyState icon={icon} title={t("clusters.noneSuch")} text="" />;
  }
  return (
    <EmptyState
      icon={icon}
      title={t("clusters.empty.title")}
      text={t("clusters.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("clusters.empty.action")}
        </Button>
      }
    />
  );
}

function Filters({ params }: { params: ListParams }) {
  return (
    <div className={classes.filters}>
      <SearchField
        label={t("clusters.search")}
        initial={params.search}
        onSearch={(search) => {
          params.set({ search });
        }}
      />
      <Group gap="sm">
        <FilterSelect
          label={t("clusters.col.status")}
          all={t("clusters.allStatuses")}
          value={params.get("status")}
          choices={STATUSES.map((value) => ({ value, label: t(`clusterStatus.${value}`) }))}
          onChange={(status) => {
            params.set({ status });
          }}
        />
        <FilterSelect
          label={t("clusters.col.intent")}
          all={t("planning.allIntents")}
          value={params.get("intent")}
          choices={INTENTS.map((value) => ({ value, label: t(`intent.${value}`) }))}
          onChange={(intent) => {
            params.set({ intent });
          }}
        />
      </Group>
    </div>
  );
}

/** The largest clusters that the filters let through, as a picture. */
function Picture({ filters }: { filters: Omit<ClusterFilters, "page" | "page_size"> }) {
  const { data } = useQuery(
    clustersQuery({ ...filters, page: 1, page_size: DRAWN, ordering: "-keyword_count" }),
  );
  if (data === undefined || data.items.length < 2) return null;
  return (
    <Suspense fallback={<div className={classes.pictureSpace} />}>
      <ClusterMap clusters={data.items} count={data.count} />
    </Suspense>
  );
}

export function ClustersPage() {
  const params = useListParams("-demand");
  const site = useCurrentSite();
  const { page, search, sort } = params;
  const filters = {
    ...filtersOf(params, FILTERS),
    ...(site && { site: site.id }),
    ...(search !== "" && { search }),
  };
  const clusters = useQuery(clustersQuery({ ...filters, page, page_size: PAGE_SIZE, ordering: sort }));
  return (
    <>
      <PageHeader title={t("clusters.title")} lead={t("clusters.lead")} />
      <Filters params={params} />
      <ListBody query={clusters} empty={<NoClusters params={params} />}>
        {({ items, count }, busy) => (
          <>
            <Picture filters={filters} />
            <ClustersTable
              clusters={items}
              sort={sort}
              busy={busy}
              onSort={(next) => {
                params.set({ sort: next });
              }}
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              count={count}
              onChange={(next) => {
                params.set({ page: String(next) });
              }}
            />
          </>
        )}
      </ListBody>
    </>
  );
}
