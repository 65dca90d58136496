import { useRef } from "react";

import { newIdempotencyKey } from "@/lib/idempotency";

export type KeyFor = (body: unknown) => string;

/** The same `Idempotency-Key` for the same body, another one for another. */
export function useStableKey(): KeyFor {
  const last = useRef({ body: "", key: "" });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: newIdempotencyKey() };
    return last.current.key;
  };
}
