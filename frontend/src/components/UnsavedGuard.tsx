import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect } from "react";
import { type Blocker, useBlocker, useNavigate } from "react-router";

import { t } from "@/lib/i18n";

interface Saving {
  label: string;
  pending: boolean;
  /** False if it could not be saved, which has been told by then. */
  run: () => Promise<boolean>;
}

interface UnsavedGuardProps {
  /** A function is asked when it matters, so that it knows what was saved a moment ago. */
  unsaved: boolean | (() => boolean);
  text: string;
  /** Whether going to a path is no leaving. */
  staysAt?: (path: string) => boolean;
  /** Saving as a third way out. */
  save?: Saving;
}

function useCloseWarning(isUnsaved: () => boolean) {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsaved]);
}

function SaveAndLeave({ save, blocker }: { save: Saving; blocker: Blocker }) {
  const navigate = useNavigate();
  const { location } = blocker;
  return (
    <Button
      loading={save.pending}
      onClick={() => {
        void save.run().then((saved) => {
          blocker.reset?.();
          if (saved && location) void navigate(location);
        });
      }}
    >
      {save.label}
    </Button>
  );
}

/** Asks before what was typed is lost, be it by a link, the back button or a closed tab. */
export function UnsavedGuard({ unsaved, text, staysAt, save }: UnsavedGuardProps) {
  const isUnsaved = () => (typeof unsaved === "function" ? unsaved() : unsaved);
  useCloseWarning(isUnsaved);
  const blocker = useBlocker(
    ({ nextLocation }) => isUnsaved() && staysAt?.(nextLocation.pathname) !== true,
  );
  const stay = () => blocker.reset?.();
  return (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={stay}
      title={t("unsaved.title")}
      centered
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Text mb="lg">{text}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t("unsaved.discard")}
        </Button>
        <Button variant={save ? "default" : "filled"} data-autofocus onClick={stay}>
          {t("unsaved.stay")}
        </Button>
        {save && <SaveAndLeave save={save} blocker={blocker} />}
      </Group>
    </Modal>
  );
}
