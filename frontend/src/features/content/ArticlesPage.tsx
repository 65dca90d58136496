import { Button, Group, Text } from "@mantine/core";
import { IconArticle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { SearchField } from "@/components/SearchField";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { asApiError, type Content } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ContentStatus, NeedsWriting, ScoreBadge } from "./badges";
import { articlesQuery } from "./queries";

const PAGE_SIZE = 50;

function ArticleTitle({ article }: { article: Content }) {
  return (
    <div>
      <LinkText to={`/articles/${article.id}`} fw={650} c="var(--mantine-color-text)">
        {article.title}
      </LinkText>
      <Text size="sm" c="dimmed">
        {article.keyphrase}
      </Text>
    </div>
  );
}

function PublishedLink({ article }: { article: Content }) {
  const href = safeHref(article.published_url);
  if (href === null) return <span>–</span>;
  return (
    <OutsideLink href={href} size="sm" label={t("articles.open", { title: article.title })}>
      {t("articles.published")}
    </OutsideLink>
  );
}

const COLUMNS: readonly Column<Content>[] = [
  {
    key: "title",
    header: t("articles.col.title"),
    role: "lead",
    render: (article) => <ArticleTitle article={article} />,
  },
  {
    key: "status",
    header: t("articles.col.status"),
    render: (article) => (
      <Group gap={6}>
        <ContentStatus status={article.status} />
        {article.needs_writing && <NeedsWriting />}
      </Group>
    ),
  },
  {
    key: "score",
    header: t("articles.col.score"),
    align: "end",
    render: (article) => <ScoreBadge score={article.seo_score} />,
  },
  {
    key: "words",
    header: t("articles.col.words"),
    align: "end",
    render: (article) => formatNumber(article.word_count),
  },
  {
    key: "links",
    header: t("articles.col.links"),
    align: "end",
    render: (article) => <PublishedLink article={article} />,
  },
];

function NoArticles({ search }: { search: string }) {
  const icon = <IconArticle size={26} />;
  if (search !== "") return <EmptyState icon={icon} title={t("articles.noMatch", { search })} text="" />;
  return (
    <EmptyState
      icon={icon}
      title={t("articles.empty.title")}
      text={t("articles.empty.text")}
      action={
        <Button component={Link} to="/rules">
          {t("articles.empty.action")}
        </Button>
      }
    />
  );
}

function useArticles() {
  const site = useCurrentSite();
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState("");
  const filters = {
    page,
    page_size: PAGE_SIZE,
    ...(site && { site: site.id }),
    ...(search !== "" && { search }),
  };
  const articles = useQuery(articlesQuery(filters));
  const find = (text: string) => {
    setPage(1);
    setSearch(text);
  };
  return { articles, page, setPage, search, find };
}

export function ArticlesPage() {
  const { articles, page, setPage, search, find } = useArticles();
  const { data, error, refetch } = articles;
  return (
    <>
      <PageHeader title={t("articles.title")} lead={t("articles.lead")} />
      <SearchField label={t("articles.search")} onSearch={find} />
      {error !== null && (
        <ErrorState
          error={asApiError(error, t("error.offline"))}
          onRetry={() => {
            void refetch();
          }}
        />
      )}
      {error === null && data === undefined && <LoadingList />}
      {data?.items.length === 0 && <NoArticles search={search} />}
      {data !== undefined && data.items.length > 0 && (
        <>
          <DataTable
            label={t("articles.table")}
            rows={data.items}
            columns={COLUMNS}
            rowKey={({ id }) => id}
          />
          <Pager page={page} pageSize={PAGE_SIZE} count={data.count} onChange={setPage} />
        </>
      )}
    </>
  );
}
