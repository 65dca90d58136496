import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { LinkText } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import { QueryView } from "@/components/QueryView";
import { SideDrawer } from "@/components/SideDrawer";
import { useMayRun } from "@/features/account";
import type { WritingTask } from "@/lib/api";
import { t } from "@/lib/i18n";

import { TaskStatusBadge } from "./badges";
import { readBrief } from "./brief";
import { BriefView } from "./BriefView";
import { contentType } from "./IdeaCard";
import { taskQuery } from "./queries";
import { tasksApi } from "./tasks.api";
import { useChange } from "./useChange";

interface TaskProps {
  task: WritingTask;
  onClose: () => void;
}

/** What is waiting is written in the order of these numbers, the largest first. */
function Priority({ task }: { task: WritingTask }) {
  const [demand, setDemand] = useState<number | string>(task.demand);
  const save = useChange((value: number) => tasksApi.change(task.id, { demand: value }), {
    done: () => t("tasks.priority.saved"),
  });
  const changed = typeof demand === "number" && demand !== task.demand;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) save.mutate(demand);
      }}
    >
      <Group gap="sm" align="flex-end">
        <NumberInput
          label={t("tasks.col.priority")}
          description={t("tasks.priority.text")}
          min={0}
          allowDecimal={false}
          value={demand}
          onChange={setDemand}
        />
        <Button type="submit" variant="default" disabled={!changed} loading={save.isPending}>
          {t("planning.save")}
        </Button>
      </Group>
    </form>
  );
}

function DeleteTask({ task, onClose }: TaskProps) {
  const [asking, setAsking] = useState(false);
  const remove = useChange(() => tasksApi.remove(task.id), {
    done: () => t("tasks.deleted", { title: task.title }),
    onDone: onClose,
  });
  return (
    <>
      <Button
        variant="light"
        color="red"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("planning.delete")}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t("tasks.delete.title")}
        text={t("tasks.delete.text")}
        confirm={t("planning.delete")}
        pending={remove.isPending}
        onClose={() => {
          setAsking(false);
        }}
        onConfirm={() => {
          remove.mutate(undefined);
        }}
      />
    </>
  );
}

function Actions({ task, onClose }: TaskProps) {
  const change = useChange((status: WritingTask["status"]) => tasksApi.change(task.id, { status }), {
    done: ({ status }) => t(`tasks.became.${status}`),
  });
  const other = task.status === "waiting" ? "cancelled" : "waiting";
  return (
    <Stack gap="md">
      <Group gap="sm">
        {task.content === null && (
          <Button
            variant="default"
            loading={change.isPending}
            onClick={() => {
              change.mutate(other);
            }}
          >
            {t(`tasks.to.${other}`)}
          </Button>
        )}
        <DeleteTask task={task} onClose={onClose} />
      </Group>
      {task.status === "waiting" && <Priority key={task.demand} task={task} />}
    </Stack>
  );
}

function TaskDetails({ task, onClose }: TaskProps) {
  const mayEdit = useMayRun();
  const brief = readBrief(task.brief);
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <TaskStatusBadge status={task.status} />
        <Text span size="sm" c="dimmed">
          {contentType(task.content_type)} · <Moment at={task.created_at} />
        </Text>
      </Group>
      <Group gap="lg">
        {task.content !== null && (
          <LinkText to={`/articles/${task.content}`}>{t("tasks.openArticle")}</LinkText>
        )}
        {task.idea !== null && (
          <LinkText to={`/ideas?idea=${task.idea}`}>{t("tasks.openIdea")}</LinkText>
        )}
      </Group>
      {task.status === "waiting" && <Text c="dimmed">{t("tasks.waiting.text")}</Text>}
      {task.status === "written" && task.content !== null && (
        <Text c="dimmed">{t("tasks.written.text")}</Text>
      )}
      {mayEdit && <Actions task={task} onClose={onClose} />}
      <Text size="sm" c="dimmed">
        <IconLock size={14} aria-hidden style={{ verticalAlign: "-2px" }} /> {t("brief.locked")}
      </Text>
      {brief === null ? <Text c="dimmed">{t("brief.none")}</Text> : <BriefView brief={brief} />}
    </Stack>
  );
}

interface TaskDrawerProps {
  /** None closes it. */
  taskId: string;
  onClose: () => void;
}

/** One writing task with its brief, and what can still be changed about it. */
export function TaskDrawer({ taskId, onClose }: TaskDrawerProps) {
  const query = useQuery({ ...taskQuery(taskId), enabled: taskId !== "" });
  return (
    <SideDrawer opened={taskId !== ""} title={query.data?.title ?? t("loading")} onClose={onClose}>
      <QueryView query={query}>{(task) => <TaskDetails task={task} onClose={onClose} />}</QueryView>
    </SideDrawer>
  );
}
