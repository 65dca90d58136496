import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconClipboardList,
  IconCopy,
  IconDots,
  IconFileExport,
  IconFileImport,
  IconHistory,
} from "@tabler/icons-react";
import { lazy, Suspense } from "react";

import { useMayRun } from "@/features/account";
import { t } from "@/lib/i18n";

import { useEditor } from "./context";
import { useDuplicate, useExport } from "./useDocuments";

const VersionsDrawer = lazy(async () => ({
  default: (await import("./VersionsDrawer")).VersionsDrawer,
}));
const PlanDrawer = lazy(async () => ({ default: (await import("./PlanDrawer")).PlanDrawer }));
const ImportDialog = lazy(async () => ({ default: (await import("./ImportDialog")).ImportDialog }));

interface ItemsProps {
  onVersions: () => void;
  onPlan: () => void;
  onImport: () => void;
}

function OfExisting({ ruleId, onVersions }: { ruleId: string; onVersions: () => void }) {
  const duplicate = useDuplicate(ruleId);
  const exported = useExport(ruleId);
  const mayEdit = useMayRun();
  return (
    <>
      <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={onVersions}>
        {t("editor.versions")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFileExport size={16} aria-hidden />}
        onClick={() => {
          exported.mutate();
        }}
      >
        {t("editor.export")}
      </Menu.Item>
      {mayEdit && (
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => {
            duplicate.mutate();
          }}
        >
          {t("editor.duplicate")}
        </Menu.Item>
      )}
    </>
  );
}

function Items({ onVersions, onPlan, onImport }: ItemsProps) {
  const ruleId = useEditor((state) => state.rule?.id ?? null);
  const mayEdit = useMayRun();
  return (
    <>
      {mayEdit && (
        <Menu.Item leftSection={<IconClipboardList size={16} aria-hidden />} onClick={onPlan}>
          {t("editor.plan")}
        </Menu.Item>
      )}
      {ruleId !== null && <OfExisting ruleId={ruleId} onVersions={onVersions} />}
      {mayEdit && (
        <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={onImport}>
          {t("editor.import")}
        </Menu.Item>
      )}
    </>
  );
}

/** What one does with a rule less often. */
export function EditorMenu() {
  const [versions, openVersions] = useDisclosure(false);
  const [plan, openPlan] = useDisclosure(false);
  const [importing, openImport] = useDisclosure(false);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("editor.more")}>
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Items onVersions={openVersions.open} onPlan={openPlan.open} onImport={openImport.open} />
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {versions && <VersionsDrawer onClose={openVersions.close} />}
        {plan && <PlanDrawer onClose={openPlan.close} />}
        {importing && <ImportDialog onClose={openImport.close} />}
      </Suspense>
    </>
  );
}
