import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { ErrorState, LoadingList } from "@/components/states";
import { asApiError, type RuleChange, type RuleVersion } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./editor.module.css";
import { editorApi } from "./editor.api";

const COLORS = { added: "green", removed: "red", changed: "blue", moved: "ember" } as const;

function ChangeLine({ change }: { change: RuleChange }) {
  return (
    <li className={classes.change}>
      <Badge size="sm" color={COLORS[change.kind]}>
        {t(`editor.diff.${change.kind}`)}
      </Badge>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {change.sentence}
      </Text>
    </li>
  );
}

interface VersionChangesProps {
  ruleId: string;
  version: RuleVersion;
  /** The number of the version that it is compared with. */
  against: number;
}

/** What leads from one version to another, in sentences. */
export function VersionChanges({ ruleId, version, against }: VersionChangesProps) {
  const changes = useQuery({
    queryKey: ["editor", "diff", ruleId, version.number, version.created_at, against],
    queryFn: () => editorApi.diff(ruleId, version.number, String(against)),
  });
  if (changes.error) {
    return <ErrorState error={asApiError(changes.error, t("error.offline"))} />;
  }
  if (!changes.data) return <LoadingList rows={2} />;
  if (changes.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("editor.diff.none")}
      </Text>
    );
  }
  return (
    <ul className={classes.changes} aria-label={t("editor.diff.label")}>
      {changes.data.map((change) => (
        <ChangeLine key={`${change.kind} ${change.path}`} change={change} />
      ))}
    </ul>
  );
}
