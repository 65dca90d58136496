import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import type { Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import { contentApi } from "./content.api";
import { articleQuery, CONTENT } from "./queries";

export function DeleteArticle({ article }: { article: Content }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => contentApi.remove(article.id),
    onSuccess: async () => {
      await navigate("/articles");
      client.removeQueries({ queryKey: articleQuery(article.id).queryKey });
      void client.invalidateQueries({ queryKey: CONTENT });
      notifications.show({ message: t("article.deleted") });
    },
    onError: (error) => {
      setAsking(false);
      notifications.show({ color: "red", title: t("article.deleteFailed"), message: error.message });
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden />}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("article.delete")}
      </Button>
      <ConfirmDialog
        opened={asking}
        pending={remove.isPending}
        title={t("article.delete.title")}
        text={t("article.delete.text")}
        confirm={t("article.delete")}
        onConfirm={() => {
          remove.mutate();
        }}
        onClose={() => {
          setAsking(false);
        }}
      />
    </>
  );
}
