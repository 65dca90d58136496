/** What kinds of steps there are, how they look, and which the palette puts together. */
import {
  IconApi,
  IconArrowsSplit2,
  IconBell,
  IconBolt,
  IconBox,
  IconBulb,
  IconClock,
  IconColumns3,
  IconFileDescription,
  IconGauge,
  IconHandClick,
  IconHourglass,
  IconPencil,
  IconPhoto,
  IconPlayerPlay,
  IconPlayerStop,
  IconRepeat,
  IconSend,
  IconSitemap,
  type TablerIcon,
  IconTopologyStar3,
  IconUserCheck,
  IconVariable,
  IconWebhook,
} from "@tabler/icons-react";

import { t, tMaybe } from "@/lib/i18n";

import type { StepType } from "./types";

export const FLOW_TYPES = ["branch", "for_each", "parallel", "wait", "approval", "set", "stop"] as const;

const TELL = new Set(["notify", "http_request", "call_rule"]);
const FLOW: ReadonlySet<string> = new Set(FLOW_TYPES);

export const GROUPS = ["pipeline", "flow", "tell", "other"] as const;
export type Group = (typeof GROUPS)[number];

export const STEP_ICONS: Readonly<Record<string, TablerIcon>> = {
  cluster_keywords: IconTopologyStar3,
  generate_ideas: IconBulb,
  generate_content: IconPencil,
  generate_images: IconPhoto,
  generate_site_structure: IconSitemap,
  generate_page_content: IconFileDescription,
  optimize_content: IconGauge,
  publish_to_wordpress: IconSend,
  notify: IconBell,
  http_request: IconApi,
  call_rule: IconPlayerPlay,
  branch: IconArrowsSplit2,
  for_each: IconRepeat,
  parallel: IconColumns3,
  wait: IconHourglass,
  approval: IconUserCheck,
  set: IconVariable,
  stop: IconPlayerStop,
};

const TRIGGER_ICONS: Readonly<Record<string, TablerIcon>> = {
  manual: IconHandClick,
  schedule: IconClock,
  event: IconBolt,
  webhook: IconWebhook,
};

export const iconOf = (type: string): TablerIcon => STEP_ICONS[type] ?? IconBox;
export const triggerIcon = (kind: string): TablerIcon => TRIGGER_ICONS[kind] ?? IconBolt;

export function groupOf({ type, credits }: StepType): Group {
  if (FLOW.has(type)) return "flow";
  if (TELL.has(type)) return "tell";
  return STEP_ICONS[type] !== undefined || credits !== undefined ? "pipeline" : "other";
}

/** The colour that tells the groups apart, beside icon and words. */
export const toneOf = (type: string): "flow" | "tell" | "work" =>
  FLOW.has(type) ? "flow" : TELL.has(type) ? "tell" : "work";

/** The types that can be added: those of the catalog, and the engine's flow nodes where it does not name them. */
export function offered(names: readonly StepType[]): StepType[] {
  const known = new Set(names.map(({ type }) => type));
  const own = FLOW_TYPES.filter((type) => !known.has(type)).map((type) => ({
    type,
    name: t(`flow.type.${type}`),
    description: t(`flow.type.${type}.text`),
  }));
  return [...names, ...own];
}

/** "Generate ideas" for `generate_ideas`: for a type that nobody names. */
function humanise(type: string): string {
  const words = type.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const typeName = (type: string, names: readonly StepType[]): string =>
  names.find((one) => one.type === type)?.name ?? tMaybe(`flow.type.${type}`, humanise(type));
