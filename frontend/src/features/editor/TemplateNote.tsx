import { Alert, Button, Group, List, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";

import { useMayRun } from "@/features/account";
import type { AutomationRule, RuleChange } from "@/lib/api";
import { t } from "@/lib/i18n";

import { useDirty, useEditorStore } from "./context";
import classes from "./editor.module.css";
import { editorApi } from "./editor.api";
import { useRefusal } from "./useSave";
import { useStableKey } from "./useStableKey";

/** The newer version of the template that a rule was made from; null where there is none. */
function newerOf({ template }: AutomationRule): { name: string; version: number } | null {
  const { name, newer } = template ?? {};
  return typeof newer === "number" ? { name: String(name), version: newer } : null;
}

function useFollow(ruleId: string) {
  const store = useEditorStore();
  const refused = useRefusal();
  const keyFor = useStableKey();
  return useMutation({
    mutationFn: async () => {
      const version = store.getState().rule?.version;
      const followed = await editorApi.followTemplate(ruleId, keyFor([ruleId, version]));
      return { rule: await editorApi.read(ruleId), lost: followed.not_in_draft };
    },
    onSuccess: ({ rule }) => {
      store.getState().load(rule);
    },
    onError: refused,
  });
}

/** What the owner had changed since, which the template knows nothing of. */
function Lost({ changes }: { changes: readonly RuleChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Alert color="ember" className={classes.note} title={t("editor.template.lost")} role="status">
      <List size="sm">
        {changes.map(({ kind, path, sentence }) => (
          <List.Item key={`${kind} ${path}`}>{sentence}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Offers what has become of the template that the rule was made from. */
export function TemplateNote({ rule }: { rule: AutomationRule }) {
  const follow = useFollow(rule.id);
  const dirty = useDirty();
  const mayEdit = useMayRun();
  const newer = newerOf(rule);
  if (follow.data) return <Lost changes={follow.data.lost} />;
  if (newer === null || !mayEdit || rule.draft !== null) return null;
  return (
    <Alert color="pine" className={classes.note} py="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t("editor.template.newer", { name: newer.name, version: newer.version })}</Text>
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={dirty}
          loading={follow.isPending}
          onClick={() => {
            follow.mutate();
          }}
        >
          {t("editor.template.follow")}
        </Button>
      </Group>
    </Alert>
  );
}
