import { ActionIcon, Menu } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconDownload,
  IconHistory,
  IconPencil,
  IconPlayerPause,
  IconPower,
  IconTrash,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";

import { useMayRun } from "@/features/account";
import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { deleteWithUndo } from "./deleteRules";
import { editPath } from "./RuleCells";
import { deactivateRule, duplicateRule, exportRule } from "./ruleChanges";

const PauseDialog = lazy(async () => ({ default: (await import("./PauseDialog")).PauseDialog }));

const ICON = { size: 16, "aria-hidden": true } as const;

function Editing({ rule, onPause }: { rule: AutomationRule; onPause: () => void }) {
  return (
    <>
      <Menu.Item
        leftSection={<IconCopy {...ICON} />}
        onClick={() => {
          void duplicateRule(rule, newIdempotencyKey());
        }}
      >
        {t("rules.duplicate")}
      </Menu.Item>
      {rule.status === "active" && (
        <Menu.Item leftSection={<IconPlayerPause {...ICON} />} onClick={onPause}>
          {t("rules.pause")}
        </Menu.Item>
      )}
      {rule.is_active && (
        <Menu.Item
          leftSection={<IconPower {...ICON} />}
          onClick={() => {
            void deactivateRule(rule);
          }}
        >
          {t("rules.deactivate")}
        </Menu.Item>
      )}
    </>
  );
}

function Looking({ rule }: { rule: AutomationRule }) {
  return (
    <>
      <Menu.Item
        component={Link}
        to={`/runs?rule=${encodeURIComponent(rule.id)}`}
        leftSection={<IconHistory {...ICON} />}
      >
        {t("rules.runs")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconDownload {...ICON} />}
        onClick={() => {
          void exportRule(rule);
        }}
      >
        {t("rules.export")}
      </Menu.Item>
    </>
  );
}

/** What else can be done with a rule. */
export function RuleMenu({ rule }: { rule: AutomationRule }) {
  const mayEdit = useMayRun();
  const [pausing, setPausing] = useState(false);
  return (
    <>
      <Menu position="bottom-end" shadow="md" radius="lg" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t("rules.moreNamed", { name: rule.name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayEdit && (
            <Menu.Item component={Link} to={editPath(rule)} leftSection={<IconPencil {...ICON} />}>
              {t("rules.edit")}
            </Menu.Item>
          )}
          <Looking rule={rule} />
          {mayEdit && (
            <>
              <Editing
                rule={rule}
                onPause={() => {
                  setPausing(true);
                }}
              />
              <Menu.Divider />
              <Menu.Item
                c="var(--mantine-color-error)"
                leftSection={<IconTrash {...ICON} />}
                onClick={() => {
                  deleteWithUndo([rule]);
                }}
              >
                {t("rules.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {pausing && (
        <Suspense fallback={null}>
          <PauseDialog
            rules={[rule]}
            onClose={() => {
              setPausing(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
