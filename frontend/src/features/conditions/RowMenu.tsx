import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconBraces,
  IconCopy,
  IconDots,
  IconFolderMinus,
  IconFolderPlus,
  IconTransform,
  IconTrash,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

import { t } from "@/lib/i18n";

export interface RowAction {
  id: string;
  label: string;
  icon: keyof typeof ICONS;
  /** Of a switch: whether it is on; this stands in the place of the icon. */
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
  expression: IconBraces,
} as const satisfies Record<string, ComponentType<{ size?: number }>>;

function ActionItem({ label, icon, checked, run }: RowAction) {
  const Icon = ICONS[icon];
  if (checked !== undefined) {
    return (
      <Menu.CheckboxItem checked={checked} closeMenuOnClick onChange={run}>
        {label}
      </Menu.CheckboxItem>
    );
  }
  return (
    <Menu.Item leftSection={<Icon size={16} aria-hidden />} onClick={run}>
      {label}
    </Menu.Item>
  );
}

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
          {actions.map((action) => (
            <ActionItem key={action.id} {...action} />
          ))}
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
