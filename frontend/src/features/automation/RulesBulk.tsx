import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerPlayFilled, IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

import { SelectionBar } from "@/components/SelectionBar";
import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { deleteWithUndo } from "./deleteRules";
import { activateRules } from "./ruleChanges";

const PauseDialog = lazy(async () => ({ default: (await import("./PauseDialog")).PauseDialog }));
const RunManyDialog = lazy(async () => ({ default: (await import("./RunManyDialog")).RunManyDialog }));

const ICON = { size: 15, "aria-hidden": true } as const;

interface ButtonsProps {
  rules: readonly AutomationRule[];
  onAsk: (what: "run" | "pause") => void;
  onDone: () => void;
}

function Buttons({ rules, onAsk, onDone }: ButtonsProps) {
  const look = { size: "sm", variant: "default" } as const;
  return (
    <>
      <Button
        {...look}
        leftSection={<IconPlayerPlayFilled {...ICON} />}
        onClick={() => {
          onAsk("run");
        }}
      >
        {t("rules.bulk.run")}
      </Button>
      <Button
        {...look}
        leftSection={<IconPlayerPlay {...ICON} />}
        disabled={rules.every(({ status }) => status === "active")}
        onClick={() => {
          void activateRules(rules.filter(({ status }) => status !== "active"));
          onDone();
        }}
      >
        {t("rules.bulk.activate")}
      </Button>
      <Button
        {...look}
        leftSection={<IconPlayerPause {...ICON} />}
        disabled={rules.every(({ status }) => status !== "active")}
        onClick={() => {
          onAsk("pause");
        }}
      >
        {t("rules.pause")}
      </Button>
      <Button
        {...look}
        c="var(--mantine-color-error)"
        leftSection={<IconTrash {...ICON} />}
        onClick={() => {
          deleteWithUndo(rules);
          onDone();
        }}
      >
        {t("rules.delete")}
      </Button>
    </>
  );
}

interface RulesBulkProps {
  rules: readonly AutomationRule[];
  onDone: () => void;
}

/** What can be done with several rules at once. */
export function RulesBulk({ rules, onDone }: RulesBulkProps) {
  const [asking, setAsking] = useState<"run" | "pause" | null>(null);
  const close = () => {
    setAsking(null);
  };
  const dialog = { rules, onClose: close };
  return (
    <>
      <SelectionBar count={rules.length} onClear={onDone}>
        <Buttons rules={rules} onAsk={setAsking} onDone={onDone} />
      </SelectionBar>
      <Suspense fallback={null}>
        {asking === "run" && <RunManyDialog {...dialog} onStarted={onDone} />}
        {asking === "pause" && (
          <PauseDialog
            {...dialog}
            rules={rules.filter(({ status }) => status === "active")}
            onPaused={onDone}
          />
        )}
      </Suspense>
    </>
  );
}
