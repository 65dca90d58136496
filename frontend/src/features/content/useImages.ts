import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/lib/api";
import { type PlainKey, t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { contentApi } from "./content.api";
import { CONTENT } from "./queries";

/** Changes of an article's pictures; each one reads the article anew, as its score may be another. */
function useImageChange<Given>(
  change: (given: Given) => Promise<unknown>,
  done: PlainKey,
  failed: PlainKey,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: CONTENT });
      // What is drawn costs credits.
      void client.invalidateQueries({ queryKey: ["credits"] });
      notifications.show({ message: t(done) });
    },
    onError: (error: Error) => {
      notifications.show({ color: "red", title: t(failed), message: error.message });
    },
  });
}

/** One key for each picture that is asked for: a click that is sent twice draws once. */
function useKeys() {
  const [key, setKey] = useState(newIdempotencyKey);
  return {
    key,
    renew: () => {
      setKey(newIdempotencyKey());
    },
  };
}

export function useDrawImage(contentId: string) {
  const { key, renew } = useKeys();
  const draw = useImageChange(
    () => contentApi.drawImage(contentId, key),
    "articleImages.drawn",
    "articleImages.drawFailed",
  );
  return {
    pending: draw.isPending,
    draw: () => {
      draw.mutate(undefined, {
        onSuccess: renew,
        onError: (error) => {
          // Where no answer came it may have been drawn: the next click asks for the same one.
          if (error instanceof ApiError && !error.isUncertain) renew();
        },
      });
    },
  };
}

export function useUploadImage(contentId: string) {
  return useImageChange(
    (file: File) => contentApi.uploadImage(contentId, file, newIdempotencyKey()),
    "articleImages.uploaded",
    "articleImages.uploadFailed",
  );
}

export function useDescribeImage(imageId: string) {
  return useImageChange(
    (altText: string) => contentApi.describeImage(imageId, altText),
    "articleImages.alt.saved",
    "articleImages.alt.failed",
  );
}

export function useFeatureImage(imageId: string) {
  return useImageChange(
    () => contentApi.featureImage(imageId, newIdempotencyKey()),
    "articleImages.featuredNow",
    "articleImages.featureFailed",
  );
}

export function useRemoveImage(imageId: string) {
  return useImageChange(
    () => contentApi.removeImage(imageId),
    "articleImages.deleted",
    "articleImages.failed",
  );
}
