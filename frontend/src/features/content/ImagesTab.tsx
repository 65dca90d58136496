import "@mantine/dropzone/styles.css";

import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { notifications } from "@mantine/notifications";
import { IconPhotoPlus, IconSparkles, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { QueryView } from "@/components/QueryView";
import { EmptyState } from "@/components/states";
import { useMayRun } from "@/features/account";
import type { Image } from "@/lib/api";
import { t } from "@/lib/i18n";

import { ImageCard } from "./ImageCard";
import classes from "./images.module.css";
import { imagesQuery } from "./queries";
import { useDrawImage, useUploadImage } from "./useImages";

const ACCEPTED = ["image/png", "image/jpeg", "image/webp"];
const MOST_BYTES = 20 * 1024 * 1024;

function Draw({ contentId }: { contentId: string }) {
  const { draw, pending } = useDrawImage(contentId);
  return (
    <Paper p="lg">
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t("articleImages.draw.text")}
        </Text>
        <Button
          variant="default"
          leftSection={<IconSparkles size={17} aria-hidden />}
          loading={pending}
          onClick={draw}
        >
          {t("articleImages.draw")}
        </Button>
      </Stack>
    </Paper>
  );
}

function Upload({ contentId }: { contentId: string }) {
  const upload = useUploadImage(contentId);
  return (
    <Dropzone
      className={classes.drop}
      accept={ACCEPTED}
      maxSize={MOST_BYTES}
      multiple={false}
      loading={upload.isPending}
      aria-label={t("articleImages.upload")}
      inputProps={{ "aria-label": t("articleImages.upload") }}
      onDrop={([file]) => {
        if (file) upload.mutate(file);
      }}
      onReject={() => {
        notifications.show({ color: "red", message: t("articleImages.rejected") });
      }}
    >
      <Group gap="md" wrap="nowrap">
        <IconUpload size={26} aria-hidden />
        <div>
          <Text fw={650}>{t("articleImages.upload")}</Text>
          <Text size="sm" c="dimmed">
            {t("articleImages.upload.text")}
          </Text>
        </div>
      </Group>
    </Dropzone>
  );
}

function Grid({ images, editable }: { images: readonly Image[]; editable: boolean }) {
  if (images.length === 0) {
    return (
      <EmptyState
        icon={<IconPhotoPlus size={26} />}
        title={t("articleImages.none")}
        text={editable ? t("articleImages.none.text") : ""}
      />
    );
  }
  const featuredFirst = images.toSorted(
    (one, other) => Number(other.role === "featured") - Number(one.role === "featured"),
  );
  return (
    <ul className={classes.grid}>
      {featuredFirst.map((image) => (
        <ImageCard key={image.id} image={image} editable={editable} />
      ))}
    </ul>
  );
}

/** The pictures of an article: the featured one first, then those that it had before. */
export function ImagesTab({ contentId }: { contentId: string }) {
  const query = useQuery(imagesQuery(contentId));
  const editable = useMayRun();
  return (
    <Stack gap="lg">
      <Title order={2} className="visually-hidden">
        {t("article.images")}
      </Title>
      {editable && (
        <div className={classes.grid}>
          <Upload contentId={contentId} />
          <Draw contentId={contentId} />
        </div>
      )}
      <QueryView query={query}>{(images) => <Grid images={images} editable={editable} />}</QueryView>
    </Stack>
  );
}
