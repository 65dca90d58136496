import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";

import { t } from "@/lib/i18n";

interface PagerProps {
  page: number;
  pageSize: number;
  count: number;
  onChange: (page: number) => void;
}

/** Previous and next with "1–50 of 1,000"; nothing when everything fits on one page. */
export function Pager({ page, pageSize, count, onChange }: PagerProps) {
  if (count <= pageSize) return null;
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(count, page * pageSize);
  return (
    <Group component="nav" aria-label={t("page.label")} justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {t("page.of", { from, to, count })}
      </Text>
      <Group gap="xs">
        <Button
          variant="default"
          size="sm"
          disabled={page <= 1}
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          onClick={() => {
            onChange(page - 1);
          }}
        >
          {t("page.previous")}
        </Button>
        <Button
          variant="default"
          size="sm"
          disabled={to >= count}
          rightSection={<IconChevronRight size={16} aria-hidden />}
          onClick={() => {
            onChange(page + 1);
          }}
        >
          {t("page.next")}
        </Button>
      </Group>
    </Group>
  );
}
