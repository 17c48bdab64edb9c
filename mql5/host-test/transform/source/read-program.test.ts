import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plantProgram } from '../planted-program.ts';
import { readProgram } from './read-program.ts';

test('reads what is included by our folder and by its own, each once and before what needs it', () => {
  using planted = plantProgram({
    'Experts/ATS/A.mq5': '#include <ATS/B.mqh>\n#include "..\\..\\Include\\ATS\\C.mqh"\nCAtsB g_b;\n',
    'Include/ATS/B.mqh': '#include "C.mqh"\nclass CAtsB { CAtsC m_c; };\n',
    'Include/ATS/C.mqh': 'class CAtsC { };\n',
  });
  const program = readProgram(planted);
  expect(program.findings).toEqual([]);
  expect(program.files.map(({ path }) => path)).toEqual(
    ['Include/ATS/C.mqh', 'Include/ATS/B.mqh', 'Experts/ATS/A.mq5'].map((path) => join(planted.root, path)),
  );
});

test('names the line that includes what is not there', () => {
  using planted = plantProgram({ 'A.mq5': '\n#include <ATS/B.mqh>\n' });
  expect(readProgram(planted).findings).toEqual([
    {
      path: planted.path,
      ...{ line: 2, column: 1 },
      rule: 'include',
      message: `there is no ${join(planted.root, 'Include/ATS/B.mqh')}`,
    },
  ]);
});

test.each([
  ['int f( { return 1; }', "a declaration expected, but '{' stands here"],
  ['CAtsNowhere x;', "a type expected, but 'CAtsNowhere' stands here"],
  ['int x{5};', "';' expected, but '{' stands here"],
  ['class CAtsA { void f() { }', 'a declaration expected, but the file ends'],
  ['void f() {', "'}' expected, but the file ends"],
  ['int &f(void) { }', "';' expected, but '(' stands here"],
  ['void f(int &&x) { }', "',' expected, but '&&' stands here"],
  ['enum ENUM_ATS_A { A B };', "'}' expected, but 'B' stands here"],
  ['int a[2;', "']' expected, but the file ends"],
  ['int a=(1];', "')' expected, but ']' stands here"],
  ['void f(void) { for(int x : list) { } }', "';' expected, but ':' stands here"],
  ['x=1;', "a type expected, but 'x' stands here"],
])('says where %s leaves MQL5', (text, message) => {
  using planted = plantProgram({ 'A.mq5': text });
  const [finding, ...more] = readProgram(planted).findings;
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ path: planted.path, line: 1, rule: 'syntax', message });
});
