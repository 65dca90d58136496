import { Button } from "@mantine/core";
import { IconBug, IconMapOff } from "@tabler/icons-react";
import { Link } from "react-router";

import { EmptyState } from "@/components/states";
import { t } from "@/lib/i18n";

export function NotFound() {
  return (
    <EmptyState
      icon={<IconMapOff size={26} />}
      title={t("error.notFound.title")}
      text={t("error.notFound.text")}
      action={
        <Button component={Link} to="/rules">
          {t("error.notFound.home")}
        </Button>
      }
    />
  );
}

/** Where an error that no page expected ends up, also a chunk that is gone after a new release. */
export function Crashed() {
  return (
    <EmptyState
      icon={<IconBug size={26} />}
      title={t("error.crash.title")}
      text={t("error.crash.text")}
      action={
        <Button
          onClick={() => {
            window.location.reload();
          }}
        >
          {t("error.crash.reload")}
        </Button>
      }
    />
  );
}
