import { Button, Drawer, Group, Paper, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPlus, IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import { useCurrentSite, useMayRun } from "@/features/account";
import type { Site, SitePage } from "@/lib/api";
import { t } from "@/lib/i18n";

import { NewPagePanel, PagePanel } from "./PagePanel";
import { PageTree } from "./PageTree";
import { ReadOnlyPage } from "./ReadOnlyPage";
import classes from "./structure.module.css";
import { allNodes, applyMove, type Direction, type Move, moveBy, type TreeNode, treeOf } from "./tree";
import { pagesQuery, useMovePage } from "./usePages";

const NARROW = "(max-width: 62em)";
const NEW = "new";

/** Which page is shown stands in the address; `new` with the page above it is one to be added. */
function useChosen() {
  const [params, setParams] = useSearchParams();
  return {
    chosen: params.get("page"),
    below: params.get("below"),
    choose: (page: string | null) => {
      setParams(page === null ? {} : { page });
    },
    addBelow: (parent: string | null) => {
      setParams({ page: NEW, ...(parent !== null && { below: parent }) });
    },
  };
}

type Chosen = ReturnType<typeof useChosen>;

function useCollapsed() {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  return {
    collapsed,
    set: setCollapsed,
    toggle: (id: string, open: boolean) => {
      setCollapsed((before) => {
        const next = new Set(before);
        if (open) next.delete(id);
        else next.add(id);
        return next;
      });
    },
  };
}

function Empty({ onBegin }: { onBegin: (() => void) | null }) {
  return (
    <EmptyState
      icon={<IconSitemap size={26} />}
      title={t("structure.empty.title")}
      text={t("structure.empty.text")}
      action={
        onBegin && (
          <Group justify="center">
            <Button component={Link} to="/rules/new">
              {t("structure.empty.rule")}
            </Button>
            <Button variant="default" onClick={onBegin}>
              {t("structure.empty.hand")}
            </Button>
          </Group>
        )
      }
    />
  );
}

/** Beside the tree where there is room, over it on a phone. */
function Panel({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  const narrow = useMediaQuery(NARROW);
  if (!narrow) {
    return (
      <Paper className={classes.panel} p="lg" component="section" aria-label={t("structure.details")}>
        {children ?? <Text c="dimmed">{t("structure.pick")}</Text>}
      </Paper>
    );
  }
  return (
    <Drawer
      opened={children !== null}
      onClose={onClose}
      position="bottom"
      size="90%"
      title={t("structure.details")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {children}
    </Drawer>
  );
}

interface ToolbarProps {
  pages: readonly SitePage[];
  tree: readonly TreeNode[];
  onCollapse: (ids: ReadonlySet<string>) => void;
}

function Toolbar({ pages, tree, onCollapse }: ToolbarProps) {
  const written = pages.filter(({ status }) => status === "written").length;
  return (
    <Group justify="space-between" mb="sm" gap="xs">
      <Text size="sm" c="dimmed">
        {`${t("structure.count", { count: pages.length })}, ${t("structure.written", { count: written })}`}
      </Text>
      <Group gap={4}>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            onCollapse(new Set());
          }}
        >
          {t("structure.openAll")}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            const parents = allNodes(tree).filter(
              ({ children, page }) => children.length > 0 && page.kind !== "home",
            );
            onCollapse(new Set(parents.map(({ page }) => page.id)));
          }}
        >
          {t("structure.closeAll")}
        </Button>
      </Group>
    </Group>
  );
}

/** Moves, and says where the page is then. */
function useMoves(siteId: string, pages: readonly SitePage[], tree: readonly TreeNode[]) {
  const move = useMovePage(siteId);
  const [said, setSaid] = useState("");
  const moveTo = (id: string, to: Move) => {
    const page = pages.find((one) => one.id === id);
    if (!page) return;
    const after = applyMove(pages, id, to).find((one) => one.id === id);
    setSaid(t("structure.moved", { title: page.title, path: after?.path ?? page.path }));
    move.mutate({ page, move: to });
  };
  const step = (id: string, direction: Direction) => {
    const to = moveBy(tree, id, direction);
    if (to) moveTo(id, to);
  };
  return { moveTo, step, said };
}

interface DetailsProps {
  siteId: string;
  tree: readonly TreeNode[];
  pages: readonly SitePage[];
  url: Chosen;
  mayEdit: boolean;
  onStep: (id: string, direction: Direction) => void;
}

function details({ siteId, tree, pages, url, mayEdit, onStep }: DetailsProps): ReactNode {
  const close = () => {
    url.choose(null);
  };
  if (url.chosen === NEW && mayEdit) {
    return (
      <NewPagePanel
        key={url.below}
        siteId={siteId}
        tree={tree}
        parent={url.below}
        onCreated={({ id }) => {
          url.choose(id);
        }}
        onCancel={close}
      />
    );
  }
  const page = pages.find(({ id }) => id === url.chosen);
  if (!page) return null;
  if (!mayEdit) return <ReadOnlyPage page={page} />;
  return (
    <PagePanel
      key={page.id}
      {...{ siteId, tree, page, onStep }}
      onAddBelow={() => {
        url.addBelow(page.id);
      }}
      onGone={close}
    />
  );
}

interface StructureProps {
  site: Site;
  pages: readonly SitePage[];
  url: Chosen;
}

function Structure({ site, pages, url }: StructureProps) {
  const tree = useMemo(() => treeOf(pages), [pages]);
  const mayEdit = useMayRun();
  const { collapsed, set, toggle } = useCollapsed();
  const { moveTo, step, said } = useMoves(site.id, pages, tree);
  const shown = details({ siteId: site.id, tree, pages, url, mayEdit, onStep: step });
  const begin = () => {
    url.addBelow(null);
  };
  return (
    <div className={classes.layout}>
      <div>
        <p className="visually-hidden" role="status">
          {said}
        </p>
        {pages.length === 0 ? (
          <Empty onBegin={mayEdit ? begin : null} />
        ) : (
          <>
            <Toolbar pages={pages} tree={tree} onCollapse={set} />
            <Paper>
              <PageTree
                label={t("structure.tree", { site: site.name })}
                tree={tree}
                collapsed={collapsed}
                selected={url.chosen}
                movable={mayEdit}
                onToggle={toggle}
                onSelect={url.choose}
                onStep={step}
                onDrop={moveTo}
              />
            </Paper>
          </>
        )}
      </div>
      {(pages.length > 0 || shown !== null) && (
        <Panel
          onClose={() => {
            url.choose(null);
          }}
        >
          {shown}
        </Panel>
      )}
    </div>
  );
}

function AddButton({ pages, url }: { pages: readonly SitePage[] | undefined; url: Chosen }) {
  const mayEdit = useMayRun();
  if (!mayEdit || pages === undefined || pages.length === 0) return null;
  const home = pages.find(({ kind }) => kind === "home");
  return (
    <Button
      leftSection={<IconPlus size={17} aria-hidden />}
      onClick={() => {
        url.addBelow(home?.id ?? null);
      }}
    >
      {t("structure.add")}
    </Button>
  );
}

function OfSite({ site }: { site: Site }) {
  const query = useQuery(pagesQuery(site.id));
  const url = useChosen();
  return (
    <>
      <PageHeader
        title={t("structure.title")}
        lead={t("structure.lead")}
        actions={<AddButton pages={query.data} url={url} />}
      />
      <QueryView query={query} rows={8}>
        {(pages) => <Structure site={site} pages={pages} url={url} />}
      </QueryView>
    </>
  );
}

/** The tree of pages that a site should have. */
export function StructurePage() {
  const site = useCurrentSite();
  if (site !== null) return <OfSite key={site.id} site={site} />;
  return (
    <>
      <PageHeader title={t("structure.title")} lead={t("structure.lead")} />
      <EmptyState
        icon={<IconSitemap size={26} />}
        title={t("structure.noSite")}
        text={t("structure.noSite.text")}
      />
    </>
  );
}
