import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { LoadingPage } from "@/components/states";
import type { AutomationRule } from "@/lib/api";
import { loadTexts } from "@/lib/i18n";

import { templatesQuery } from "./queries";

const TemplateDialog = lazy(async () => {
  await loadTexts();
  return { default: (await import("./TemplateDialog")).TemplateDialog };
});

interface FromTemplateProps {
  /** Of one that is not there, the list of all is shown. */
  templateId: string;
  onClose: () => void;
  onCreated: (rule: AutomationRule) => void;
}

/** What a template asks for, opened by its id. */
export function FromTemplate({ templateId, onClose, onCreated }: FromTemplateProps) {
  const { data, isPending } = useQuery(templatesQuery);
  if (isPending) return <LoadingPage />;
  const initial = data?.find(({ id }) => id === templateId) ?? null;
  return (
    <Suspense fallback={<LoadingPage />}>
      <TemplateDialog initial={initial} onClose={onClose} onCreated={onCreated} />
    </Suspense>
  );
}
