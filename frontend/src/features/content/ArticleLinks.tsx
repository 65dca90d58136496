import { Group, Paper, Skeleton, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";

import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import type { Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ContentStatus, NeedsWriting, ScoreBadge } from "./badges";
import classes from "./content.module.css";
import { articleQuery } from "./queries";

function ArticleLine({ article }: { article: Content }) {
  const href = safeHref(article.published_url);
  return (
    <>
      <LinkText to={`/articles/${article.id}`} fw={600}>
        {article.title}
      </LinkText>
      <Group gap="xs">
        <ScoreBadge score={article.seo_score} />
        <ContentStatus status={article.status} />
        {article.needs_writing && <NeedsWriting />}
        {href !== null && (
          <OutsideLink href={href} size="sm" label={t("articles.open", { title: article.title })}>
            {t("articles.published")}
          </OutsideLink>
        )}
      </Group>
    </>
  );
}

/** A short list of articles by their ids; one that is gone is left out. */
export function ArticleLinks({ ids }: { ids: readonly string[] }) {
  const answers = useQueries({ queries: ids.map((id) => articleQuery(id)) });
  const known = answers.filter(({ isError }) => !isError);
  if (known.length === 0) return <Text c="dimmed">–</Text>;
  return (
    <Paper style={{ overflow: "hidden" }}>
      <ul className={classes.links}>
        {known.map(({ data }, index) => (
          <li key={data?.id ?? index}>
            {data ? <ArticleLine article={data} /> : <Skeleton height={16} width="60%" />}
          </li>
        ))}
      </ul>
    </Paper>
  );
}
