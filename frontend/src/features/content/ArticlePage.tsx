import { Button, Group, Tabs, Text } from "@mantine/core";
import {
  IconArrowLeft,
  IconBook,
  IconExternalLink,
  IconHistory,
  IconPencil,
  IconPhoto,
  IconWorldUpload,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { useParams, useSearchParams } from "react-router";

import { LinkText, safeHref } from "@/components/LinkText";
import { PageHeader } from "@/components/PageHeader";
import { ErrorState, LoadingList, LoadingPage } from "@/components/states";
import { useMayRun } from "@/features/account";
import { PublicationsOf } from "@/features/publishing";
import { asApiError, type Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ArticleReader } from "./ArticleReader";
import { ContentStatus, NeedsWriting } from "./badges";
import { DeleteArticle } from "./DeleteArticle";
import { articleQuery } from "./queries";

const ArticleEditor = lazy(async () => ({ default: (await import("./ArticleEditor")).ArticleEditor }));
const VersionsTab = lazy(async () => ({ default: (await import("./VersionsTab")).VersionsTab }));
const ImagesTab = lazy(async () => ({ default: (await import("./ImagesTab")).ImagesTab }));

const TABS = ["text", "edit", "versions", "images", "published"] as const;
type Tab = (typeof TABS)[number];

const ICONS = {
  text: IconBook,
  edit: IconPencil,
  versions: IconHistory,
  images: IconPhoto,
  published: IconWorldUpload,
} as const;

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

/** Which view is shown stands in the address, so that it can be linked to and gone back to. */
function useTab(tabs: readonly Tab[]): [Tab, (next: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const tab = tabs.find((one) => one === params.get("tab")) ?? "text";
  const choose = (next: string | null) => {
    setParams(next === null || next === "text" ? {} : { tab: next });
  };
  return [tab, choose];
}

function view(tab: Tab, article: Content): ReactNode {
  if (tab === "edit") return <ArticleEditor article={article} />;
  if (tab === "versions") return <VersionsTab article={article} />;
  if (tab === "images") return <ImagesTab contentId={article.id} />;
  if (tab === "published") return <PublicationsOf article={article} />;
  return <ArticleReader article={article} />;
}

function Views({ article }: { article: Content }) {
  const mayEdit = useMayRun();
  const tabs = TABS.filter((tab) => mayEdit || tab !== "edit");
  const [tab, choose] = useTab(tabs);
  return (
    <Tabs value={tab} onChange={choose} keepMounted={false}>
      <Tabs.List mb="lg" aria-label={t("article.tabs")}>
        {tabs.map((one) => {
          const Icon = ICONS[one];
          return (
            <Tabs.Tab key={one} value={one} leftSection={<Icon size={16} aria-hidden />}>
              {t(`article.tab.${one}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <Suspense fallback={<LoadingList />}>{view(tab, article)}</Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}

function Article({ article }: { article: Content }) {
  const mayEdit = useMayRun();
  return (
    <>
      <PageHeader
        above={<BackLink />}
        title={article.title}
        lead={<Facts article={article} />}
        actions={
          <>
            {mayEdit && <DeleteArticle article={article} />}
            <PublishedButton article={article} />
          </>
        }
      />
      <Views article={article} />
    </>
  );
}

export function ArticlePage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(articleQuery(id));
  if (data) return <Article key={data.id} article={data} />;
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
