import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";

import { asApiError, type Content } from "@/lib/api";
import { t } from "@/lib/i18n";

import type { ArticleDraft } from "./draft";
import { FindingsPanel } from "./FindingsPanel";
import { checkQuery } from "./queries";
import { type Place, reportedFindings, storedFindings } from "./score";

const PAUSE_MS = 900;

function Note({ busy, words, ease }: { busy: boolean; words: number; ease: number | null }) {
  const parts = [
    t("seoLive.words", { count: words }),
    ...(ease === null ? [] : [t("seoLive.ease", { score: Math.round(ease) })]),
    ...(busy ? [t("seoLive.busy")] : []),
  ];
  return (
    <Text size="sm" c="dimmed" role="status">
      {parts.join(" · ")}
    </Text>
  );
}

interface LiveChecksProps {
  base: Content;
  draft: ArticleDraft;
  onPlace: (place: Place) => void;
}

/** What the checks say of the text as it stands here, saved or not. */
export function LiveChecks({ base, draft, onPlace }: LiveChecksProps) {
  const [paused] = useDebouncedValue(draft, PAUSE_MS);
  const { data, error, isFetching } = useQuery(checkQuery(base.id, base.version, paused));
  const busy = isFetching || paused !== draft;
  if (data === undefined) {
    const note = error && asApiError(error, t("error.offline")).message;
    return (
      <FindingsPanel
        title={t("seoLive.title")}
        score={base.seo_score}
        findings={storedFindings(base.seo_findings)}
        onPlace={onPlace}
        note={
          <Text size="sm" c="dimmed" role="status">
            {note === null ? t("seoLive.busy") : t("seoLive.failed", { message: note })}
          </Text>
        }
      />
    );
  }
  return (
    <FindingsPanel
      title={t("seoLive.title")}
      score={data.score}
      findings={reportedFindings(data.checks)}
      onPlace={onPlace}
      note={<Note busy={busy} words={data.words} ease={data.reading_ease} />}
    />
  );
}
