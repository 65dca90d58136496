import { Drawer, type MantineSize } from "@mantine/core";
import type { ReactNode } from "react";

import { t } from "@/lib/i18n";

interface SideDrawerProps {
  title: string;
  size?: MantineSize;
  /** False closes it and gives the focus back to where it was. */
  opened?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that comes in from the side and leaves the page in view. */
export function SideDrawer({ title, size = "lg", opened = true, onClose, children }: SideDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      // Its header is the dialog's, not a second banner of the page.
      attributes={{ header: { role: "presentation" } }}
      styles={{ header: { background: "var(--surface)" }, title: { fontWeight: 650 } }}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {children}
    </Drawer>
  );
}
