import {
  Alert,
  Button,
  Group,
  MultiSelect,
  NativeSelect,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";

import { ObjectSelect } from "@/components/ObjectSelect";
import { ApiError, type SitePage } from "@/lib/api";
import { t } from "@/lib/i18n";

import { KINDS, type PageDraft, parentChoices } from "./pageDraft";
import type { TreeNode } from "./tree";
import { allNodes } from "./tree";

interface PageFormProps {
  siteId: string;
  tree: readonly TreeNode[];
  /** Null while it is new. */
  page: SitePage | null;
  draft: PageDraft;
  error: Error | null;
  pending: boolean;
  disabled: boolean;
  submit: string;
  onChange: (values: Partial<PageDraft>) => void;
  onSubmit: () => void;
  children?: ReactNode;
}

type Errors = Readonly<Record<string, string>>;

function errorsOf(error: Error | null): Errors {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([name, texts]) => [name, texts.join(" ")]),
  );
}

type FieldProps = PageFormProps & { errors: Errors };

function Names({ draft, errors, page, onChange }: FieldProps) {
  const home = draft.kind === "home";
  return (
    <>
      <TextInput
        label={t("structure.field.title")}
        required
        maxLength={300}
        value={draft.title}
        error={errors.title}
        onChange={(event) => {
          onChange({ title: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t("structure.field.slug")}
        description={t(home ? "structure.field.slug.home" : "structure.field.slug.text")}
        disabled={home}
        leftSection="/"
        maxLength={200}
        value={draft.slug}
        error={errors.slug ?? errors.path}
        onChange={(event) => {
          onChange({ slug: event.currentTarget.value });
        }}
      />
      <NativeSelect
        label={t("structure.field.kind")}
        disabled={page?.kind === "home"}
        value={draft.kind}
        error={errors.kind}
        data={(home ? (["home"] as const) : KINDS).map((value) => ({
          value,
          label: t(`pageKind.${value}`),
        }))}
        onChange={(event) => {
          const kind = KINDS.find((one) => one === event.currentTarget.value);
          if (kind) onChange({ kind });
        }}
      />
    </>
  );
}

function ParentField({ tree, page, draft, errors, onChange }: FieldProps) {
  const choices = useMemo(() => parentChoices(tree, page?.id ?? null), [tree, page]);
  if (draft.kind === "home") return null;
  return (
    <NativeSelect
      label={t("structure.field.parent")}
      value={draft.parent ?? ""}
      error={errors.parent}
      data={[{ value: "", label: t("structure.field.parent.top") }, ...choices]}
      onChange={(event) => {
        onChange({ parent: event.currentTarget.value || null });
      }}
    />
  );
}

function LinksField({ tree, page, draft, errors, onChange }: FieldProps) {
  const choices = useMemo(() => {
    const titles = new Map(
      allNodes(tree)
        .filter((node) => node.page.slug !== "" && node.page.id !== page?.id)
        .map((node) => [node.page.slug, node.page.title] as const),
    );
    // What leads nowhere any more is shown as it stands.
    for (const slug of draft.internal_links) if (!titles.has(slug)) titles.set(slug, slug);
    return [...titles].map(([value, label]) => ({ value, label }));
  }, [tree, page, draft.internal_links]);
  return (
    <MultiSelect
      label={t("structure.field.links")}
      description={t("structure.field.links.text")}
      searchable
      hidePickedOptions
      maxValues={50}
      value={draft.internal_links}
      error={errors.internal_links}
      data={choices}
      onChange={(links) => {
        onChange({ internal_links: links });
      }}
    />
  );
}

function Meaning({ draft, errors, onChange, siteId }: FieldProps) {
  return (
    <>
      <Textarea
        label={t("structure.field.purpose")}
        description={t("structure.field.purpose.text")}
        autosize
        minRows={2}
        maxRows={8}
        value={draft.purpose}
        error={errors.purpose}
        onChange={(event) => {
          onChange({ purpose: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t("structure.field.keyphrase")}
        maxLength={300}
        value={draft.keyphrase}
        error={errors.keyphrase}
        onChange={(event) => {
          onChange({ keyphrase: event.currentTarget.value });
        }}
      />
      <ObjectSelect
        kind="cluster"
        site={siteId}
        label={t("structure.field.cluster")}
        placeholder={t("structure.field.cluster.none")}
        value={draft.cluster}
        error={errors.cluster}
        onChange={(cluster) => {
          onChange({ cluster });
        }}
      />
    </>
  );
}

/** Title, place and purpose of a page. */
export function PageForm(props: PageFormProps) {
  const { error, pending, disabled, draft, submit, onSubmit, children } = props;
  const [empty, setEmpty] = useState(false);
  const errors = {
    ...errorsOf(error),
    ...(empty && draft.title.trim() === "" && { title: t("structure.required") }),
  };
  const fields = { ...props, errors };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(draft.title.trim() === "");
        if (draft.title.trim() !== "") onSubmit();
      }}
    >
      <Stack gap="md">
        <Names {...fields} />
        <ParentField {...fields} />
        <Meaning {...fields} />
        <LinksField {...fields} />
        {error !== null && Object.keys(errorsOf(error)).length === 0 && (
          <Alert role="alert" color="red" title={t("structure.saveFailed")}>
            {error.message}
          </Alert>
        )}
        <Group justify="space-between" gap="sm">
          <Button type="submit" loading={pending} disabled={disabled}>
            {submit}
          </Button>
          {children}
        </Group>
      </Stack>
    </form>
  );
}
