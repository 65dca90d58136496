import { Tabs } from "@mantine/core";
import { IconPlugConnected, IconWorldUpload } from "@tabler/icons-react";
import { useSearchParams } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { EmptyState } from "@/components/states";
import { useCurrentSite } from "@/features/account";
import { t } from "@/lib/i18n";

import { Connections } from "./Connections";
import { Publications } from "./Publications";

const TABS = ["connections", "publications"] as const;
const ICONS = { connections: IconPlugConnected, publications: IconWorldUpload } as const;

function Parts({ siteId }: { siteId: string }) {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? "connections";
  return (
    <Tabs
      value={tab}
      keepMounted={false}
      onChange={(next) => {
        setParams(next === "publications" ? { tab: next } : {});
      }}
    >
      <Tabs.List mb="lg" aria-label={t("publishing.tabs")}>
        {TABS.map((one) => {
          const Icon = ICONS[one];
          return (
            <Tabs.Tab key={one} value={one} leftSection={<Icon size={16} aria-hidden />}>
              {t(`publishing.tab.${one}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        {tab === "connections" ? <Connections siteId={siteId} /> : <Publications siteId={siteId} />}
      </Tabs.Panel>
    </Tabs>
  );
}

/** Where a site's articles go, and what went where. */
export function PublishingPage() {
  const site = useCurrentSite();
  return (
    <>
      <PageHeader title={t("publishing.title")} lead={t("publishing.lead")} />
      {site === null ? (
        <EmptyState
          icon={<IconWorldUpload size={26} />}
          title={t("publishing.noSite.title")}
          text={t("publishing.noSite.text")}
        />
      ) : (
        <Parts key={site.id} siteId={site.id} />
      )}
    </>
  );
}
