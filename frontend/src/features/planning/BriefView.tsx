import { Badge, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { LinkText, OutsideLink, safeHref } from "@/components/LinkText";
import { t } from "@/lib/i18n";

import type { Brief } from "./brief";
import classes from "./brief.module.css";

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Facts({ brief }: { brief: Brief }) {
  const { words } = brief;
  const facts = [
    [t("brief.keyphrase"), brief.keyphrase],
    [t("brief.metaTitle"), brief.metaTitle],
    [t("brief.metaDescription"), brief.metaDescription],
    [t("brief.words"), words === null ? "" : t("brief.wordRange", { min: words.min, max: words.max })],
    [t("brief.audience"), brief.audience],
    [t("brief.tone"), brief.tone],
    [t("brief.callToAction"), brief.callToAction],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Outline({ outline }: Pick<Brief, "outline">) {
  return (
    <Section title={t("brief.outline")}>
      <ol className={classes.outline}>
        {outline.map(({ level, heading, notes }, index) => (
          <li key={index} data-level={level}>
            <Text fw={600}>{heading}</Text>
            {notes !== "" && (
              <Text size="sm" c="dimmed">
                {notes}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Faq({ faq }: Pick<Brief, "faq">) {
  if (faq.length === 0) return null;
  return (
    <Section title={t("brief.faq")}>
      <ul className={classes.plain}>
        {faq.map(({ question, guidance }, index) => (
          <li key={index}>
            <Text fw={600}>{question}</Text>
            <Text size="sm" c="dimmed">
              {guidance}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  if (words.length === 0) return null;
  return (
    <Section title={title}>
      <Group gap={6}>
        {words.map((word, index) => (
          <Badge key={index} color="gray" className={classes.word}>
            {word}
          </Badge>
        ))}
      </Group>
    </Section>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <ul className={classes.lines}>
        {lines.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </Section>
  );
}

function BriefLink({ anchor, url }: Brief["links"][number]) {
  const href = safeHref(url);
  if (href === null) return <span>{anchor}</span>;
  if (href.startsWith("/")) return <LinkText to={href}>{anchor}</LinkText>;
  return <OutsideLink href={href}>{anchor}</OutsideLink>;
}

function Links({ links }: Pick<Brief, "links">) {
  if (links.length === 0) return null;
  return (
    <Section title={t("brief.links")}>
      <ul className={classes.lines}>
        {links.map((link, index) => (
          <li key={index}>
            <BriefLink {...link} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** All that a writer is told about one article. */
export function BriefView({ brief }: { brief: Brief }) {
  return (
    <Stack gap="lg">
      <Facts brief={brief} />
      <Outline outline={brief.outline} />
      <Faq faq={brief.faq} />
      <Words title={t("brief.keywords")} words={brief.keywords} />
      <Words title={t("brief.entities")} words={brief.entities} />
      <Lines title={t("brief.questions")} lines={brief.questions} />
      <Lines title={t("brief.titles")} lines={brief.titles} />
      <Links links={brief.links} />
      <Lines title={t("brief.outOfScope")} lines={brief.outOfScope} />
    </Stack>
  );
}
