import { OutsideLink, safeHref } from "@/components/LinkText";
import { Moment } from "@/components/Moment";
import type { Keyword } from "@/lib/api";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";

import classes from "./brief.module.css";
import { Unknown } from "./demand";

const PERCENT = 100;
const DECIMALS = 10;

const rounded = (value: number) => formatNumber(Math.round(value * DECIMALS) / DECIMALS);

function price({ cpc, currency }: Keyword): string | null {
  if (cpc === null) return null;
  return `${formatNumber(cpc)} ${currency}`.trim();
}

function share(ctr: number | null): string | null {
  return ctr === null ? null : t("keywords.percent", { number: rounded(ctr * PERCENT) });
}

const numberOf = (value: number | null): string | null => (value === null ? null : rounded(value));

function Address({ url }: { url: string }) {
  const href = safeHref(url);
  return href === null ? <span>{url}</span> : <OutsideLink href={href}>{url}</OutsideLink>;
}

/** All that is known of a keyword; what is not known says so. */
export function KeywordDetails({ keyword }: { keyword: Keyword }) {
  const facts = [
    [t("keywords.volume"), numberOf(keyword.volume)],
    [t("importField.impressions"), numberOf(keyword.impressions)],
    [t("importField.clicks"), numberOf(keyword.clicks)],
    [t("importField.ctr"), share(keyword.ctr)],
    [t("importField.position"), numberOf(keyword.position)],
    [t("keywords.col.difficulty"), numberOf(keyword.difficulty)],
    [t("importField.cpc"), price(keyword)],
    [t("importField.country"), keyword.country.toUpperCase()],
    [t("clusters.language"), keyword.language],
    [t("importField.url"), keyword.url === "" ? null : <Address key="url" url={keyword.url} />],
    [
      t("importField.serp_urls"),
      keyword.serp_urls.length === 0 ? null : formatNumber(keyword.serp_urls.length),
    ],
    [t("keywords.added"), <Moment key="added" at={keyword.created_at} />],
    [t("keywords.changed"), <Moment key="changed" at={keyword.updated_at} />],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === "" ? <Unknown /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
