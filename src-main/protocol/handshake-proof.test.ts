import { expect, test } from 'vitest';
import { appProof, chooseProtocol, isSameProof, terminalProof, type Transcript } from './handshake-proof.ts';
import { makePairingToken } from './pairing-token.ts';

const token = makePairingToken(Uint8Array.from({ length: 20 }, (_, index) => index));

const transcript: Transcript = {
  hello: { protocolMin: 1, protocolMax: 1, version: '0.1.0', role: 'trading', terminalNonce: 'aa'.repeat(32) },
  protocol: 1,
  appNonce: 'bb'.repeat(32),
};

const dataTranscript: Transcript = { ...transcript, hello: { ...transcript.hello, role: 'data' } };

const laterTranscript: Transcript = {
  ...transcript,
  protocol: 2,
  hello: { ...transcript.hello, protocolMax: 258, version: '1.12.3-rc.1' },
};

/** Computed apart, by Python's hmac and struct over the bytes that the docstring lists. */
test.each([
  [
    transcript,
    'ffd3732228cf2a5fd36cf847ed5765389f9f5e6171bc86774b219574b6ee7068',
    '4af7513bec171c1134221cc3baa22ce5d2a7637b06d097816e1522c465d7dbcf',
  ],
  [
    dataTranscript,
    '7bc403b2b65e68e62c2242f560b93608c1ff1d6c0effa225496d0e0ce442e636',
    '19f92a2e5c9bd836cc18f617a69d5996bfe22a1bd1cb8ab50cd07fb5f7f9ef28',
  ],
  [
    laterTranscript,
    '050e9ba66b5f113c025fce52ae5ca47f08523e2f7901e3569a9e55af0177fc77',
    '15c1451d7e6601b20965054441bcdf483d5a45e417866496258acbb52cf297cd',
  ],
])('proves with exactly the documented bytes', (said, app, terminal) => {
  expect({ app: appProof(token, said), terminal: terminalProof(token, said) }).toEqual({ app, terminal });
});

test('gives another proof when any word of the transcript was changed', () => {
  const { hello } = transcript;
  const changed: Transcript[] = [
    { ...transcript, protocol: 2 },
    { ...transcript, appNonce: 'bc'.repeat(32) },
    { ...transcript, hello: { ...hello, protocolMin: 2 } },
    { ...transcript, hello: { ...hello, protocolMax: 2 } },
    { ...transcript, hello: { ...hello, version: '0.1.1' } },
    { ...transcript, hello: { ...hello, role: 'data' } },
    { ...transcript, hello: { ...hello, terminalNonce: 'ab'.repeat(32) } },
  ];
  const proofs = [transcript, ...changed].flatMap((said) => [appProof(token, said), terminalProof(token, said)]);
  expect(new Set(proofs).size).toBe(proofs.length);
});

test('compares proofs whole', () => {
  const proof = appProof(token, transcript);
  expect(isSameProof(proof, proof)).toBe(true);
  expect(
    isSameProof(
      proof,
      proof.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
  ).toBe(false);
  expect(isSameProof(proof, proof.slice(1))).toBe(false);
});

test.each([
  [1, 1, 1],
  [1, 9, 1],
])('chooses from %i to %i the highest that both speak', (protocolMin, protocolMax, chosen) => {
  expect(chooseProtocol({ protocolMin, protocolMax })).toEqual({ ok: true, value: chosen });
});

test('speaks no protocol that lies outside its own range', () => {
  expect(chooseProtocol({ protocolMin: 2, protocolMax: 9 })).toMatchObject({
    ok: false,
    error: { code: 'PROTOCOL_UNSUPPORTED', facts: { terminalMin: 2, terminalMax: 9 } },
  });
});
