import {
  IconArticle,
  IconBell,
  IconBulb,
  IconChartBar,
  IconChecklist,
  IconCircles,
  IconCoins,
  IconHistory,
  IconListSearch,
  IconPencil,
  IconRoute,
  IconSettings,
  IconSitemap,
  IconTemplate,
  IconUserCheck,
  IconWorldUpload,
  type TablerIcon,
} from "@tabler/icons-react";

import type { Place } from "@/features/search";
import { type PlainKey, t } from "@/lib/i18n";

export interface NavItem {
  to: string;
  label: PlainKey;
  icon: TablerIcon;
  /** What the number beside the label counts. */
  counts?: "approvals";
}

export interface NavGroup {
  label: PlainKey;
  items: readonly NavItem[];
}

export const navigation: readonly NavGroup[] = [
  {
    label: "nav.group.overview",
    items: [
      { to: "/start", label: "nav.start", icon: IconChecklist },
      { to: "/insights", label: "nav.insights", icon: IconChartBar },
      { to: "/credits", label: "nav.credits", icon: IconCoins },
    ],
  },
  {
    label: "nav.group.automate",
    items: [
      { to: "/rules", label: "nav.rules", icon: IconRoute },
      { to: "/runs", label: "nav.runs", icon: IconHistory },
      { to: "/approvals", label: "nav.approvals", icon: IconUserCheck, counts: "approvals" },
      { to: "/templates", label: "nav.templates", icon: IconTemplate },
    ],
  },
  {
    label: "nav.group.pipeline",
    items: [
      { to: "/keywords", label: "nav.keywords", icon: IconListSearch },
      { to: "/clusters", label: "nav.clusters", icon: IconCircles },
      { to: "/ideas", label: "nav.ideas", icon: IconBulb },
      { to: "/writing-tasks", label: "nav.writingTasks", icon: IconPencil },
      { to: "/articles", label: "nav.articles", icon: IconArticle },
      { to: "/structure", label: "nav.structure", icon: IconSitemap },
      { to: "/publishing", label: "nav.publishing", icon: IconWorldUpload },
    ],
  },
  {
    label: "nav.group.account",
    items: [
      { to: "/notifications", label: "nav.notifications", icon: IconBell },
      { to: "/settings", label: "nav.settings", icon: IconSettings },
    ],
  },
];

/** The same pages for the search. */
export const places: readonly Place[] = navigation.flatMap(({ items }) =>
  items.map(({ to, label, icon }) => ({ to, label: t(label), icon })),
);
