import { Alert, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconDeviceFloppy, IconGitMerge } from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { useRef } from "react";

import { UnsavedGuard } from "@/components/UnsavedGuard";
import { asApiError, type Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ArticleFields, fieldId } from "./ArticleFields";
import { BodyEditor } from "./BodyEditor";
import classes from "./editor.module.css";
import { chooseText } from "./findText";
import { LiveChecks } from "./LiveChecks";
import type { Place } from "./score";
import { SearchSnippet } from "./SearchSnippet";
import { type ArticleEdit, useArticleEdit } from "./useArticleEdit";

function Overtaken({ edit }: { edit: ArticleEdit }) {
  return (
    <Alert
      role="alert"
      color="ember"
      mb="md"
      icon={<IconGitMerge aria-hidden />}
      title={t("article.overtaken.title")}
    >
      <Text size="sm" mb="sm">
        {t("article.overtaken.text")}
      </Text>
      <Group gap="xs">
        <Button size="xs" loading={edit.saving} onClick={edit.saveOver}>
          {t("article.overtaken.mine")}
        </Button>
        <Button size="xs" variant="default" onClick={edit.takeTheirs}>
          {t("article.overtaken.theirs")}
        </Button>
      </Group>
    </Alert>
  );
}

/** What the API said of the whole, where it said it of no field that is shown. */
function SaveProblem({ error }: { error: Error }) {
  return (
    <Alert role="alert" color="red" mb="md" title={t("article.saveFailed")}>
      {asApiError(error, t("error.offline")).message}
    </Alert>
  );
}

function SaveBar({ edit }: { edit: ArticleEdit }) {
  return (
    <Paper className={classes.bar} shadow="md" component="section" aria-label={t("article.save")}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" role="status">
          {t(edit.dirty ? "article.dirty" : "article.nothingToSave")}
        </Text>
        <Group gap="xs">
          <Button variant="default" disabled={!edit.dirty || edit.saving} onClick={edit.revert}>
            {t("article.revert")}
          </Button>
          <Button
            leftSection={<IconDeviceFloppy size={17} aria-hidden />}
            disabled={!edit.dirty}
            loading={edit.saving}
            onClick={edit.save}
          >
            {t("article.save")}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

const IN_THE_TEXT = new Set(["body", "image", "link"]);

/** Leads from a finding to the words or the field that it is about. */
function usePlaces() {
  const editorRef = useRef<Editor | null>(null);
  const go = ({ where, excerpt }: Place) => {
    if (!IN_THE_TEXT.has(where)) {
      document.getElementById(fieldId(where))?.focus();
      return;
    }
    if (editorRef.current && chooseText(editorRef.current, excerpt)) return;
    notifications.show({ message: t("seoFinding.gone") });
  };
  return { editorRef, go };
}

function tellSaved(before: number, saved: Content): void {
  const message =
    saved.version === before ? t("article.savedSame") : t("article.saved", { version: saved.version });
  notifications.show({ message });
}

/** Title, search texts and text of an article, with the checks beside them. */
export function ArticleEditor({ article }: { article: Content }) {
  const edit = useArticleEdit(article, tellSaved);
  const { editorRef, go } = usePlaces();
  const saveNow = () => {
    if (edit.dirty && !edit.saving) edit.save();
  };
  useHotkeys([["mod+S", saveNow]], [], true);
  return (
    <>
      <UnsavedGuard unsaved={edit.dirty} text={t("article.unsaved")} />
      {edit.overtaken && <Overtaken edit={edit} />}
      {edit.error !== null && !edit.overtaken && <SaveProblem error={edit.error} />}
      <div className={classes.layout}>
        <Stack gap="lg">
          <ArticleFields
            article={edit.base}
            draft={edit.draft}
            errors={edit.errors}
            onChange={edit.set}
          />
          <section aria-label={t("article.section.body")}>
            <BodyEditor
              key={edit.generation}
              html={edit.draft.html}
              error={edit.errors.html}
              onChange={(html) => {
                edit.set({ html });
              }}
              onEditor={(now) => {
                editorRef.current = now;
              }}
            />
          </section>
        </Stack>
        <Stack gap="lg" className={classes.aside ?? ""}>
          <LiveChecks base={edit.base} draft={edit.draft} onPlace={go} />
          <SearchSnippet texts={edit.draft} />
        </Stack>
      </div>
      <SaveBar edit={edit} />
    </>
  );
}
