import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { eventHash } from './event-hash.ts';

const anyEvent = fc.record({
  sequence: fc.integer({ min: 1 }),
  kind: fc.string(),
  version: fc.integer({ min: 1 }),
  occurredAtUtcMs: fc.integer({ min: 0 }),
  receivedAtUtcMs: fc.integer({ min: 0 }),
  body: fc.jsonValue({ noUnicodeString: false }),
  previousHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
});

test('is SHA-256 over the canonical JSON of the whole event', () => {
  fc.assert(
    fc.property(anyEvent, ({ body, previousHash, ...event }) => {
      const whole = canonicalJson({ ...event, body, previousHash: previousHash.toString('hex') });
      const hash = eventHash({ ...event, body: canonicalJson(body), previousHash });
      expect(hash.toString('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
    }),
  );
});
