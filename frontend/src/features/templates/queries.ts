import { notifications } from "@mantine/notifications";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import type { RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { type TemplateAbout, templatesApi } from "./templates.api";

export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  queryFn: templatesApi.list,
  staleTime: 60_000,
});

/** What makes a template: a rule for a new one, none for one that is changed. */
export interface TemplateValues extends TemplateAbout {
  rule: string;
}

/** Saves a new template of a rule, or what an own one says about itself. */
export function useSaveTemplate(template: RuleTemplate | null, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, ...about }: TemplateValues) =>
      template === null
        ? templatesApi.create({ ...about, rule })
        : templatesApi.change(template.id, about),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries(templatesQuery);
      notifications.show({
        message: t(template === null ? "templates.saved" : "templates.changed", { name }),
      });
      onSaved();
    },
  });
}

export function useDeleteTemplate({ id, name }: RuleTemplate, onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => templatesApi.remove(id),
    onSuccess: async () => {
      await client.invalidateQueries(templatesQuery);
      notifications.show({ message: t("templates.deleted", { name }) });
      onDeleted();
    },
    onError: (error) => {
      notifications.show({ color: "red", title: t("templates.notDeleted"), message: error.message });
    },
  });
}
