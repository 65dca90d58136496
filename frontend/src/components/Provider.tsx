import "@fontsource-variable/figtree";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./global.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

import { theme, variables } from "./theme";

interface ProviderProps {
  children: ReactNode;
  /** "test" switches transitions off. */
  env?: "default" | "test";
}

export function Provider({ children, env = "default" }: ProviderProps) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" env={env}>
      <Notifications position="bottom-right" limit={3} />
      {children}
    </MantineProvider>
  );
}
