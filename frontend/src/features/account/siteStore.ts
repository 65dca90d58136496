import { create } from "zustand";
import { persist } from "zustand/middleware";

import type { Site } from "@/lib/api";

import { useMe } from "./session";

interface SiteState {
  siteId: string | null;
  chooseSite: (siteId: string) => void;
}

export const useSiteStore = create<SiteState>()(
  persist(
    (set) => ({
      siteId: null,
      chooseSite: (siteId) => {
        set({ siteId });
      },
    }),
    { name: "igny8-site" },
  ),
);

/** The chosen site, or the account's first; null when the account has none. */
export function useCurrentSite(): Site | null {
  const me = useMe();
  const siteId = useSiteStore((state) => state.siteId);
  const sites = me?.sites ?? [];
  return sites.find((site) => site.id === siteId) ?? sites[0] ?? null;
}
