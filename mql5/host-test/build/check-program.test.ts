import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lintProgram } from '../transform/lint/lint-program.ts';
import { plantProgram } from '../transform/planted-program.ts';
import { readProgram } from '../transform/source/read-program.ts';
import { checkProgram, showChecked } from './check-program.ts';
import { includeFolder, programs, root } from './places.ts';
import { whySkipped } from './variant.ts';

const noCompiler = whySkipped('plain');
const compiled = test.skipIf(noCompiler !== null);
const named = (name: string): string => (noCompiler === null ? name : `${noCompiler}: ${name}`);

test.each(Object.entries(programs))('%s is our subset of MQL5', (_, path) => {
  expect(lintProgram(readProgram({ path, includeFolder }))).toEqual([]);
});

test('every header belongs to a program', () => {
  const used = Object.values(programs).flatMap((path) => readProgram({ path, includeFolder }).files);
  const headers = globSync('mql5/Include/**/*.mqh', { cwd: root }).map((path) => join(root, path));
  expect(new Set(used.map(({ path }) => path).filter((path) => path.endsWith('.mqh')))).toEqual(new Set(headers));
});

compiled.each(Object.entries(programs))(named('g++ reads %s without a warning'), (_, path) => {
  expect(checkProgram(path).compiler).toBe('');
});

compiled(named('g++ names the line of the source, also in what is included'), () => {
  using planted = plantProgram({
    'A.mq5': '#include "B.mqh"\nint OnInit(void)\n  {\n   string text=5;\n   return(INIT_SUCCEEDED);\n  }\n',
    'B.mqh':
      '#ifndef ATS_B_MQH\n#define ATS_B_MQH\nint AtsCut(const long value)\n  {\n   return(value);\n  }\n#endif\n',
  });
  const shown = showChecked(checkProgram(planted.path));
  const errors = shown.filter((line) => line.includes('error:')).map((line) => line.replace(/^.*\//, ''));
  expect(errors).toEqual([
    expect.stringMatching(/^B\.mqh:5: error: conversion from .* may change value/),
    expect.stringMatching(/^A\.mq5:4: error: conversion from .int. to non-scalar type .string. requested/),
  ]);
});

/** What MetaEditor refuses or warns of, and g++ must too, since the lint knows no types. */
compiled.each([
  ['an object where a pointer is wanted', 'CAtsA a; CAtsA *p=a;'],
  ['a variable that hides another', 'int a=1; { int a=2; Print(a); }'],
  ['a string compared with a number', 'string s="a"; if(s==1) return;'],
  ['an enumeration set to a number', 'ENUM_POSITION_TYPE type=1; Print(EnumToString(type));'],
  ['a constant that is changed', 'const int a=1; a=2;'],
  ['a variable without use', 'int a;'],
  ['a mixture of signed and unsigned', 'uint a=1; for(int i=0;i<a;i++) Print(i);'],
])(named('g++ refuses %s'), (_, statements) => {
  using planted = plantProgram({
    'A.mq5': `class CAtsA { public: int m_a; };\nvoid OnStart(void)\n  {\n   ${statements}\n  }\n`,
  });
  expect(checkProgram(planted.path).compiler).toContain('A.mq5:4: error:');
});

compiled(named('g++ accepts what only MQL5 has'), () => {
  using planted = plantProgram({
    'A.mq5': `struct AtsPlain { uchar kind; double price; long id; };
class CAtsNode
  {
   CAtsNode         *m_next;
   AtsPlain          m_items[];
public:
                     CAtsNode(CAtsNode *next) : m_next(next) { }
                    ~CAtsNode(void) { if(m_next!=NULL) delete m_next; }
   CAtsNode         *Next(void) { return(m_next); }
   int               Size(void) const { return(ArraySize(m_items)); }
   void              Add(const AtsPlain &item)
     {
      const int at=Size();
      if(ArrayResize(m_items,at+1,16)==at+1)
         m_items[at]=item;
     }
  };
int OnInit(void)
  {
   CAtsNode *first=new CAtsNode(new CAtsNode(NULL));
   AtsPlain plain={};
   plain.price=1.5;
   first.Next().Add(plain);
   if(first.Next().Next()!=NULL || first==NULL)
      return(INIT_FAILED);
   uchar bytes[];
   if(!StructToCharArray(plain,bytes) || ArraySize(bytes)!=17)
      return(Refuse("short",bytes));
   datetime day=D'2026.01.31'+86400;
   MqlDateTime parts;
   TimeToStruct(day,parts);
   PrintFormat("%s %d %I64u",TimeToString(day,TIME_DATE|TIME_MINUTES),parts.day,(ulong)day);
   delete first;
   string text=NULL;
   return(text=="" ? INIT_SUCCEEDED : INIT_FAILED);
  }
int Refuse(const string why,const uchar &bytes[],const int at=0)
  {
   Print(why,": ",bytes[at]);
   return(INIT_FAILED);
  }
`,
  });
  expect(showChecked(checkProgram(planted.path))).toEqual([]);
});
