import {
  Alert,
  Button,
  Center,
  Group,
  Loader,
  Paper,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
  Title,
} from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";

import type { ApiError } from "@/lib/api";
import { t } from "@/lib/i18n";

/** Grey lines in the shape of a list, so that nothing jumps when it arrives. */
export function LoadingList({ rows = 5 }: { rows?: number }) {
  return (
    <Paper p="lg" role="status" aria-label={t("loading")}>
      <Stack gap="lg">
        {Array.from({ length: rows }, (_, index) => (
          <Group key={index} wrap="nowrap" gap="lg">
            <Skeleton height={14} width={`${40 - (index % 3) * 8}%`} />
            <Skeleton height={14} width="18%" />
            <Skeleton height={14} width="12%" />
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

export function LoadingPage() {
  return (
    <Center mih="50vh" role="status" aria-label={t("loading")}>
      <Loader />
    </Center>
  );
}

interface ErrorStateProps {
  error: ApiError;
  onRetry?: () => void;
  title?: string;
}

export function ErrorState({ error, onRetry, title = t("error.title") }: ErrorStateProps) {
  const Icon = error.isOffline ? IconCloudOff : IconAlertTriangle;
  return (
    <Alert role="alert" color="red" radius="lg" title={title} icon={<Icon aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {onRetry && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={onRetry}
          >
            {t("error.retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ icon, title, text, action, children }: EmptyStateProps) {
  return (
    <Paper p={{ base: "lg", sm: "xl" }}>
      <Stack align="center" gap="sm" ta="center" py="md">
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text c="dimmed" maw="34rem">
          {text}
        </Text>
        {children}
        {action}
      </Stack>
    </Paper>
  );
}
