import type { JsonValue } from '#shared/base/json-value.ts';

export const redacted = '[redacted]';

/** What a member is called that holds a secret: by the end of its name, so that `sessionToken`, `api_key` and `Authorization` are all met. */
const secretName = /(token|password|passphrase|pairing|secret|authorization|cookie|key)$/;

/** Pairing tokens, and secrets in addresses, headers and command lines, wherever in a text they stand. */
const secretTexts: readonly RegExp[] = [
  /\bv\d+\.[a-z2-7]{16,}/gi,
  /(?<=\b(?:token|password|passphrase|secret|key)=)[^\s&"'#]+/gi,
  /(?<=\bBearer\s+)[\w.~+/=-]+/gi,
];

/** The same value without its secrets. Secrets are not to be logged at all; this is for the day when one is. */
export function redact(value: JsonValue): JsonValue {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value === 'object' && value !== null)
    return redactMembers(value as Readonly<Record<string, JsonValue | undefined>>);
  return value;
}

export const redactText = (text: string): string =>
  secretTexts.reduce((kept, secret) => kept.replace(secret, redacted), text);

export function redactMembers(members: Readonly<Record<string, JsonValue | undefined>>): Record<string, JsonValue> {
  const kept: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(members))
    if (value !== undefined) kept.push([name, isSecret(name) ? redacted : redact(value)]);
  return Object.fromEntries(kept);
}

const isSecret = (name: string): boolean => secretName.test(name.toLowerCase());
