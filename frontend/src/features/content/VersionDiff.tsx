import { Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";

import type { ContentVersion } from "@/lib/api";
import { t } from "@/lib/i18n";

import { diffText, type Part, readableText } from "./textDiff";
import classes from "./versions.module.css";

function wordsOf(parts: readonly Part[], change: Part["change"]): number {
  const text = parts
    .filter((part) => part.change === change)
    .map((part) => part.text)
    .join(" ");
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

function PartText({ part }: { part: Part }) {
  if (part.change === "same") return <span>{part.text}</span>;
  const Tag = part.change === "added" ? "ins" : "del";
  return (
    <Tag className={classes[part.change]}>
      <span className="visually-hidden">{`[${t(`articleVersions.${part.change}`)}: `}</span>
      {part.text}
      <span className="visually-hidden">{"] "}</span>
    </Tag>
  );
}

function Diff({ label, parts }: { label: string; parts: readonly Part[] }) {
  return (
    <section aria-label={label}>
      <Title order={4} size="h6" mb={4}>
        {label}
      </Title>
      <div className={classes.diff}>
        {parts.map((part, index) => (
          <PartText key={index} part={part} />
        ))}
      </div>
    </section>
  );
}

const FIELDS = [
  ["title", "article.field.title"],
  ["slug", "article.slug"],
  ["meta_title", "article.metaTitle"],
  ["meta_description", "article.metaDescription"],
] as const;

function useDiffs(from: ContentVersion, to: ContentVersion) {
  return useMemo(() => {
    const fields = FIELDS.filter(([name]) => from[name] !== to[name]).map(([name, label]) => ({
      label: t(label),
      parts: diffText(from[name], to[name]),
    }));
    const [before, after] = [readableText(from.html), readableText(to.html)];
    const text = before === after ? [] : [{ label: t("article.text"), parts: diffText(before, after) }];
    return { diffs: [...fields, ...text], onlyMarkup: from.html !== to.html && before === after };
  }, [from, to]);
}

/** What differs between two versions of an article, word by word. */
export function VersionDiff({ from, to }: { from: ContentVersion; to: ContentVersion }) {
  const { diffs, onlyMarkup } = useDiffs(from, to);
  if (diffs.length === 0) {
    return (
      <Text role="status">{t(onlyMarkup ? "articleVersions.onlyMarkup" : "articleVersions.same")}</Text>
    );
  }
  const all = diffs.flatMap(({ parts }) => parts);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" role="status">
        {t("articleVersions.counts", {
          added: wordsOf(all, "added"),
          removed: wordsOf(all, "removed"),
        })}
      </Text>
      {diffs.map((diff) => (
        <Diff key={diff.label} {...diff} />
      ))}
    </Stack>
  );
}
