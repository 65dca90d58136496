import { Alert, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconExternalLink, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";

import { LinkText, safeHref } from "@/components/LinkText";
import { PageHeader } from "@/components/PageHeader";
import { ErrorState, LoadingPage } from "@/components/states";
import { asApiError, type Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ArticleFrame } from "./ArticleFrame";
import { ContentStatus, NeedsWriting } from "./badges";
import classes from "./content.module.css";
import { FindingsPanel } from "./FindingsPanel";
import { articleQuery, imagesQuery } from "./queries";

function BackLink() {
  return (
    <LinkText to="/articles" size="sm" w="fit-content">
      <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {t("article.back")}
    </LinkText>
  );
}

function Facts({ article }: { article: Content }) {
  return (
    <Group gap="xs" mt={4}>
      <ContentStatus status={article.status} />
      {article.needs_writing && <NeedsWriting />}
      <Text size="sm">{t("article.words", { count: article.word_count })}</Text>
    </Group>
  );
}

/** How the article will look in a list of search results. */
function SearchSnippet({ article }: { article: Content }) {
  return (
    <Paper p="lg">
      <Title order={2} size="h4" mb="sm">
        {t("article.search")}
      </Title>
      <p className={classes.snippetTitle} style={{ margin: 0 }}>
        {article.meta_title || article.title}
      </p>
      <Text size="xs" c="dimmed" my={4}>
        {`/${article.slug}`}
      </Text>
      <Text size="sm">{article.meta_description}</Text>
      <Text size="sm" mt="sm">
        <Text span c="dimmed">
          {`${t("article.keyphrase")}: `}
        </Text>
        {article.keyphrase}
      </Text>
    </Paper>
  );
}

function Images({ contentId }: { contentId: string }) {
  const { data = [] } = useQuery(imagesQuery(contentId));
  if (data.length === 0) return null;
  return (
    <Paper p="lg">
      <Title order={2} size="h4" mb="sm">
        {t("article.images")}
      </Title>
      <Stack gap="sm">
        {data.map((image) => (
          <figure key={image.id} style={{ margin: 0 }}>
            <img
              className={classes.image}
              src={safeHref(image.url) ?? undefined}
              alt={image.alt_text}
              width={image.width}
              height={image.height}
              loading="lazy"
            />
            <Text component="figcaption" size="xs" c="dimmed" mt={6}>
              {image.alt_text || t("article.noAlt")}
            </Text>
          </figure>
        ))}
      </Stack>
    </Paper>
  );
}

function PublishedButton({ article }: { article: Content }) {
  const href = safeHref(article.published_url);
  if (href === null) return null;
  return (
    <Button
      component="a"
      href={href}
      target="_blank"
      rel="noreferrer"
      rightSection={<IconExternalLink size={16} aria-hidden />}
    >
      {t("article.viewPublished")}
    </Button>
  );
}

function Reader({ article }: { article: Content }) {
  return (
    <>
      <PageHeader
        above={<BackLink />}
        title={article.title}
        lead={<Facts article={article} />}
        actions={<PublishedButton article={article} />}
      />
      <div className={classes.reader}>
        <Paper className={classes.text}>
          {article.needs_writing && (
            <Alert
              color="ember"
              mb="lg"
              icon={<IconPencil aria-hidden />}
              title={t("articles.needsWriting")}
            >
              {t("articles.needsWriting.text")}
            </Alert>
          )}
          {article.html === "" ? (
            <Text c="dimmed">{t("article.empty")}</Text>
          ) : (
            <ArticleFrame html={article.html} />
          )}
        </Paper>
        <Stack gap="lg">
          <FindingsPanel article={article} />
          <SearchSnippet article={article} />
          <Images contentId={article.id} />
        </Stack>
      </div>
    </>
  );
}

export function ArticlePage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(articleQuery(id));
  if (data) return <Reader article={data} />;
  if (error === null) return <LoadingPage />;
  return (
    <ErrorState
      error={asApiError(error, t("error.offline"))}
      onRetry={() => {
        void refetch();
      }}
    />
  );
}
