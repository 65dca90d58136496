import { Badge, Button, NativeSelect, Paper, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";

import { type Column, DataTable } from "@/components/DataTable";
import { LinkText } from "@/components/LinkText";
import { Pager } from "@/components/Pager";
import { QueryView } from "@/components/QueryView";
import type { LedgerEntry, LedgerKind } from "@/lib/api";
import { formatDateTime, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useRuleNames } from "@/lib/ruleNames";

import classes from "./credits.module.css";
import { anyFilter, filtersOf, KINDS } from "./ledgerFilters";
import { LEDGER_SHOWN, ledgerQuery } from "./queries";

const COLORS: Readonly<Record<LedgerKind, string>> = {
  grant: "pine",
  reserve: "gray",
  settle: "ember",
  refund: "blue",
};
/** What a movement does to what the account owns, by kind: a reservation takes nothing away yet. */
const SIGNS: Readonly<Record<LedgerKind, string>> = { grant: "+", reserve: "", settle: "−", refund: "" };

function useFilters() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string) => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (name !== "page") next.delete("page");
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const clear = () => {
    setParams({}, { replace: true, preventScrollReset: true });
  };
  return { params, filters: filtersOf(params), set, clear };
}

type Filters = ReturnType<typeof useFilters>;

function FilterBar({ params, set }: Filters) {
  const rules = useRuleNames();
  return (
    <div className={classes.filters} role="search" aria-label={t("ledger.title")}>
      <NativeSelect
        label={t("ledger.kind")}
        value={params.get("kind") ?? ""}
        data={[
          { value: "", label: t("ledger.kind.all") },
          ...KINDS.map((kind) => ({ value: kind, label: t(`ledger.kind.${kind}`) })),
        ]}
        onChange={(event) => {
          set("kind", event.currentTarget.value);
        }}
      />
      <NativeSelect
        label={t("ledger.rule")}
        value={params.get("rule") ?? ""}
        data={[
          { value: "", label: t("ledger.rule.all") },
          ...rules.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => {
          set("rule", event.currentTarget.value);
        }}
      />
      {(["since", "until"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t(`ledger.${end}`)}
          value={params.get(end) ?? ""}
          onChange={(event) => {
            set(end, event.currentTarget.value);
          }}
        />
      ))}
    </div>
  );
}

/** "2.4.1": the numbers of the steps on the way to the one that was paid for; empty for none. */
export function stepNumber(path: string): string {
  return (path.match(/\d+/g) ?? []).map((index) => String(Number(index) + 1)).join(".");
}

function What({ entry, rule }: { entry: LedgerEntry; rule: string | undefined }) {
  const step = stepNumber(entry.step_path);
  const about = [entry.reason, step === "" ? "" : t("ledger.step", { step })].filter(Boolean);
  const lead = rule ?? about.shift() ?? t("ledger.noRule");
  return (
    <>
      <Text component="div" style={{ overflowWrap: "anywhere" }}>
        {lead}
      </Text>
      {about.length > 0 && (
        <Text size="sm" c="dimmed">
          {about.join(" · ")}
        </Text>
      )}
    </>
  );
}

function columnsOf(names: ReadonlyMap<string, string>): Column<LedgerEntry>[] {
  return [
    {
      key: "for",
      header: t("ledger.col.for"),
      role: "lead",
      render: (entry) => <What entry={entry} rule={names.get(entry.rule_id ?? "")} />,
    },
    {
      key: "kind",
      header: t("ledger.col.kind"),
      render: ({ kind }) => <Badge color={COLORS[kind]}>{t(`ledger.kind.${kind}`)}</Badge>,
    },
    {
      key: "amount",
      header: t("ledger.col.amount"),
      align: "end",
      render: ({ kind, amount }) => `${SIGNS[kind]}${formatNumber(amount)}`,
    },
    { key: "at", header: t("ledger.col.at"), render: ({ created_at: at }) => formatDateTime(at) },
    {
      key: "run",
      header: t("ledger.col.run"),
      render: ({ run_id: id }) =>
        id === null ? "–" : <LinkText to={`/runs/${id}`}>{t("ledger.openRun")}</LinkText>,
    },
  ];
}

function Nothing({ filters, clear }: Filters) {
  const filtered = anyFilter(filters);
  return (
    <Paper p="lg" role="status">
      <Text c="dimmed" mb={filtered ? "sm" : 0}>
        {t(filtered ? "ledger.emptyFiltered" : "ledger.empty")}
      </Text>
      {filtered && (
        <Button size="sm" variant="default" onClick={clear}>
          {t("ledger.clear")}
        </Button>
      )}
    </Paper>
  );
}

/** Every movement of credits, to look through. */
export function LedgerSection() {
  const state = useFilters();
  const query = useQuery(ledgerQuery(state.filters));
  const names = new Map(useRuleNames().map(({ id, name }) => [id, name]));
  return (
    <section>
      <Title order={2} size="h3" mb={4}>
        {t("ledger.title")}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("ledger.lead")}
      </Text>
      <FilterBar {...state} />
      <QueryView query={query} rows={8}>
        {({ items, count }) =>
          items.length === 0 ? (
            <Nothing {...state} />
          ) : (
            <>
              <DataTable
                label={t("ledger.title")}
                rows={items}
                columns={columnsOf(names)}
                rowKey={({ id }) => id}
                busy={query.isPlaceholderData}
              />
              <Pager
                page={state.filters.page ?? 1}
                pageSize={LEDGER_SHOWN}
                count={count}
                onChange={(page) => {
                  state.set("page", String(page));
                }}
              />
            </>
          )
        }
      </QueryView>
    </section>
  );
}
