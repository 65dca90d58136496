import { Button, Group, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconBulb } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { Lessons } from "@/components/Lessons";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import type { Idea } from "@/lib/api";
import { t } from "@/lib/i18n";

import { INTENTS } from "./badges";
import { FilterSelect } from "./FilterSelect";
import { IdeaBoard } from "./IdeaBoard";
import { IdeaDrawer } from "./IdeaDrawer";
import { STATUSES } from "./ideaMoves";
import { IdeasTable } from "./IdeasTable";
import { ListBody } from "./ListBody";
import classes from "./planning.module.css";
import { ideasQuery } from "./queries";
import { filtersOf, type ListParams, useListParams } from "./useListParams";

const PAGE_SIZE = 50;
const PHONE = "(max-width: 48em)";
const FILTERS = ["intent", "cluster"] as const;

type View = "board" | "list";

/** On a phone five columns are no picture of anything: there the ideas are a list. */
function useView(params: ListParams): { view: View; choosable: boolean } {
  const phone = useMediaQuery(PHONE, false, { getInitialValueInEffect: false });
  if (phone) return { view: "list", choosable: false };
  return { view: params.get("view") === "list" ? "list" : "board", choosable: true };
}

function Filters({ params, view, choosable }: { params: ListParams; view: View; choosable: boolean }) {
  return (
    <div className={classes.filters}>
      <SearchField
        label={t("ideas.search")}
        initial={params.search}
        onSearch={(search) => {
          params.set({ search });
        }}
      />
      <Group gap="sm">
        {view === "list" && (
          <FilterSelect
            label={t("ideas.col.status")}
            all={t("ideas.allStatuses")}
            value={params.get("status")}
            choices={STATUSES.map((value) => ({ value, label: t(`ideaStatus.${value}`) }))}
            onChange={(status) => {
              params.set({ status });
            }}
          />
        )}
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
      {choosable && (
        <SegmentedControl
          className={classes.view}
          aria-label={t("planning.view")}
          value={view}
          data={[
            { value: "board", label: t("ideas.view.board") },
            { value: "list", label: t("ideas.view.list") },
          ]}
          onChange={(next) => {
            params.set({ view: next === "board" ? null : next, status: null });
          }}
        />
      )}
    </div>
  );
}

function NoIdeas({ params }: { params: ListParams }) {
  const icon = <IconBulb size={26} />;
  const { search } = params;
  if (search !== "") return <EmptyState icon={icon} title={t("ideas.noMatch", { search })} text="" />;
  if (Object.keys(filtersOf(params, [...FILTERS, "status"])).length > 0) {
    return <EmptyState icon={icon} title={t("ideas.noneSuch")} text="" />;
  }
  return (
    <EmptyState
      icon={icon}
      title={t("ideas.empty.title")}
      text={t("ideas.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("clusters.empty.action")}
        </Button>
      }
    >
      <Lessons
        items={[
          { title: t("ideas.empty.1.title"), text: t("ideas.empty.1.text") },
          { title: t("ideas.empty.2.title"), text: t("ideas.empty.2.text") },
          { title: t("ideas.empty.3.title"), text: t("ideas.empty.3.text") },
        ]}
      />
    </EmptyState>
  );
}

function useIdeaFilters(params: ListParams) {
  const site = useCurrentSite();
  return {
    ...filtersOf(params, FILTERS),
    ...(site && { site: site.id }),
    ...(params.search !== "" && { search: params.search }),
  };
}

interface ViewProps {
  params: ListParams;
  onOpen: (idea: Idea) => void;
}

function ListView({ params, onOpen }: ViewProps) {
  const { page, sort } = params;
  const status = filtersOf(params, ["status"]);
  const filters = useIdeaFilters(params);
  const ideas = useQuery(
    ideasQuery({ ...filters, ...status, page, page_size: PAGE_SIZE, ordering: sort }),
  );
  return (
    <ListBody query={ideas} empty={<NoIdeas params={params} />}>
      {({ items, count }, busy) => (
        <>
          <IdeasTable
            ideas={items}
            sort={sort}
            busy={busy}
            onOpen={onOpen}
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
  );
}

/** The board; where there is no idea at all, what would stand on it. */
function BoardView({ params, onOpen }: ViewProps) {
  const filters = useIdeaFilters(params);
  const any = useQuery(ideasQuery({ ...filters, page: 1, page_size: 1 }));
  return (
    <ListBody query={any} empty={<NoIdeas params={params} />}>
      {() => <IdeaBoard filters={filters} onOpen={onOpen} />}
    </ListBody>
  );
}

export function IdeasPage() {
  const params = useListParams("-demand");
  const { view, choosable } = useView(params);
  const open = ({ id }: Idea) => {
    params.set({ idea: id, page: String(params.page) });
  };
  const close = () => {
    params.set({ idea: null, page: String(params.page) });
  };
  return (
    <>
      <PageHeader title={t("ideas.title")} lead={t("ideas.lead")} />
      <Filters params={params} view={view} choosable={choosable} />
      {view === "board" ? (
        <BoardView params={params} onOpen={open} />
      ) : (
        <ListView params={params} onOpen={open} />
      )}
      <IdeaDrawer ideaId={params.get("idea")} onClose={close} />
    </>
  );
}
