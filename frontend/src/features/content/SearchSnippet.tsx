import { Paper, Text, Title } from "@mantine/core";

import { useCurrentSite } from "@/features/account";
import { t } from "@/lib/i18n";

import classes from "./content.module.css";

interface SnippetTexts {
  title: string;
  slug: string;
  keyphrase: string;
  meta_title: string;
  meta_description: string;
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** How the article will look in a list of search results. */
export function SearchSnippet({ texts }: { texts: SnippetTexts }) {
  const site = useCurrentSite();
  return (
    <Paper p="lg" component="section" aria-label={t("article.search")}>
      <Title order={2} size="h4" mb="sm">
        {t("article.search")}
      </Title>
      <div className={classes.snippetSite}>
        <span className={classes.snippetIcon} aria-hidden>
          {(site?.name ?? "").slice(0, 1)}
        </span>
        <div style={{ minWidth: 0 }}>
          {site !== null && <Text size="sm">{site.name}</Text>}
          <Text size="xs" c="dimmed" className={classes.snippetPath}>
            {site === null ? `/${texts.slug}` : `${hostOf(site.url)} › ${texts.slug}`}
          </Text>
        </div>
      </div>
      <p className={classes.snippetTitle}>{texts.meta_title || texts.title}</p>
      <Text size="sm" lineClamp={3}>
        {texts.meta_description}
      </Text>
      {texts.keyphrase !== "" && (
        <Text size="sm" mt="sm">
          <Text span c="dimmed">
            {`${t("article.keyphrase")}: `}
          </Text>
          {texts.keyphrase}
        </Text>
      )}
    </Paper>
  );
}
