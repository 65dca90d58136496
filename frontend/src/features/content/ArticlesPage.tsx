import { Button, Group, Text } from "@mantine/core";
import { IconArticle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { PageHeader } from "@/components/PageHeader";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import type { Content } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import { ArticleFilters } from "./ArticleFilters";
import { ContentStatus, NeedsWriting, ScoreBadge } from "./badges";
import { NewArticle } from "./NewArticle";
import { articlesQuery } from "./queries";
import { PAGE_SIZE, useArticleFilters } from "./useArticleFilters";

function ArticleTitle({ article }: { article: Content }) {
  return (
    <div>
      <LinkText to={`/articles/${article.id}`} fw={650} c="var(--mantine-color-text)">
        {article.title}
      </LinkText>
      <Text size="sm" c="dimmed">
        {[article.kind === "page" ? t("articles.kind.page") : "", article.keyphrase]
          .filter(Boolean)
          .join(" · ")}
      </Text>
    </div>
  );
}

function PublishedLink({ article }: { article: Content }) {
  const href = safeHref(article.published_url);
  if (href === null) return <span>–</span>;
  return (
    <OutsideLink
      href={href}
      size="sm"
      style={{ whiteSpace: "nowrap" }}
      label={t("articles.open", { title: article.title })}
    >
      {t("articles.published")}
    </OutsideLink>
  );
}

const COLUMNS: readonly Column<Content>[] = [
  {
    key: "title",
    header: t("articles.col.title"),
    role: "lead",
    sortKey: "title",
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
    sortKey: "seo_score",
    render: (article) => <ScoreBadge score={article.seo_score} />,
  },
  {
    key: "words",
    header: t("articles.col.words"),
    align: "end",
    sortKey: "word_count",
    render: (article) => formatNumber(article.word_count),
  },
  {
    key: "updated",
    header: t("article.updated"),
    sortKey: "updated_at",
    render: (article) => <Moment at={article.updated_at} />,
  },
  {
    key: "links",
    header: t("articles.col.links"),
    align: "end",
    render: (article) => <PublishedLink article={article} />,
  },
];

interface NoArticlesProps {
  search: string;
  filtered: boolean;
  onClear: () => void;
}

function NoArticles({ search, filtered, onClear }: NoArticlesProps) {
  const icon = <IconArticle size={26} />;
  if (filtered) {
    return (
      <EmptyState
        icon={icon}
        title={search === "" ? t("articles.noMatch.filters") : t("articles.noMatch", { search })}
        text=""
        action={
          <Button variant="default" onClick={onClear}>
            {t("articles.filter.clear")}
          </Button>
        }
      />
    );
  }
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

const NO_FILTERS = { search: null, status: null, score: null, writing: null } as const;

function Articles({ list }: { list: ReturnType<typeof useArticleFilters> }) {
  const { shown, change, filtered, filters } = list;
  const query = useQuery(articlesQuery(filters));
  return (
    <QueryView query={query} rows={6}>
      {({ items, count }) =>
        items.length === 0 ? (
          <NoArticles
            search={shown.search}
            filtered={filtered}
            onClear={() => {
              change(NO_FILTERS);
            }}
          />
        ) : (
          <>
            <DataTable
              label={t("articles.table")}
              rows={items}
              columns={COLUMNS}
              rowKey={({ id }) => id}
              sort={shown.sort}
              onSort={(sort) => {
                change({ sort });
              }}
              busy={query.isPlaceholderData}
            />
            <Pager
              page={shown.page}
              pageSize={PAGE_SIZE}
              count={count}
              onChange={(page) => {
                change({ page: String(page) });
              }}
            />
          </>
        )
      }
    </QueryView>
  );
}

/** All articles and texts of pages, by state, score and words. */
export function ArticlesPage() {
  const list = useArticleFilters();
  return (
    <>
      <PageHeader title={t("articles.title")} lead={t("articles.lead")} actions={<NewArticle />} />
      <ArticleFilters shown={list.shown} onChange={list.change} />
      <Articles list={list} />
    </>
  );
}
