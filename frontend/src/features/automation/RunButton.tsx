import { Button, Popover, Skeleton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { lazy, Suspense, useId } from "react";

import type { AutomationRule } from "@/lib/api";
import { t } from "@/lib/i18n";

// Prices are asked for when somebody wants to run: not part of the first page.
const RunConfirm = lazy(async () => ({ default: (await import("./RunConfirm")).RunConfirm }));

/** "Run", with the price before anything starts. */
export function RunButton({ rule }: { rule: AutomationRule }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const titleId = useId();
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      width="min(24rem, calc(100vw - 2rem))"
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          aria-label={t("rules.runNamed", { name: rule.name })}
          onClick={toggle}
        >
          {t("rules.run")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="lg" aria-labelledby={titleId}>
        {opened && (
          <Suspense fallback={<Skeleton height={180} />}>
            <RunConfirm rule={rule} titleId={titleId} onClose={close} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
