import { ActionIcon, Badge, Button, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/ConfirmDialog";
import { safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import type { Image } from "@/lib/api";
import { t, tMaybe } from "@/lib/i18n";

import classes from "./images.module.css";
import { useDescribeImage, useFeatureImage, useRemoveImage } from "./useImages";

function AltText({ image }: { image: Image }) {
  const [text, setText] = useState(image.alt_text);
  const save = useDescribeImage(image.id);
  const changed = text.trim() !== image.alt_text;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(text.trim());
      }}
    >
      <Textarea
        label={t("articleImages.alt")}
        description={t("articleImages.alt.text")}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={300}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {(changed || save.isPending) && (
        <Button type="submit" size="xs" mt="xs" loading={save.isPending}>
          {t("articleImages.alt.save")}
        </Button>
      )}
    </form>
  );
}

function RemoveButton({ image }: { image: Image }) {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveImage(image.id);
  const close = () => {
    setAsking(false);
  };
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={t("articleImages.delete")}
        onClick={() => {
          setAsking(true);
        }}
      >
        <IconTrash size={17} aria-hidden />
      </ActionIcon>
      <ConfirmDialog
        opened={asking}
        pending={remove.isPending}
        title={t("articleImages.delete.title")}
        text={t("articleImages.delete.text")}
        confirm={t("articleImages.delete")}
        onConfirm={() => {
          remove.mutate(undefined, { onSettled: close });
        }}
        onClose={close}
      />
    </>
  );
}

function FeatureButton({ image }: { image: Image }) {
  const feature = useFeatureImage(image.id);
  return (
    <Button
      size="xs"
      variant="default"
      loading={feature.isPending}
      onClick={() => {
        feature.mutate(undefined);
      }}
    >
      {t("articleImages.feature")}
    </Button>
  );
}

function Facts({ image }: { image: Image }) {
  const origin = tMaybe(`articleImages.from.${image.provider}`, image.model || image.provider);
  const size = t("articleImages.size", { width: String(image.width), height: String(image.height) });
  return (
    <Text size="xs" c="dimmed">
      {`${origin} · ${size} · `}
      <Moment at={image.created_at} />
    </Text>
  );
}

/** A picture with its description; `editable` for those who may change it. */
export function ImageCard({ image, editable }: { image: Image; editable: boolean }) {
  const featured = image.role === "featured";
  return (
    <Paper component="li" className={classes.card}>
      <img
        className={classes.picture}
        src={safeHref(image.url) ?? undefined}
        srcSet={image.srcset === "" ? undefined : image.srcset}
        sizes="(max-width: 48em) 90vw, 24rem"
        alt={image.alt_text}
        width={image.width}
        height={image.height}
        loading="lazy"
      />
      <Stack gap="sm" p="md">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Badge color={featured ? "pine" : "gray"}>
              {t(featured ? "articleImages.featured" : "articleImages.former")}
            </Badge>
            <Facts image={image} />
          </div>
          {editable && <RemoveButton image={image} />}
        </Group>
        {editable ? (
          <AltText key={image.alt_text} image={image} />
        ) : (
          <Text size="sm">{image.alt_text || t("article.noAlt")}</Text>
        )}
        {editable && !featured && (
          <Group>
            <FeatureButton image={image} />
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
