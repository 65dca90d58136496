import { Badge, Group, List, Popover, Text, UnstyledButton } from "@mantine/core";

import { OutsideLink, safeHref } from "@/components/LinkText";
import type { Publication } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

const COLORS: Readonly<Record<string, string>> = {
  publish: "pine",
  future: "blue",
  failed: "red",
  gone: "red",
  trash: "red",
};

export function PublicationStatus({ status }: { status: string }) {
  return (
    <Badge color={COLORS[status] ?? "gray"}>{tMaybe(`publication.status.${status}`, status)}</Badge>
  );
}

/** Whether what is there is what is here. */
export function PublishedVersion({ version, current }: { version: number; current: number | null }) {
  if (version === 0) return <Text size="sm">{t("publications.noVersion")}</Text>;
  if (current === null) return <Text size="sm">{String(version)}</Text>;
  if (version === current) return <Text size="sm">{t("publications.upToDate", { version })}</Text>;
  return (
    <Text size="sm" c="var(--mantine-color-ember-text)">
      {t("publications.behind", { version, current })}
    </Text>
  );
}

/** What the target said beside yes. */
export function Remarks({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Popover width={320} position="bottom-end" withinPortal>
      <Popover.Target>
        <UnstyledButton>
          <Badge color="ember">{t("publications.warnings", { count: warnings.length })}</Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <List size="sm" spacing="xs">
          {warnings.map((warning) => (
            <List.Item key={warning}>{warning}</List.Item>
          ))}
        </List>
      </Popover.Dropdown>
    </Popover>
  );
}

interface LinksProps {
  publication: Publication;
  title: string;
  target: string;
}

export function PublicationLinks({ publication, title, target }: LinksProps) {
  const [url, editUrl] = [safeHref(publication.url), safeHref(publication.edit_url)];
  return (
    <Group gap="sm" justify="flex-end">
      {url !== null && (
        <OutsideLink href={url} size="sm" label={t("publications.viewOf", { title, target })}>
          {t("publications.view")}
        </OutsideLink>
      )}
      {editUrl !== null && (
        <OutsideLink href={editUrl} size="sm" label={t("publications.editOf", { title, target })}>
          {t("publications.editAt")}
        </OutsideLink>
      )}
    </Group>
  );
}
