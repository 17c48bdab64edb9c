import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

test('a page loads only its own files and connects only where it is told', () => {
  expect(contentSecurityPolicy({ connectSources: ['ws://127.0.0.1:4700'] })).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src ws://127.0.0.1:4700; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
});

test('a page that is served by a port connects nowhere', () => {
  expect(contentSecurityPolicy({ connectSources: [] })).toContain("connect-src 'none';");
});
