import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { useCurrentSite, useMayRun } from "@/features/account";
import { ApiError, asApiError } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { contentApi } from "./content.api";
import { CONTENT } from "./queries";

interface Texts {
  title: string;
  keyphrase: string;
}

function useCreate(siteId: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ title, keyphrase, key }: Texts & { key: string }) =>
      contentApi.create(
        { site: siteId, title: title.trim(), keyphrase: keyphrase.trim(), html: "" },
        key,
      ),
    onSuccess: async (article) => {
      void client.invalidateQueries({ queryKey: CONTENT });
      await navigate(`/articles/${article.id}?tab=edit`);
    },
  });
}

function fieldError(error: Error | null, name: string): string | undefined {
  return error instanceof ApiError ? error.fields[name]?.join(" ") : undefined;
}

function useTexts(siteId: string) {
  const create = useCreate(siteId);
  const [texts, setTexts] = useState<Texts>({ title: "", keyphrase: "" });
  const [empty, setEmpty] = useState(false);
  // One key for one set of words: sent again as they are, they make no second article.
  const [key, setKey] = useState(newIdempotencyKey);
  return {
    texts,
    create,
    titleError: empty ? t("article.new.required") : fieldError(create.error, "title"),
    set: (values: Partial<Texts>) => {
      setTexts((before) => ({ ...before, ...values }));
      setKey(newIdempotencyKey());
      setEmpty(false);
    },
    submit: () => {
      setEmpty(texts.title.trim() === "");
      if (texts.title.trim() !== "") create.mutate({ ...texts, key });
    },
  };
}

function Fields({ form }: { form: ReturnType<typeof useTexts> }) {
  const { texts, create, titleError, set } = form;
  return (
    <>
      <TextInput
        label={t("article.field.title")}
        required
        data-autofocus
        maxLength={300}
        value={texts.title}
        error={titleError}
        onChange={(event) => {
          set({ title: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t("article.keyphrase")}
        description={t("article.field.keyphrase.text")}
        maxLength={300}
        value={texts.keyphrase}
        error={fieldError(create.error, "keyphrase")}
        onChange={(event) => {
          set({ keyphrase: event.currentTarget.value });
        }}
      />
      {create.error !== null && (
        <Alert role="alert" color="red" title={t("article.new.failed")}>
          {asApiError(create.error, t("error.offline")).message}
        </Alert>
      )}
    </>
  );
}

function Form({ siteId, onClose }: { siteId: string; onClose: () => void }) {
  const form = useTexts(siteId);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t("article.new.text")}</Text>
        <Fields form={form} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={form.create.isPending}>
            {t("article.new.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** For an article that no rule wrote; nothing for those who may only look. */
export function NewArticle() {
  const site = useCurrentSite();
  const mayEdit = useMayRun();
  const [opened, setOpened] = useState(false);
  if (site === null || !mayEdit) return null;
  const close = () => {
    setOpened(false);
  };
  return (
    <>
      <Button
        leftSection={<IconPlus size={17} aria-hidden />}
        onClick={() => {
          setOpened(true);
        }}
      >
        {t("article.new")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t("article.new.title")}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Form siteId={site.id} onClose={close} />
      </Modal>
    </>
  );
}
