import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError, type Connection, type ConnectionReport } from "@/lib/api";
import { t } from "@/lib/i18n";
import { newIdempotencyKey } from "@/lib/idempotency";

import { publishingApi } from "./publishing.api";
import { CONNECTIONS } from "./queries";
import { addressProblem, tidyAddress } from "./wordpress";

export const STEPS = ["address", "password", "test", "plugin"] as const;

export interface WizardTexts {
  name: string;
  url: string;
  username: string;
  secret: string;
}

type Gaps = Readonly<Partial<Record<keyof WizardTexts, string>>>;

function initialTexts(connection: Connection | null): WizardTexts {
  if (connection === null) {
    return { name: t("wizard.name.default"), url: "", username: "", secret: "" };
  }
  const { name, url, username } = connection;
  return { name, url, username, secret: "" };
}

/** What stands in the way of the next step. */
function addressGaps({ url }: WizardTexts): Gaps {
  const problem = addressProblem(tidyAddress(url));
  if (problem === null || problem === "plain") return {};
  return { url: t(`wizard.url.${problem}`) };
}

function passwordGaps({ username, secret }: WizardTexts, stored: boolean): Gaps {
  return {
    ...(username.trim() === "" && { username: t("wizard.username.empty") }),
    ...(secret.trim() === "" && !stored && { secret: t("wizard.secret.empty") }),
  };
}

function apiGaps(error: Error | null): Gaps {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    Object.entries(error.fields).map(([name, texts]) => [name, texts.join(" ")]),
  );
}

/** A new address or user needs the password once more: it only ever goes where it was entered for. */
function keepsSecret(texts: WizardTexts, connection: Connection | null): boolean {
  if (!connection?.has_secret) return false;
  return tidyAddress(texts.url) === connection.url && texts.username.trim() === connection.username;
}

function save(siteId: string, connection: Connection | null, texts: WizardTexts, key: string) {
  const body = {
    name: texts.name.trim() || t("wizard.name.default"),
    url: tidyAddress(texts.url),
    username: texts.username.trim(),
    ...(texts.secret.trim() !== "" && { secret: texts.secret.trim() }),
  };
  if (connection === null)
    return publishingApi.create({ ...body, site: siteId, kind: "wordpress" }, key);
  return publishingApi.change(connection.id, body);
}

function useTest() {
  const client = useQueryClient();
  return useMutation<ConnectionReport, Error, string>({
    mutationFn: (id) => publishingApi.test(id),
    onSettled: () => client.invalidateQueries({ queryKey: CONNECTIONS }),
  });
}

/** What was entered, what is wrong with it, and under which key it is sent. */
function useTexts(given: Connection | null) {
  const [texts, setTexts] = useState(() => initialTexts(given));
  const [gaps, setGaps] = useState<Gaps>({});
  const [key, setKey] = useState(newIdempotencyKey);
  return {
    texts,
    gaps,
    key,
    /** True where nothing stands in the way. */
    check: (found: Gaps): boolean => {
      setGaps(found);
      return Object.keys(found).length === 0;
    },
    set: (values: Partial<WizardTexts>) => {
      setTexts((now) => ({ ...now, ...values }));
      setGaps({});
      setKey(newIdempotencyKey());
    },
  };
}

/** The steps from an address to a connection that works. */
export function useWizard(siteId: string, given: Connection | null) {
  const [step, setStep] = useState(0);
  const [connection, setConnection] = useState(given);
  const { texts, gaps, key, check, set } = useTexts(given);
  const test = useTest();
  const keptSecret = keepsSecret(texts, connection);
  const store = useMutation({
    mutationFn: () => save(siteId, connection, texts, key),
    onSuccess: (saved) => {
      setConnection(saved);
      set({ secret: "" });
      setStep(STEPS.indexOf("test"));
      test.mutate(saved.id);
    },
    onError: (error) => {
      const found = apiGaps(error);
      check(found);
      // A name or address that the server refuses is mended where it was entered.
      if (found.name ?? found.url) setStep(STEPS.indexOf("address"));
    },
  });
  return {
    ...{ step, connection, texts, gaps, keptSecret, store, test, set },
    goTo: setStep,
    toPassword: () => {
      if (check(addressGaps(texts))) setStep(STEPS.indexOf("password"));
    },
    toTest: () => {
      if (check(passwordGaps(texts, keptSecret))) store.mutate();
    },
    testAgain: () => {
      if (connection !== null) test.mutate(connection.id);
    },
  };
}

export type Wizard = ReturnType<typeof useWizard>;
