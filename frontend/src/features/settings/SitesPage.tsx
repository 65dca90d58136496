import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Column, DataTable } from "@/components/DataTable";
import { OutsideLink, safeHref } from "@/components/LinkText";
import { QueryView } from "@/components/QueryView";
import { useMayManage, useMayRun } from "@/features/account";
import type { SiteSettings } from "@/lib/api";
import { t } from "@/lib/i18n";

import { DeleteSiteDialog } from "./DeleteSiteDialog";
import { sitesQuery } from "./queries";
import { SiteDialog } from "./SiteDialog";
import { languageName } from "./siteForm";

type Open = { what: "add" } | { what: "edit" | "delete"; site: SiteSettings } | null;

interface OpenProps {
  onOpen: (open: Open) => void;
}

function Actions({ site, onOpen }: OpenProps & { site: SiteSettings }) {
  const { name } = site;
  const mayManage = useMayManage();
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="subtle"
        aria-label={t("sites.editNamed", { name })}
        onClick={() => {
          onOpen({ what: "edit", site });
        }}
      >
        {t("sites.edit")}
      </Button>
      {mayManage && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={t("sites.deleteNamed", { name })}
          onClick={() => {
            onOpen({ what: "delete", site });
          }}
        >
          {t("sites.delete")}
        </Button>
      )}
    </Group>
  );
}

function SiteName({ name, url }: SiteSettings) {
  const href = safeHref(url);
  return (
    <>
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {name}
      </Text>
      <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
        {href === null ? url : <OutsideLink href={href}>{url}</OutsideLink>}
      </Text>
    </>
  );
}

function columnsOf(onOpen: OpenProps["onOpen"], mayEdit: boolean): Column<SiteSettings>[] {
  const columns: Column<SiteSettings>[] = [
    { key: "name", header: t("sites.col.name"), role: "lead", render: (site) => <SiteName {...site} /> },
    {
      key: "language",
      header: t("sites.col.language"),
      render: ({ language }) => languageName(language),
    },
    {
      key: "ideas",
      header: t("sites.col.ideas"),
      render: ({ auto_approve_ideas: auto }) => t(auto ? "sites.ideas.auto" : "sites.ideas.ask"),
    },
  ];
  if (!mayEdit) return columns;
  return [
    ...columns,
    {
      key: "actions",
      header: t("sites.col.actions"),
      headerHidden: true,
      role: "wide",
      render: (site) => <Actions site={site} onOpen={onOpen} />,
    },
  ];
}

function Sites({ sites, onOpen }: OpenProps & { sites: readonly SiteSettings[] }) {
  const mayEdit = useMayRun();
  if (sites.length === 0) {
    return (
      <Paper p="lg">
        <Text c="dimmed">{t("sites.empty")}</Text>
      </Paper>
    );
  }
  return (
    <DataTable
      label={t("sites.title")}
      rows={sites}
      columns={columnsOf(onOpen, mayEdit)}
      rowKey={({ id }) => id}
    />
  );
}

function Dialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  if (open === null) return null;
  if (open.what === "add") return <SiteDialog site={null} onClose={onClose} />;
  if (open.what === "edit") return <SiteDialog site={open.site} onClose={onClose} />;
  return <DeleteSiteDialog site={open.site} onClose={onClose} />;
}

/** The account's sites: what they are called, how they are written for. */
export function SitesPage() {
  const query = useQuery(sitesQuery);
  const mayEdit = useMayRun();
  const [open, setOpen] = useState<Open>(null);
  return (
    <section>
      <Group justify="space-between" align="flex-start" mb="md">
        <Stack gap={4} style={{ flex: "1 1 18rem" }}>
          <Title order={2} size="h3">
            {t("sites.title")}
          </Title>
          <Text c="dimmed">{t("sites.lead")}</Text>
        </Stack>
        {mayEdit && (
          <Button
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => {
              setOpen({ what: "add" });
            }}
          >
            {t("sites.add")}
          </Button>
        )}
      </Group>
      <QueryView query={query} rows={3}>
        {(sites) => <Sites sites={sites} onOpen={setOpen} />}
      </QueryView>
      <Dialogs
        open={open}
        onClose={() => {
          setOpen(null);
        }}
      />
    </section>
  );
}
