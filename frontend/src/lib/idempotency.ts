/**
 * A fresh `Idempotency-Key`. `crypto.randomUUID` exists only on https and localhost; a plain-http
 * address in a local network gets the same from `getRandomValues`.
 */
export function newIdempotencyKey(source: Pick<Crypto, "getRandomValues"> = crypto): string {
  const bytes = source.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
