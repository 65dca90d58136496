import { Stack, Text, Title } from "@mantine/core";

import { LinkText } from "@/components/LinkText";
import type { SitePage } from "@/lib/api";
import { t } from "@/lib/i18n";

function Fact({ label, text }: { label: string; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text>{text}</Text>
    </div>
  );
}

/** A page for those who may look and not change. */
export function ReadOnlyPage({ page }: { page: SitePage }) {
  return (
    <Stack gap="md">
      <Title order={2} size="h4">
        {page.title}
      </Title>
      <Fact label={t("structure.field.slug")} text={page.path} />
      <Fact label={t("structure.field.kind")} text={t(`pageKind.${page.kind}`)} />
      <Fact label={t("structure.field.purpose")} text={page.purpose} />
      <Fact label={t("structure.field.keyphrase")} text={page.keyphrase} />
      {page.content !== null && (
        <LinkText to={`/articles/${page.content}`}>{t("structure.field.content.open")}</LinkText>
      )}
    </Stack>
  );
}
