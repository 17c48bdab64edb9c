import { assert } from './assert.ts';
import type { JsonValue } from './json-value.ts';

/**
 * One text for one value: object keys in code-unit order, no white space, undefined members left out, numbers in their shortest
 * round-trip form, as RFC 8785 (JSON Canonicalization Scheme) has it. Hashes are taken over its UTF-8 bytes. A number that is not finite
 * is a broken invariant: JSON would silently turn it into null.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return canonicalObject(value as Readonly<Record<string, JsonValue | undefined>>);
  if (typeof value === 'number')
    assert(Number.isFinite(value), () => `a number that is not finite has no canonical form: ${value}`);
  return JSON.stringify(value);
}

function canonicalObject(value: Readonly<Record<string, JsonValue | undefined>>): string {
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
