/** The first steps: what each is about and where it is done. Knows no React. */
import {
  IconArticle,
  IconListSearch,
  IconPlayerPlay,
  IconRoute,
  IconRocket,
  IconWorld,
  IconWorldUpload,
  type TablerIcon,
} from "@tabler/icons-react";

export const STEP_KEYS = [
  "site",
  "keywords",
  "connection",
  "rule",
  "run",
  "article",
  "published",
] as const;

export type StepKey = (typeof STEP_KEYS)[number];

interface Place {
  to: string;
  icon: TablerIcon;
}

export const PLACES: Readonly<Record<StepKey, Place>> = {
  site: { to: "/settings/sites", icon: IconWorld },
  keywords: { to: "/keywords", icon: IconListSearch },
  connection: { to: "/publishing", icon: IconWorldUpload },
  rule: { to: "/templates", icon: IconRoute },
  run: { to: "/rules", icon: IconPlayerPlay },
  article: { to: "/articles", icon: IconArticle },
  published: { to: "/publishing", icon: IconRocket },
};

export const isStepKey = (key: string | null): key is StepKey => STEP_KEYS.some((one) => one === key);
