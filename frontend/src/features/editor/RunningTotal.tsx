import { Popover, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCoins } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

import { useCheck } from "./context";
import { CostTable } from "./CostTable";
import classes from "./editor.module.css";

/** What a run of the rule in hand would cost, as it is being written. */
export function RunningTotal() {
  const { estimate, list } = useCheck();
  const [opened, { toggle, close }] = useDisclosure(false);
  if (estimate === null) {
    return (
      <Text size="sm" c="dimmed" className={classes.total}>
        {t(list.length > 0 ? "editor.total.unknown" : "editor.total.pending")}
      </Text>
    );
  }
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      width="min(30rem, calc(100vw - 2rem))"
      position="bottom-end"
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton className={classes.total} onClick={toggle}>
          <IconCoins size={16} aria-hidden />
          <span>{t("editor.total", { count: estimate.credits.expected })}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("editor.cost.title")}>
        <CostTable estimate={estimate} />
      </Popover.Dropdown>
    </Popover>
  );
}
