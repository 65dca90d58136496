import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconBraces,
  IconCheck,
  IconCopy,
  IconDots,
  IconFolderMinus,
  IconFolderPlus,
  IconLetterCase,
  IconTransform,
  IconTrash,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

import { t } from "@/lib/i18n";

export interface RowAction {
  id: string;
  label: string;
  icon: keyof typeof ICONS;
  /** Of a switch: whether it is on. */
  checked?: boolean;
  run: () => void;
}

const ICONS = {
  up: IconArrowUp,
  down: IconArrowDown,
  copy: IconCopy,
  not: IconTransform,
  wrap: IconFolderPlus,
  unwrap: IconFolderMinus,
  case: IconLetterCase,
  expression: IconBraces,
} as const satisfies Record<string, ComponentType<{ size?: number }>>;

interface RowMenuProps {
  name: string;
  actions: readonly RowAction[];
  onRemove: () => void;
}

/** What else can be done with a condition or group, and the button that removes it. */
export function RowMenu({ name, actions, onRemove }: RowMenuProps) {
  return (
    <>
      <Menu position="bottom-end" withinPortal shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("conditions.more", { name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map(({ id, label, icon, checked, run }) => {
            const Icon = ICONS[icon];
            return (
              <Menu.Item
                key={id}
                leftSection={<Icon size={16} aria-hidden />}
                rightSection={checked === true ? <IconCheck size={16} aria-hidden /> : null}
                {...(checked !== undefined && { role: "menuitemcheckbox", "aria-checked": checked })}
                onClick={run}
              >
                {label}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t("conditions.remove", { name })}
        onClick={onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}
