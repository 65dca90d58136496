import { Alert, Paper, Stack, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { safeHref } from "@/components/LinkText";
import type { Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ArticleFrame, showInFrame } from "./ArticleFrame";
import classes from "./content.module.css";
import { FindingsPanel } from "./FindingsPanel";
import { imagesQuery } from "./queries";
import { storedFindings } from "./score";
import { SearchSnippet } from "./SearchSnippet";

function FeaturedImage({ contentId }: { contentId: string }) {
  const { data = [] } = useQuery(imagesQuery(contentId));
  const image = data.find(({ role }) => role === "featured") ?? data[0];
  if (!image) return null;
  return (
    <Paper p="lg">
      <Title order={2} size="h4" mb="sm">
        {t("article.images")}
      </Title>
      <figure style={{ margin: 0 }}>
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
    </Paper>
  );
}

function NeedsWritingNote() {
  return (
    <Alert color="ember" mb="lg" icon={<IconPencil aria-hidden />} title={t("articles.needsWriting")}>
      {t("articles.needsWriting.text")}
    </Alert>
  );
}

/** The article to be read, with what the checks say of it. */
export function ArticleReader({ article }: { article: Content }) {
  const frame = useRef<HTMLIFrameElement>(null);
  return (
    <div className={classes.reader}>
      <Paper className={classes.text}>
        {article.needs_writing && <NeedsWritingNote />}
        {article.html === "" ? (
          <Text c="dimmed">{t("article.empty")}</Text>
        ) : (
          <ArticleFrame html={article.html} frameRef={frame} />
        )}
      </Paper>
      <Stack gap="lg">
        <FindingsPanel
          score={article.seo_score}
          findings={storedFindings(article.seo_findings)}
          onPlace={({ excerpt }) => {
            if (showInFrame(frame.current, excerpt)) return;
            notifications.show({ message: t("seoFinding.gone") });
          }}
        />
        <SearchSnippet texts={article} />
        <FeaturedImage contentId={article.id} />
      </Stack>
    </div>
  );
}
