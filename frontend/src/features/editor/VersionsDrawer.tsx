import { Badge, Group, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Moment } from "@/components/Moment";
import { SideDrawer } from "@/components/SideDrawer";
import { EmptyState, ErrorState, LoadingList } from "@/components/states";
import { IconHistory } from "@tabler/icons-react";
import { asApiError, type RuleVersion } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useEditor } from "./context";
import classes from "./editor.module.css";
import { editorApi } from "./editor.api";
import { RestoreVersion } from "./RestoreVersion";
import { VersionChanges } from "./VersionChanges";

const COLORS = { draft: "blue", live: "pine", published: "gray" } as const;

function VersionLine({ version }: { version: RuleVersion }) {
  return (
    <>
      <Group gap={6}>
        <Text fw={650}>{t("editor.version", { n: version.number })}</Text>
        <Badge color={COLORS[version.status]}>{t(`editor.version.${version.status}`)}</Badge>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        <Moment at={version.created_at} />
        {version.created_by !== "" && ` · ${version.created_by}`}
        {version.restored_from !== null &&
          ` · ${t("editor.version.restored", { n: version.restored_from })}`}
      </Text>
    </>
  );
}

interface AgainstProps {
  version: RuleVersion;
  versions: readonly RuleVersion[];
  value: number | null;
  onChange: (number: number | null) => void;
}

function Against({ version, versions, value, onChange }: AgainstProps) {
  const others = versions.filter(({ number }) => number !== version.number);
  if (others.length === 0) return null;
  return (
    <Select
      label={t("editor.diff.against")}
      allowDeselect={false}
      data={others.map(({ number, status }) => ({
        value: String(number),
        label: `${t("editor.version", { n: number })} · ${t(`editor.version.${status}`)}`,
      }))}
      value={value === null ? null : String(value)}
      onChange={(next) => {
        onChange(next === null ? null : Number(next));
      }}
    />
  );
}

interface OpenedProps {
  ruleId: string;
  version: RuleVersion;
  versions: readonly RuleVersion[];
  onClose: () => void;
}

function Opened({ ruleId, version, versions, onClose }: OpenedProps) {
  const before = versions.find(({ number }) => number < version.number)?.number;
  const after = versions.find(({ number }) => number !== version.number)?.number;
  const [against, setAgainst] = useState<number | null>(before ?? after ?? null);
  return (
    <Stack gap="sm" className={classes.versionBody}>
      <Against version={version} versions={versions} value={against} onChange={setAgainst} />
      {against !== null && <VersionChanges ruleId={ruleId} version={version} against={against} />}
      <RestoreVersion ruleId={ruleId} version={version} onDone={onClose} />
    </Stack>
  );
}

function Versions({ ruleId, onClose }: { ruleId: string; onClose: () => void }) {
  const revision = useEditor(({ rule }) => `${String(rule?.version)}/${String(rule?.draft?.at)}`);
  const found = useQuery({
    queryKey: ["editor", "versions", ruleId, revision],
    queryFn: () => editorApi.versions(ruleId),
  });
  const [open, setOpen] = useState<number | null>(null);
  if (found.error) {
    const error = asApiError(found.error, t("error.offline"));
    return <ErrorState error={error} onRetry={() => void found.refetch()} />;
  }
  if (!found.data) return <LoadingList rows={4} />;
  const versions = found.data;
  if (versions.length === 1 && versions[0]?.number === 1) {
    const text = t("editor.versions.one.text");
    return <EmptyState icon={<IconHistory />} title={t("editor.versions.one")} text={text} />;
  }
  return (
    <ul className={classes.versions}>
      {versions.map((version) => (
        <li key={`${version.status} ${String(version.number)}`}>
          <UnstyledButton
            className={classes.version}
            aria-expanded={open === version.number}
            onClick={() => {
              setOpen(open === version.number ? null : version.number);
            }}
          >
            <VersionLine version={version} />
          </UnstyledButton>
          {open === version.number && (
            <Opened ruleId={ruleId} version={version} versions={versions} onClose={onClose} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the rule was, is and will be, with what changed between any two. */
export function VersionsDrawer({ onClose }: { onClose: () => void }) {
  const ruleId = useEditor(({ rule }) => rule?.id ?? null);
  return (
    <SideDrawer title={t("editor.versions")} onClose={onClose}>
      {ruleId !== null && <Versions ruleId={ruleId} onClose={onClose} />}
    </SideDrawer>
  );
}
