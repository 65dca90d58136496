import { ActionIcon, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense } from "react";

import { loadTexts, t } from "@/lib/i18n";

import type { Place } from "./places";
import classes from "./search.module.css";

// Not part of the first page.
const SearchDialog = lazy(async () => {
  await loadTexts();
  return { default: (await import("./SearchDialog")).SearchDialog };
});

const isApple = () => /mac|iphone|ipad/i.test(navigator.userAgent);

/** The search of the top bar, also opened with Ctrl-K: pages at once, the account's own as one types. */
export function GlobalSearch({ places }: { places: readonly Place[] }) {
  const [opened, { open, close }] = useDisclosure(false);
  // No tag is left out: the shortcut works while one is typing elsewhere, too.
  useHotkeys([["mod+K", open]], []);
  return (
    <>
      <UnstyledButton className={classes.field} aria-keyshortcuts="Control+K Meta+K" onClick={open}>
        <IconSearch size={17} stroke={1.7} aria-hidden />
        <Text span size="sm">
          {t("search.field")}
        </Text>
        <Kbd size="xs" aria-hidden>
          {isApple() ? "⌘ K" : t("search.keys")}
        </Kbd>
      </UnstyledButton>
      <ActionIcon
        className={classes.icon}
        variant="subtle"
        color="gray"
        size="lg"
        radius="xl"
        aria-label={t("search.open")}
        onClick={open}
      >
        <IconSearch size={20} stroke={1.7} aria-hidden />
      </ActionIcon>
      {opened && (
        <Suspense fallback={null}>
          <SearchDialog places={places} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
