import { Input, NativeSelect, Paper, Select, Stack, Text, Title } from "@mantine/core";

import { formatDateTime, formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";
import { usePreferences } from "@/lib/preferences";
import { allZones } from "@/lib/zones";

import { ThemeChoice } from "./ThemeChoice";

/** Offered for dates and numbers; the browser's own way is the first choice. */
const LOCALES = [
  "en-US",
  "en-GB",
  "en-CA",
  "en-AU",
  "de-DE",
  "de-CH",
  "fr-FR",
  "es-ES",
  "it-IT",
  "nl-NL",
  "pt-BR",
  "pl-PL",
  "sv-SE",
  "da-DK",
  "cs-CZ",
  "ja-JP",
] as const;
const EXAMPLE_NUMBER = 1234.5;
const ZONES_SHOWN = 60;

/** A language's name in that language itself. */
const nameOf = (tag: string) => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

function LocaleField() {
  const locale = usePreferences((state) => state.formatLocale);
  return (
    <NativeSelect
      label={t("display.locale")}
      description={t("display.locale.hint")}
      value={locale ?? ""}
      data={[
        { value: "", label: t("display.locale.auto") },
        ...LOCALES.map((tag) => ({ value: tag, label: nameOf(tag) })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        usePreferences.setState({ formatLocale: value === "" ? null : value });
      }}
    />
  );
}

function ZoneField() {
  const zone = usePreferences((state) => state.timeZone);
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Select
      label={t("display.zone")}
      description={t("display.zone.hint")}
      searchable
      clearable
      limit={ZONES_SHOWN}
      placeholder={t("display.zone.auto", { zone: device })}
      nothingFoundMessage={t("display.zone.none")}
      value={zone}
      data={allZones(zone)}
      onChange={(timeZone) => {
        usePreferences.setState({ timeZone });
      }}
    />
  );
}

/** What a person chooses for this device. */
export function DisplayCard() {
  const date = formatDateTime(new Date().toISOString());
  return (
    <Paper p="lg" component="section">
      <Title order={2} size="h4" mb="md">
        {t("display.title")}
      </Title>
      <Stack gap="md">
        <Input.Wrapper label={t("display.theme")} labelElement="div">
          <div>
            <ThemeChoice />
          </div>
        </Input.Wrapper>
        <LocaleField />
        <ZoneField />
        <Text size="sm" c="dimmed">
          {t("display.example", { date, number: formatNumber(EXAMPLE_NUMBER) })}
        </Text>
      </Stack>
    </Paper>
  );
}
