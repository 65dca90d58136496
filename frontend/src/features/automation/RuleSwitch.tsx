import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";

import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

import { automationApi } from "./automation.api";
import { useAutomationStore } from "./automationStore";

/** Lets a paused or inactive rule's trigger work; nothing for one that is active. */
export function RuleSwitch({ rule }: { rule: AutomationRule }) {
  const fetchRule = useAutomationStore((state) => state.fetchRule);
  const paused = rule.status === "paused";
  const start = useMutation({
    mutationFn: () => (paused ? automationApi.resumeRule : automationApi.activateRule)(rule.id),
    onError: (error) => {
      notifications.show({
        color: "red",
        title: t("rules.changeFailed"),
        message: error.message,
      });
    },
    onSuccess: () => {
      notifications.show({
        message: t(paused ? "rules.resumed" : "rules.activated", { name: rule.name }),
      });
      return fetchRule(rule.id);
    },
  });
  if (rule.status === "active") return null;
  return (
    <Button
      variant="light"
      loading={start.isPending}
      leftSection={<IconPlayerPlay size={15} aria-hidden />}
      aria-label={t(paused ? "rules.resumeNamed" : "rules.activateNamed", { name: rule.name })}
      onClick={() => {
        start.mutate();
      }}
    >
      {t(paused ? "rules.resume" : "rules.activate")}
    </Button>
  );
}
