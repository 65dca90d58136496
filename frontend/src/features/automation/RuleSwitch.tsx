import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";

import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { activateRules } from "./ruleChanges";

/** Lets a paused or inactive rule's trigger work; nothing for one that is active. */
export function RuleSwitch({ rule }: { rule: AutomationRule }) {
  const [pending, setPending] = useState(false);
  if (rule.status === "active") return null;
  const paused = rule.status === "paused";
  return (
    <Button
      variant="light"
      size="compact-xs"
      mt={6}
      loading={pending}
      leftSection={<IconPlayerPlay size={13} aria-hidden />}
      aria-label={t(paused ? "rules.resumeNamed" : "rules.activateNamed", { name: rule.name })}
      onClick={() => {
        setPending(true);
        void activateRules([rule]).then(() => {
          setPending(false);
        });
      }}
    >
      {t(paused ? "rules.resume" : "rules.activate")}
    </Button>
  );
}
