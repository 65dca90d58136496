import { Checkbox, NativeSelect, Paper, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useId } from "react";

import type { Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { type ArticleDraft, type DraftField, isSettable, SETTABLE } from "./draft";
import classes from "./editor.module.css";
import { LengthMeter } from "./LengthMeter";
import { titleWidth } from "./titleWidth";

/** What search engines show whole: pixels of a title, characters of a description. */
const TITLE_PX = { from: 1, to: 600 };
const DESCRIPTION_CHARS = { from: 121, to: 156 };

interface FieldsProps {
  article: Content;
  draft: ArticleDraft;
  errors: Readonly<Record<string, string>>;
  onChange: (values: Partial<ArticleDraft>) => void;
}

/** The ids by which findings lead to their fields. */
export function fieldId(name: string): string {
  return `article-${name}`;
}

function useField({ draft, errors, onChange }: FieldsProps) {
  return (name: DraftField) => ({
    id: fieldId(name),
    value: draft[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      onChange({ [name]: event.currentTarget.value });
    },
  });
}

function SearchTexts(props: FieldsProps) {
  const field = useField(props);
  const { draft } = props;
  const [titleMeter, descriptionMeter] = [useId(), useId()];
  return (
    <>
      <div>
        <TextInput
          {...field("meta_title")}
          label={t("article.metaTitle")}
          description={t("article.field.metaTitle.text")}
          placeholder={draft.title}
          maxLength={300}
          aria-describedby={titleMeter}
        />
        <LengthMeter
          id={titleMeter}
          unit="px"
          value={titleWidth(draft.meta_title.trim() || draft.title)}
          {...TITLE_PX}
        />
      </div>
      <div>
        <Textarea
          {...field("meta_description")}
          label={t("article.metaDescription")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={400}
          aria-describedby={descriptionMeter}
        />
        <LengthMeter
          id={descriptionMeter}
          unit="chars"
          value={draft.meta_description.trim().length}
          {...DESCRIPTION_CHARS}
        />
      </div>
    </>
  );
}

function StatusField({ article, draft, errors, onChange }: FieldsProps) {
  const fixed = !isSettable(article.status);
  const choices = fixed ? [article.status] : SETTABLE;
  return (
    <NativeSelect
      label={t("article.field.status")}
      description={fixed ? t("article.field.status.out") : undefined}
      disabled={fixed}
      value={draft.status}
      error={errors.status}
      data={choices.map((value) => ({ value, label: t(`contentStatus.${value}`) }))}
      onChange={(event) => {
        const value = SETTABLE.find((one) => one === event.currentTarget.value);
        if (value !== undefined) onChange({ status: value });
      }}
    />
  );
}

function isOut({ status }: Content): boolean {
  return status === "published" || status === "scheduled";
}

function Findable(props: FieldsProps) {
  const field = useField(props);
  return (
    <div className={classes.pair}>
      <TextInput
        {...field("keyphrase")}
        label={t("article.keyphrase")}
        description={t("article.field.keyphrase.text")}
        maxLength={300}
      />
      <TextInput
        {...field("slug")}
        label={t("article.field.slug")}
        description={t(isOut(props.article) ? "article.field.slug.out" : "article.field.slug.text")}
        leftSection="/"
        maxLength={200}
      />
    </div>
  );
}

function State(props: FieldsProps) {
  const field = useField(props);
  return (
    <div className={classes.pair}>
      <StatusField {...props} />
      <Textarea
        {...field("excerpt")}
        label={t("article.field.excerpt")}
        description={t("article.field.excerpt.text")}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
      />
    </div>
  );
}

/** Everything of an article but its text. */
export function ArticleFields(props: FieldsProps) {
  const field = useField(props);
  const { draft, onChange } = props;
  return (
    <Paper p="lg" component="section" aria-label={t("article.section.head")}>
      <Title order={2} size="h4" mb="md">
        {t("article.section.head")}
      </Title>
      <Stack gap="md">
        <TextInput {...field("title")} label={t("article.field.title")} required maxLength={300} />
        <Findable {...props} />
        <SearchTexts {...props} />
        <State {...props} />
        <Checkbox
          label={t("article.field.needsWriting")}
          description={t("article.field.needsWriting.text")}
          checked={draft.needs_writing}
          onChange={(event) => {
            onChange({ needs_writing: event.currentTarget.checked });
          }}
        />
      </Stack>
    </Paper>
  );
}
