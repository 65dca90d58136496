import { Button, Paper, Stack, Text, Title } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useNavigate } from "react-router";

import { PageHeader } from "@/components/PageHeader";
import { QueryView } from "@/components/QueryView";
import { SearchField } from "@/components/SearchField";
import { useMayRun } from "@/features/account";
import type { RuleTemplate } from "@/lib/api";
import { t } from "@/lib/i18n";

import { DeleteTemplateDialog } from "./DeleteTemplateDialog";
import { templatesQuery } from "./queries";
import { SaveTemplateDialog } from "./SaveTemplateDialog";
import { type CardAction, TemplateCard } from "./TemplateCard";
import { TemplateDialog } from "./TemplateDialog";
import { byCategory, matches } from "./TemplateList";
import classes from "./templates.module.css";

type Open = { action: CardAction; template: RuleTemplate } | { action: "save" } | null;

interface GroupProps {
  name: string;
  templates: readonly RuleTemplate[];
  onOpen: (open: Open) => void;
}

function Group({ name, templates, onOpen }: GroupProps) {
  const headingId = useId();
  const mayEdit = useMayRun();
  const actionsOf = (template: RuleTemplate): readonly CardAction[] => {
    if (!mayEdit) return [];
    return template.built_in ? ["use"] : ["use", "edit", "delete"];
  };
  return (
    <section aria-labelledby={headingId}>
      <Title order={2} size="h4" mb="sm" id={headingId}>
        {name}
      </Title>
      <ul className={classes.cards}>
        {templates.map((template) => (
          <TemplateCard
            key={template.id}
            template={template}
            actions={actionsOf(template)}
            onAction={(action) => {
              onOpen({ action, template });
            }}
          />
        ))}
      </ul>
    </section>
  );
}

function Dialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const navigate = useNavigate();
  if (open === null) return null;
  if (open.action === "save") return <SaveTemplateDialog template={null} onClose={onClose} />;
  const { action, template } = open;
  if (action === "edit") return <SaveTemplateDialog template={template} onClose={onClose} />;
  if (action === "delete") return <DeleteTemplateDialog template={template} onClose={onClose} />;
  return (
    <TemplateDialog
      initial={template}
      onClose={onClose}
      onCreated={({ id }) => {
        void navigate(`/rules?rule=${encodeURIComponent(id)}`);
      }}
    />
  );
}

function Groups({ templates, searched, onOpen }: Omit<GroupProps, "name"> & { searched: boolean }) {
  const own = templates.filter((template) => !template.built_in);
  const builtIn = templates.filter((template) => template.built_in);
  return (
    <Stack gap="xl">
      {own.length > 0 && <Group name={t("templates.own")} templates={own} onOpen={onOpen} />}
      {own.length === 0 && !searched && (
        <section>
          <Title order={2} size="h4" mb="sm">
            {t("templates.own")}
          </Title>
          <Paper p="lg">
            <Text c="dimmed">{t("templates.own.empty")}</Text>
          </Paper>
        </section>
      )}
      {byCategory(builtIn).map(([name, group]) => (
        <Group key={name} name={name} templates={group} onOpen={onOpen} />
      ))}
    </Stack>
  );
}

/** All templates: to make rules from, and one's own to keep. */
export function TemplatesPage() {
  const [words, setWords] = useState("");
  const [open, setOpen] = useState<Open>(null);
  const mayEdit = useMayRun();
  const query = useQuery(templatesQuery);
  return (
    <>
      <PageHeader
        title={t("templates.page")}
        lead={t("templates.page.lead")}
        actions={
          mayEdit && (
            <Button
              variant="default"
              leftSection={<IconTemplate size={17} aria-hidden />}
              onClick={() => {
                setOpen({ action: "save" });
              }}
            >
              {t("templates.save")}
            </Button>
          )
        }
      />
      <SearchField label={t("templates.search")} onSearch={setWords} />
      <QueryView query={query} rows={6}>
        {(all) => {
          const found = all.filter((template) => matches(template, words));
          if (found.length === 0) return <Text role="status">{t("templates.none")}</Text>;
          return <Groups templates={found} searched={words !== ""} onOpen={setOpen} />;
        }}
      </QueryView>
      <Dialogs
        open={open}
        onClose={() => {
          setOpen(null);
        }}
      />
    </>
  );
}
