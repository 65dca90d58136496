import { Button, Popover, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle } from "@tabler/icons-react";

import { t, tMaybe } from "@/lib/i18n";

import { useCheck, useEditor } from "./context";
import classes from "./editor.module.css";
import type { Problem } from "./problems";
import { usePhone } from "./usePhone";

/** "Steps · write · params.limit", as far as it is about a step. */
function placeText({ section, node, field }: Problem): string {
  const parts = [tMaybe(`editor.section.${section}`, section), node, field];
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

function Entry({ problem, onJump }: { problem: Problem; onJump: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.problem} onClick={onJump}>
        <Text size="xs" c="dimmed">
          {placeText(problem)}
        </Text>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {problem.text}
        </Text>
      </UnstyledButton>
    </li>
  );
}

/** How much is to be mended before the rule can be published, and the way to each of it. */
export function ProblemsButton() {
  const { list } = useCheck();
  const jump = useEditor((state) => state.jump);
  const [opened, { toggle, close }] = useDisclosure(false);
  const phone = usePhone();
  if (list.length === 0) return null;
  const words = t("editor.problems", { count: list.length });
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) close();
      }}
      width="min(26rem, calc(100vw - 2rem))"
      position="bottom-end"
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="light"
          color="red"
          size="compact-md"
          leftSection={<IconAlertTriangle size={16} aria-hidden />}
          onClick={toggle}
        >
          {phone ? (
            <>
              <span aria-hidden>{t("editor.number", { n: list.length })}</span>
              <span className="visually-hidden">{words}</span>
            </>
          ) : (
            words
          )}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t("editor.problems.label")}>
        <ul className={classes.problems}>
          {list.map((problem) => (
            <Entry
              key={problem.key}
              problem={problem}
              onJump={() => {
                close();
                jump(problem.key);
              }}
            />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
