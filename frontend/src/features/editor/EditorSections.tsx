import { Badge, Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconBolt,
  IconCoins,
  IconFileText,
  IconFilter,
  IconRoute,
  type TablerIcon,
} from "@tabler/icons-react";
import { lazy, Suspense, useRef } from "react";

import { LoadingList } from "@/components/states";
import { t } from "@/lib/i18n";

import { BudgetSection } from "./BudgetSection";
import { useCheck, useEditor } from "./context";
import { DetailsSection } from "./DetailsSection";
import classes from "./editor.module.css";
import { countIn } from "./problems";
import { type Section, SECTIONS } from "./sections";
import { useFocusWanted } from "./useFocusWanted";
import { usePhone } from "./usePhone";

// Each brings much with it, and often only one is looked at.
const TriggerSection = lazy(async () => ({
  default: (await import("./TriggerSection")).TriggerSection,
}));
const ConditionsSection = lazy(async () => ({
  default: (await import("./ConditionsSection")).ConditionsSection,
}));
const StepsSection = lazy(async () => ({ default: (await import("./StepsSection")).StepsSection }));

const ICONS: Readonly<Record<Section, TablerIcon>> = {
  details: IconFileText,
  trigger: IconBolt,
  conditions: IconFilter,
  steps: IconRoute,
  budget: IconCoins,
};

const isSection = (value: string | null): value is Section => SECTIONS.some((one) => one === value);

function SectionTab({ section }: { section: Section }) {
  const { list } = useCheck();
  const count = countIn(list, section);
  const Icon = ICONS[section];
  const phone = usePhone();
  return (
    <Tabs.Tab
      value={section}
      leftSection={!phone && <Icon size={18} aria-hidden />}
      rightSection={
        count > 0 && (
          <Badge size="sm" color="red" circle aria-label={t("editor.problems", { count })}>
            {t("editor.number", { n: count })}
          </Badge>
        )
      }
    >
      {t(`editor.section.${section}`)}
    </Tabs.Tab>
  );
}

function Content({ section }: { section: Section }) {
  switch (section) {
    case "details":
      return <DetailsSection />;
    case "trigger":
      return <TriggerSection />;
    case "conditions":
      return <ConditionsSection />;
    case "steps":
      return <StepsSection />;
    case "budget":
      return <BudgetSection />;
  }
}

/** The parts of a rule, one at a time. */
export function EditorSections() {
  const section = useEditor((state) => state.section);
  const show = useEditor((state) => state.show);
  const wide = useMediaQuery("(min-width: 62em)", true);
  const place = useRef<HTMLDivElement>(null);
  useFocusWanted(place);
  return (
    <Tabs
      value={section}
      onChange={(next) => {
        if (isSection(next)) show(next);
      }}
      orientation={wide ? "vertical" : "horizontal"}
      keepMounted={false}
      className={classes.tabs}
      classNames={{
        list: classes.tabList,
        panel: classes.panel,
        tab: classes.tab,
        tabLabel: classes.tabLabel,
      }}
    >
      <Tabs.List aria-label={t("editor.sections")}>
        {SECTIONS.map((one) => (
          <SectionTab key={one} section={one} />
        ))}
      </Tabs.List>
      <Tabs.Panel value={section} ref={place}>
        <Suspense fallback={<LoadingList rows={4} />}>
          <Content section={section} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
