import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import {
  IconDotsVertical,
  IconFolderShare,
  IconFolderX,
  IconInfoCircle,
  IconRefresh,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react";
import { useRef, useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { ObjectSelect } from "@/components/ObjectSelect";
import { SideDrawer } from "@/components/SideDrawer";
import type { Keyword } from "@/lib/api";
import { t } from "@/lib/i18n";

import { KeywordDetails } from "./KeywordDetails";
import { keywordsApi } from "./keywords.api";
import { tellSkipped } from "./tellSkipped";
import { useChange } from "./useChange";

type Asked = { kind: "move" | "delete" | "details"; keywords: readonly Keyword[] } | null;

const idsOf = (keywords: readonly Keyword[]) => keywords.map(({ id }) => id);

/**
 * What can be done with keywords, one or many, and the question that is being asked about it. The question
 * is kept while its dialog closes, so that the dialog can give the focus back.
 */
export function useKeywordActions(onDone?: () => void) {
  const [asked, setAsked] = useState<Asked>(null);
  const [opened, setOpened] = useState(false);
  const ask = (question: Asked) => {
    setAsked(question);
    setOpened(true);
  };
  const close = () => {
    setOpened(false);
  };
  const finish = () => {
    close();
    onDone?.();
  };
  const put = useChange(
    ({ ids, action }: { ids: readonly string[]; action: "leave_alone" | "cluster_again" }) =>
      keywordsApi.bulk(ids, action),
    {
      done: ({ done }, { action }) =>
        t(action === "leave_alone" ? "keywords.left" : "keywords.regrouped", { count: done.length }),
      onDone: (result) => {
        tellSkipped(result);
        finish();
      },
    },
  );
  return {
    asked,
    opened,
    close,
    finish,
    show: (keyword: Keyword) => {
      ask({ kind: "details", keywords: [keyword] });
    },
    move: (keywords: readonly Keyword[]) => {
      ask({ kind: "move", keywords });
    },
    remove: (keywords: readonly Keyword[]) => {
      ask({ kind: "delete", keywords });
    },
    leave: (keywords: readonly Keyword[]) => {
      put.mutate({ ids: idsOf(keywords), action: "leave_alone" });
    },
    regroup: (keywords: readonly Keyword[]) => {
      put.mutate({ ids: idsOf(keywords), action: "cluster_again" });
    },
    putting: put.isPending,
  };
}

export type KeywordActions = ReturnType<typeof useKeywordActions>;

export function KeywordMenu({ keyword, actions }: { keyword: Keyword; actions: KeywordActions }) {
  const button = useRef<HTMLButtonElement>(null);
  const one = [keyword];
  // A dialog gives the focus back to where it was: that must not be the item, which goes with the menu.
  const item = (act: () => void) => () => {
    button.current?.focus();
    act();
  };
  const items: readonly (readonly [string, TablerIcon, () => void] | false)[] = [
    [
      t("keywords.details"),
      IconInfoCircle,
      () => {
        actions.show(keyword);
      },
    ],
    [
      t("keywords.move"),
      IconFolderShare,
      () => {
        actions.move(one);
      },
    ],
    keyword.status !== "left_alone" && [
      t("keywords.leave"),
      IconFolderX,
      () => {
        actions.leave(one);
      },
    ],
    keyword.status !== "new" && [
      t("keywords.regroup"),
      IconRefresh,
      () => {
        actions.regroup(one);
      },
    ],
  ];
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          ref={button}
          variant="subtle"
          color="gray"
          aria-label={t("planning.more", { name: keyword.text })}
        >
          <IconDotsVertical size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items
          .filter((each) => each !== false)
          .map(([label, Icon, act]) => (
            <Menu.Item key={label} leftSection={<Icon size={16} aria-hidden />} onClick={item(act)}>
              {label}
            </Menu.Item>
          ))}
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={item(() => {
            actions.remove(one);
          })}
        >
          {t("planning.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface BulkProps {
  keywords: readonly Keyword[];
  actions: KeywordActions;
}

/** The same for all that are chosen. */
export function KeywordBulkButtons({ keywords, actions }: BulkProps) {
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          actions.move(keywords);
        }}
      >
        {t("keywords.move")}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={actions.putting}
        onClick={() => {
          actions.leave(keywords);
        }}
      >
        {t("keywords.leave")}
      </Button>
      <Button
        size="xs"
        color="red"
        variant="light"
        onClick={() => {
          actions.remove(keywords);
        }}
      >
        {t("planning.delete")}
      </Button>
    </>
  );
}

function MoveForm({ keywords, actions }: BulkProps) {
  const [cluster, setCluster] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const move = useChange((to: string) => keywordsApi.bulk(idsOf(keywords), "move", to), {
    done: ({ done }) => t("keywords.moved", { count: done.length }),
    onDone: (result) => {
      tellSkipped(result);
      actions.finish();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(cluster === null);
        if (cluster !== null) move.mutate(cluster);
      }}
    >
      <Stack gap="lg">
        <ObjectSelect
          kind="cluster"
          label={t("keywords.move.to")}
          site={keywords[0]?.site}
          value={cluster}
          error={missing && cluster === null ? t("keywords.move.missing") : undefined}
          onChange={setCluster}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={actions.close}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={move.isPending}>
            {t("keywords.move.do", { count: keywords.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface QuestionProps extends BulkProps {
  opened: boolean;
}

function DeleteQuestion({ keywords, actions, opened }: QuestionProps) {
  const count = keywords.length;
  const remove = useChange((ids: readonly string[]) => keywordsApi.bulk(ids, "delete"), {
    done: ({ done }) => t("keywords.deleted", { count: done.length }),
    onDone: (result) => {
      tellSkipped(result);
      actions.finish();
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={t("keywords.delete.title", { count })}
      text={t("keywords.delete.text")}
      confirm={t("planning.delete")}
      pending={remove.isPending}
      onClose={actions.close}
      onConfirm={() => {
        remove.mutate(idsOf(keywords));
      }}
    />
  );
}

function MoveQuestion({ keywords, actions, opened }: QuestionProps) {
  const [first] = keywords;
  return (
    <Modal
      opened={opened}
      onClose={actions.close}
      title={t("keywords.move.title")}
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {keywords.length === 1 ? first?.text : t("keywords.count", { count: keywords.length })}
        </Text>
        <MoveForm keywords={keywords} actions={actions} />
      </Stack>
    </Modal>
  );
}

/** Whatever is being asked or shown at the moment. */
export function KeywordDialogs({ actions }: { actions: KeywordActions }) {
  const { asked, opened } = actions;
  const keywords = asked?.keywords ?? [];
  const isOpen = (kind: NonNullable<Asked>["kind"]) => opened && asked?.kind === kind;
  const [first] = keywords;
  return (
    <>
      <DeleteQuestion keywords={keywords} actions={actions} opened={isOpen("delete")} />
      <MoveQuestion keywords={keywords} actions={actions} opened={isOpen("move")} />
      <SideDrawer opened={isOpen("details")} title={first?.text ?? ""} onClose={actions.close}>
        {first && <KeywordDetails keyword={first} />}
      </SideDrawer>
    </>
  );
}
