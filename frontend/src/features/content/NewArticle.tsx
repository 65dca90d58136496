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

function useCreate(siteId: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (texts: { title: string; keyphrase: string; key: string }) =>
      contentApi.create(
        { site: siteId, title: texts.title, keyphrase: texts.keyphrase, html: "" },
        texts.key,
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

function Form({ siteId, onClose }: { siteId: string; onClose: () => void }) {
  const create = useCreate(siteId);
  const [title, setTitle] = useState("");
  const [keyphrase, setKeyphrase] = useState("");
  const [empty, setEmpty] = useState(false);
  // One key for one set of words: sent again as they are, they make no second article.
  const [key, setKey] = useState(newIdempotencyKey);
  const submit = () => {
    setEmpty(title.trim() === "");
    if (title.trim() === "") return;
    create.mutate({ title: title.trim(), keyphrase: keyphrase.trim(), key });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text c="dimmed">{t("article.new.text")}</Text>
        <TextInput
          label={t("article.field.title")}
          required
          data-autofocus
          maxLength={300}
          value={title}
          error={empty ? t("article.new.required") : fieldError(create.error, "title")}
          onChange={(event) => {
            setTitle(event.currentTarget.value);
            setKey(newIdempotencyKey());
          }}
        />
        <TextInput
          label={t("article.keyphrase")}
          description={t("article.field.keyphrase.text")}
          maxLength={300}
          value={keyphrase}
          error={fieldError(create.error, "keyphrase")}
          onChange={(event) => {
            setKeyphrase(event.currentTarget.value);
            setKey(newIdempotencyKey());
          }}
        />
        {create.error !== null && (
          <Alert role="alert" color="red" title={t("article.new.failed")}>
            {asApiError(create.error, t("error.offline")).message}
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending}>
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
