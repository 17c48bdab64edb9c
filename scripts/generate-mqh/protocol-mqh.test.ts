import { readFileSync } from 'node:fs';
import { programVersion } from '#main/wiring/program-version.ts';
import { expect, test } from 'vitest';
import { inProject } from '../project-root.ts';
import { protocolMqhPath } from './protocol-mqh-path.ts';
import { protocolMqh } from './protocol-mqh.ts';

const generated = protocolMqh(programVersion);

test('the committed Protocol.mqh is what the codecs are; if not: npm run generate', () => {
  expect(readFileSync(inProject(protocolMqhPath), 'utf8')).toBe(generated);
});

test('it is ASCII, as MetaEditor reads it on every machine', () => {
  expect(generated.split('\n').filter((line) => !/^[ -~]*$/.test(line))).toEqual([]);
});

test('no macro is defined twice', () => {
  const names = [...generated.matchAll(/^#define (\w+)/gm)].map(([, name]) => name);
  expect(names).toHaveLength(new Set(names).size);
});

test('lays out the packed structs of the wire', () => {
  const struct = (name: string) => new RegExp(`^struct ${name}\\n  {\\n([^}]*)  };`, 'm').exec(generated)?.[1];
  expect([struct('AtsHeader'), struct('AtsTickRecord')]).toEqual([
    [
      '   uint              length;',
      '   uchar             type;',
      '   uchar             version;',
      '   ushort            flags;',
      '   uint              sequence;',
      '   uint              ackBytes;',
      '',
    ].join('\n'),
    ['   long              stampMs;', '   double            bid;', '   double            ask;', ''].join('\n'),
  ]);
});
