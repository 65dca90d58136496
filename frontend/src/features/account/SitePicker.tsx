import { NativeSelect, Text } from "@mantine/core";

import { t } from "@/lib/i18n";

import { useMe } from "./session";
import { useCurrentSite, useSiteStore } from "./siteStore";

/** The account and its site; a choice only where there is more than one site. */
export function SitePicker() {
  const me = useMe();
  const site = useCurrentSite();
  const chooseSite = useSiteStore((state) => state.chooseSite);
  const sites = me?.sites ?? [];
  if (sites.length > 1 && site !== null) {
    return (
      <NativeSelect
        size="sm"
        aria-label={t("account.site")}
        value={site.id}
        data={sites.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => {
          chooseSite(event.currentTarget.value);
        }}
      />
    );
  }
  return (
    <Text size="sm" fw={600} truncate>
      {site?.name ?? t("account.noSites")}
    </Text>
  );
}
