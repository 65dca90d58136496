import { ActionIcon, Badge, Button, Group, Menu, Paper, Stack, Text, Title } from "@mantine/core";
import {
  IconBrandWordpress,
  IconDots,
  IconDownload,
  IconEye,
  IconPencil,
  IconPlugConnected,
  IconStar,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { OutsideLink, safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import type { Connection } from "@/lib/api";
import { t } from "@/lib/i18n";

import { Checks } from "./Checks";
import { PLUGIN_URL } from "./publishing.api";
import classes from "./publishing.module.css";
import { useChangeConnection, useRemoveConnection, useTestConnection } from "./useConnections";

const STATUS_COLORS = { ok: "pine", failing: "red", untested: "gray" } as const;

function StatusBadge({ status }: { status: string }) {
  const known = status === "ok" || status === "failing" ? status : "untested";
  return <Badge color={STATUS_COLORS[known]}>{t(`connection.status.${known}`)}</Badge>;
}

/** Where the target is: the WordPress site, or the preview of this server. */
function Address({ connection }: { connection: Connection }) {
  const preview = connection.kind === "preview";
  const href = preview ? `/preview/${encodeURIComponent(connection.site)}/` : safeHref(connection.url);
  if (href === null) return null;
  return (
    <OutsideLink href={href} size="sm" label={preview ? t("connection.open") : connection.url}>
      {preview ? t("connection.open") : connection.url.replace(/^https?:\/\//, "")}
    </OutsideLink>
  );
}

function Head({ connection }: { connection: Connection }) {
  const Icon = connection.kind === "wordpress" ? IconBrandWordpress : IconEye;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Icon size={28} stroke={1.5} aria-hidden style={{ flex: "none" }} />
      <div className={classes.name}>
        <Title order={2} size="h4">
          {connection.name}
        </Title>
        <Text size="sm" c="dimmed">
          {t(`connection.kind.${connection.kind}`)}
          {connection.username !== "" && ` · ${connection.username}`}
        </Text>
        <Address connection={connection} />
      </div>
    </Group>
  );
}

interface MoreProps {
  connection: Connection;
  onEdit: () => void;
  onRemove: () => void;
}

function More({ connection, onEdit, onRemove }: MoreProps) {
  const change = useChangeConnection(connection);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("connection.more", { name: connection.name })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {connection.kind === "wordpress" && (
          <>
            <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={onEdit}>
              {t("connection.edit")}
            </Menu.Item>
            <Menu.Item
              component="a"
              href={PLUGIN_URL}
              download
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t("connection.plugin")}
            </Menu.Item>
          </>
        )}
        {!connection.is_default && (
          <Menu.Item
            leftSection={<IconStar size={16} aria-hidden />}
            onClick={() => {
              change.mutate({ is_default: true });
            }}
          >
            {t("connection.makeDefault")}
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={onRemove}>
          {t("connection.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const remove = useRemoveConnection(connection, onClose);
  return (
    <ConfirmDialog
      opened
      pending={remove.isPending}
      title={t("connection.remove.title", { name: connection.name })}
      text={t("connection.remove.text")}
      confirm={t("connection.remove")}
      onConfirm={() => {
        remove.mutate();
      }}
      onClose={onClose}
    />
  );
}

function TestButton({ connection }: { connection: Connection }) {
  const test = useTestConnection(connection);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlugConnected size={16} aria-hidden />}
      aria-label={t("connection.testOf", { name: connection.name })}
      loading={test.isPending}
      onClick={() => {
        test.mutate();
      }}
    >
      {t("connection.test")}
    </Button>
  );
}

function State({ connection }: { connection: Connection }) {
  return (
    <Group gap={6}>
      <StatusBadge status={connection.status} />
      {connection.is_default && <Badge color="blue">{t("connection.default")}</Badge>}
      {connection.last_tested_at !== null && (
        <Text size="xs" c="dimmed">
          {`${t("connection.tested")} `}
          <Moment at={connection.last_tested_at} />
        </Text>
      )}
    </Group>
  );
}

interface CardProps {
  connection: Connection;
  mayConnect: boolean;
  onEdit: () => void;
}

/** A publishing target: where it is, whether it works, and what can be done with it. */
export function ConnectionCard({ connection, mayConnect, onEdit }: CardProps) {
  const [removing, setRemoving] = useState(false);
  return (
    <Paper component="li" className={classes.card}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Head connection={connection} />
          {mayConnect && (
            <More
              connection={connection}
              onEdit={onEdit}
              onRemove={() => {
                setRemoving(true);
              }}
            />
          )}
        </Group>
        <State connection={connection} />
        {connection.last_report.length > 0 && (
          <details className={classes.fold} open={connection.status === "failing"}>
            <summary>{t("connection.checksShow")}</summary>
            <Checks checks={connection.last_report} />
          </details>
        )}
        {mayConnect && (
          <Group>
            <TestButton connection={connection} />
          </Group>
        )}
      </Stack>
      {removing && (
        <RemoveDialog
          connection={connection}
          onClose={() => {
            setRemoving(false);
          }}
        />
      )}
    </Paper>
  );
}
