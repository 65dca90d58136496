import { Button, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconListSearch, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { asApiError, type Keyword } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ImportForm } from "./ImportForm";
import { keywordsQuery } from "./queries";

const PAGE_SIZE = 50;

function Unknown({ text }: { text: string }) {
  return (
    <Text span size="sm" c="dimmed">
      {text}
    </Text>
  );
}

function numberOr(value: number | null | undefined) {
  return value === null || value === undefined ? (
    <Unknown text={t("keywords.unknown")} />
  ) : (
    formatNumber(value)
  );
}

const COLUMNS: readonly Column<Keyword>[] = [
  {
    key: "text",
    header: t("keywords.col.text"),
    role: "lead",
    render: (keyword) => <Text fw={600}>{keyword.text}</Text>,
  },
  {
    key: "cluster",
    header: t("keywords.col.cluster"),
    render: ({ cluster_name: name }) => name ?? <Unknown text={t("keywords.noCluster")} />,
  },
  {
    key: "volume",
    header: t("keywords.col.volume"),
    align: "end",
    render: ({ volume }) => numberOr(volume),
  },
  {
    key: "impressions",
    header: t("keywords.col.impressions"),
    align: "end",
    render: ({ impressions }) => numberOr(impressions),
  },
];

function useKeywords() {
  const site = useCurrentSite();
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState("");
  const filters = {
    page,
    page_size: PAGE_SIZE,
    ...(site && { site: site.id }),
    ...(search !== "" && { search }),
  };
  const keywords = useQuery(keywordsQuery(filters));
  const find = (text: string) => {
    setPage(1);
    setSearch(text);
  };
  return { keywords, page, setPage, search, find, site };
}

function NoKeywords({ search, onImport }: { search: string; onImport: () => void }) {
  const icon = <IconListSearch size={26} />;
  if (search !== "") return <EmptyState icon={icon} title={t("keywords.noMatch", { search })} text="" />;
  return (
    <EmptyState
      icon={icon}
      title={t("keywords.empty.title")}
      text={t("keywords.empty.text")}
      action={<Button onClick={onImport}>{t("import.open")}</Button>}
    />
  );
}

type ListProps = Omit<ReturnType<typeof useKeywords>, "site" | "find"> & { onImport: () => void };

function KeywordsList({ keywords, page, setPage, search, onImport }: ListProps) {
  const { data, error, refetch } = keywords;
  if (error !== null) {
    const reason = asApiError(error, t("error.offline"));
    return (
      <ErrorState
        error={reason}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  if (data === undefined) return <LoadingList />;
  if (data.items.length === 0) return <NoKeywords search={search} onImport={onImport} />;
  return (
    <>
      <DataTable
        label={t("keywords.table")}
        rows={data.items}
        columns={COLUMNS}
        rowKey={({ id }) => id}
      />
      <Pager page={page} pageSize={PAGE_SIZE} count={data.count} onChange={setPage} />
    </>
  );
}

export function KeywordsPage() {
  const { site, find, ...list } = useKeywords();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title={t("keywords.title")}
        lead={t("keywords.lead")}
        actions={
          <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={open}>
            {t("import.open")}
          </Button>
        }
      />
      <Modal
        opened={opened}
        onClose={close}
        title={t("import.title")}
        centered
        radius="lg"
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        {site === null ? <Text>{t("import.noSite")}</Text> : <ImportForm site={site} />}
      </Modal>
      <SearchField label={t("keywords.search")} onSearch={find} />
      <KeywordsList {...list} onImport={open} />
    </>
  );
}
