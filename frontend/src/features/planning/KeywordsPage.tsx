import { Button, Group, SegmentedControl } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconListSearch, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState } from "@/components/states";
import { useCurrentSite, useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { INTENTS } from "./badges";
import { FilterSelect } from "./FilterSelect";
import { ImportDialog } from "./ImportDialog";
import { KeywordsByCluster } from "./KeywordsByCluster";
import { KeywordsTable } from "./KeywordsTable";
import { ListBody } from "./ListBody";
import classes from "./planning.module.css";
import { keywordsQuery } from "./queries";
import { filtersOf, type ListParams, useListParams } from "./useListParams";

const PAGE_SIZE = 50;
const STATUSES = ["new", "clustered", "left_alone"] as const;
const FILTERS = ["status", "intent"] as const;

function NoKeywords({ params, onImport }: { params: ListParams; onImport: (() => void) | null }) {
  const icon = <IconListSearch size={26} />;
  const { search } = params;
  if (search !== "") return <EmptyState icon={icon} title={t("keywords.noMatch", { search })} text="" />;
  if (Object.keys(filtersOf(params, FILTERS)).length > 0) {
    return <EmptyState icon={icon} title={t("keywords.noneSuch")} text="" />;
  }
  return (
    <EmptyState
      icon={icon}
      title={t("keywords.empty.title")}
      text={t("keywords.empty.text")}
      action={onImport && <Button onClick={onImport}>{t("import.open")}</Button>}
    />
  );
}

function Filters({ params, grouped }: { params: ListParams; grouped: boolean }) {
  return (
    <div className={classes.filters}>
      <SearchField
        key={grouped ? "clusters" : "keywords"}
        label={grouped ? t("clusters.search") : t("keywords.search")}
        initial={params.search}
        onSearch={(search) => {
          params.set({ search });
        }}
      />
      {!grouped && (
        <Group gap="sm">
          <FilterSelect
            label={t("keywords.col.status")}
            all={t("keywords.allStatuses")}
            value={params.get("status")}
            choices={STATUSES.map((value) => ({ value, label: t(`keywordStatus.${value}`) }))}
            onChange={(status) => {
              params.set({ status });
            }}
          />
          <FilterSelect
            label={t("keywords.col.intent")}
            all={t("planning.allIntents")}
            value={params.get("intent")}
            choices={INTENTS.map((value) => ({ value, label: t(`intent.${value}`) }))}
            onChange={(intent) => {
              params.set({ intent });
            }}
          />
        </Group>
      )}
      <SegmentedControl
        className={classes.view}
        aria-label={t("planning.view")}
        value={grouped ? "clusters" : "list"}
        data={[
          { value: "list", label: t("keywords.view.list") },
          { value: "clusters", label: t("keywords.view.clusters") },
        ]}
        onChange={(view) => {
          params.set({ view: view === "list" ? null : view, search: null, status: null, intent: null });
        }}
      />
    </div>
  );
}

function KeywordsList({ params, onImport }: { params: ListParams; onImport: (() => void) | null }) {
  const site = useCurrentSite();
  const keywords = useQuery(
    keywordsQuery({
      page: params.page,
      page_size: PAGE_SIZE,
      ordering: params.sort,
      ...filtersOf(params, FILTERS),
      ...(site && { site: site.id }),
      ...(params.search !== "" && { search: params.search }),
    }),
  );
  return (
    <ListBody query={keywords} empty={<NoKeywords params={params} onImport={onImport} />}>
      {({ items, count }, busy) => (
        <>
          <KeywordsTable
            keywords={items}
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
  );
}

export function KeywordsPage() {
  const params = useListParams("-demand");
  const mayImport = useMayRun();
  const [opened, { open, close }] = useDisclosure(false);
  const grouped = params.get("view") === "clusters";
  return (
    <>
      <PageHeader
        title={t("keywords.title")}
        lead={t("keywords.lead")}
        actions={
          mayImport && (
            <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={open}>
              {t("import.open")}
            </Button>
          )
        }
      />
      <ImportDialog opened={opened} onClose={close} />
      <Filters params={params} grouped={grouped} />
      {grouped ? (
        <KeywordsByCluster params={params} />
      ) : (
        <KeywordsList params={params} onImport={mayImport ? open : null} />
      )}
    </>
  );
}
