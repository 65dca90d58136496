import { Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { Moment } from "@/components/Moment";
import { QueryView } from "@/components/QueryView";
import type { Connection, Content, Publication } from "@/lib/api";
import { t } from "@/lib/i18n";

import { PublicationLinks, PublicationStatus, PublishedVersion, Remarks } from "./PublicationCells";
import { connectionsQuery, publicationsQuery } from "./queries";

interface LineProps {
  publication: Publication;
  article: Content;
  connections: readonly Connection[];
}

function Line({ publication, article, connections }: LineProps) {
  const target = connections.find(({ id }) => id === publication.connection)?.name ?? "–";
  return (
    <Paper component="li" p="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Group gap="xs">
            <Text fw={650}>{target}</Text>
            <PublicationStatus status={publication.status} />
            <Remarks warnings={publication.warnings} />
          </Group>
          <Text size="sm" c="dimmed" component="div">
            <Moment at={publication.published_at ?? publication.created_at} />
          </Text>
        </div>
        <Group gap="lg">
          <Group gap={6}>
            <Text size="sm" c="dimmed">
              {t("publications.col.version")}
            </Text>
            <PublishedVersion version={publication.version} current={article.version} />
          </Group>
          <PublicationLinks publication={publication} title={article.title} target={target} />
        </Group>
      </Group>
    </Paper>
  );
}

/** Where one article is, and in which version. */
export function PublicationsOf({ article }: { article: Content }) {
  const { data: connections = [] } = useQuery(connectionsQuery(article.site));
  const query = useQuery(publicationsQuery({ page: 1, page_size: 200, object_id: article.id }));
  return (
    <QueryView query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Paper p="lg">
            <Text c="dimmed">{t("publications.article.none")}</Text>
          </Paper>
        ) : (
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
            {items.map((publication) => (
              <Line key={publication.id} {...{ publication, article, connections }} />
            ))}
          </Stack>
        )
      }
    </QueryView>
  );
}
