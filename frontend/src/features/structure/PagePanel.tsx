import { Badge, Button, Fieldset, Group, Stack, Text, Title } from "@mantine/core";
import {
  IconArrowBarToLeft,
  IconArrowBarToRight,
  IconArrowDown,
  IconArrowUp,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { LinkText } from "@/components/LinkText";
import { UnsavedGuard } from "@/components/UnsavedGuard";
import type { SitePage } from "@/lib/api";
import { t } from "@/lib/i18n";

import { blankDraft, changesOfPage, draftOfPage, type PageDraft } from "./pageDraft";
import { PageForm } from "./PageForm";
import { type Direction, findNode, moveBy, type TreeNode, withBelow } from "./tree";
import { useChangePage, useCreatePage, useRemovePage } from "./usePages";
import { newIdempotencyKey } from "@/lib/idempotency";

const STEPS = [
  ["up", IconArrowUp],
  ["down", IconArrowDown],
  ["in", IconArrowBarToRight],
  ["out", IconArrowBarToLeft],
] as const;

interface PanelProps {
  siteId: string;
  tree: readonly TreeNode[];
  page: SitePage;
  onStep: (id: string, direction: Direction) => void;
  onAddBelow: () => void;
  onGone: () => void;
}

function MoveButtons({ tree, page, onStep }: Pick<PanelProps, "tree" | "page" | "onStep">) {
  if (page.kind === "home") return null;
  return (
    <Fieldset legend={t("structure.move")} variant="unstyled">
      <Group gap="xs" mt={4}>
        {STEPS.map(([direction, Icon]) => (
          <Button
            key={direction}
            size="xs"
            variant="default"
            leftSection={<Icon size={15} aria-hidden />}
            disabled={moveBy(tree, page.id, direction) === null}
            onClick={() => {
              onStep(page.id, direction);
            }}
          >
            {t(`structure.move.${direction}`)}
          </Button>
        ))}
      </Group>
    </Fieldset>
  );
}

function Facts({ page }: { page: SitePage }) {
  return (
    <div>
      <Group gap="xs">
        <Badge color={page.status === "written" ? "pine" : "gray"}>
          {t(`pageStatus.${page.status}`)}
        </Badge>
        {page.demand > 0 && (
          <Text size="sm" c="dimmed">
            {t("structure.demand", { count: page.demand })}
          </Text>
        )}
      </Group>
      <Text size="sm" mt="xs">
        {page.content === null ? (
          <Text span size="sm" c="dimmed">
            {t("structure.field.content.none")}
          </Text>
        ) : (
          <LinkText to={`/articles/${page.content}`}>{t("structure.field.content.open")}</LinkText>
        )}
      </Text>
    </div>
  );
}

function RemoveButton({ siteId, tree, page, onGone }: PanelProps) {
  const [asking, setAsking] = useState(false);
  const remove = useRemovePage(siteId, onGone);
  const place = findNode(tree, page.id);
  const below = place ? withBelow(place.node).size - 1 : 0;
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("structure.remove")}
      </Button>
      <ConfirmDialog
        opened={asking}
        pending={remove.isPending}
        title={t("structure.remove.title", { title: page.title })}
        text={below === 0 ? t("structure.remove.alone") : t("structure.remove.below", { count: below })}
        confirm={t("structure.remove")}
        onConfirm={() => {
          remove.mutate(page);
        }}
        onClose={() => {
          setAsking(false);
        }}
      />
    </>
  );
}

/** Changes are kept against the page as it is now, so that a move beside them is no change of theirs. */
function useDraft(page: SitePage) {
  const [changes, setChanges] = useState<Partial<PageDraft>>({});
  const base = draftOfPage(page);
  const draft = { ...base, ...changes };
  return {
    draft,
    changes: changesOfPage(base, draft),
    set: (values: Partial<PageDraft>) => {
      setChanges((before) => ({ ...before, ...values }));
    },
    clear: () => {
      setChanges({});
    },
  };
}

/** A page of the structure, to be changed, moved and deleted. */
export function PagePanel(props: PanelProps) {
  const { siteId, tree, page, onStep, onAddBelow } = props;
  const { draft, changes, set, clear } = useDraft(page);
  const save = useChangePage(siteId, page.id);
  const dirty = Object.keys(changes).length > 0;
  return (
    <Stack gap="md">
      <UnsavedGuard unsaved={dirty} text={t("structure.unsaved")} />
      <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
        {page.title}
      </Title>
      <Facts page={page} />
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={onAddBelow}
        >
          {t("structure.addBelow")}
        </Button>
      </Group>
      <MoveButtons tree={tree} page={page} onStep={onStep} />
      <PageForm
        siteId={siteId}
        tree={tree}
        page={page}
        draft={draft}
        error={save.error}
        pending={save.isPending}
        disabled={!dirty}
        submit={t("structure.save")}
        onChange={set}
        onSubmit={() => {
          save.mutate(changes, { onSuccess: clear });
        }}
      >
        <RemoveButton {...props} />
      </PageForm>
    </Stack>
  );
}

interface NewPageProps {
  siteId: string;
  tree: readonly TreeNode[];
  parent: string | null;
  onCreated: (page: SitePage) => void;
  onCancel: () => void;
}

/** The first page of a site is its home page. */
export function NewPagePanel({ siteId, tree, parent, onCreated, onCancel }: NewPageProps) {
  const [draft, setDraft] = useState(() => blankDraft(tree.length === 0 ? "home" : "article", parent));
  const [key, setKey] = useState(newIdempotencyKey);
  const create = useCreatePage(siteId, onCreated);
  const siblings = parent === null ? tree : (findNode(tree, parent)?.node.children ?? []);
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {t("structure.new")}
      </Title>
      <PageForm
        siteId={siteId}
        tree={tree}
        page={null}
        draft={draft}
        error={create.error}
        pending={create.isPending}
        disabled={false}
        submit={t("structure.create")}
        onChange={(values) => {
          setDraft((before) => ({ ...before, ...values }));
          setKey(newIdempotencyKey());
        }}
        onSubmit={() => {
          create.mutate({ body: { ...draft, site: siteId, position: siblings.length }, key });
        }}
      >
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      </PageForm>
    </Stack>
  );
}
