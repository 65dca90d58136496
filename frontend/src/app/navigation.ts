import {
  IconArticle,
  IconHistory,
  IconListSearch,
  IconRoute,
  IconUserCheck,
  type TablerIcon,
} from "@tabler/icons-react";

import type { PlainKey } from "@/lib/i18n";

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
    label: "nav.group.automate",
    items: [
      { to: "/rules", label: "nav.rules", icon: IconRoute },
      { to: "/runs", label: "nav.runs", icon: IconHistory },
      { to: "/approvals", label: "nav.approvals", icon: IconUserCheck, counts: "approvals" },
    ],
  },
  {
    label: "nav.group.pipeline",
    items: [
      { to: "/keywords", label: "nav.keywords", icon: IconListSearch },
      { to: "/articles", label: "nav.articles", icon: IconArticle },
    ],
  },
];
