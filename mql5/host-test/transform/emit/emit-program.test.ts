import { expect, test } from 'vitest';
import { plantProgram } from '../planted-program.ts';
import { readProgram } from '../source/read-program.ts';
import { emitProgram } from './emit-program.ts';

/** The C++ of the sources, without the line that includes the shim and the binding of events. */
function emitted(files: Readonly<Record<string, string>>): string[] {
  using planted = plantProgram(files);
  const program = readProgram(planted);
  expect(program.findings).toEqual([]);
  const lines = emitProgram(program, planted.root).split('\n');
  return lines.slice(1, lines.indexOf('#line 1 "event handlers"'));
}

/** The lines of one file after all that C++ wants to know before them. */
function body(text: string): string[] {
  const lines = emitted({ 'A.mq5': text });
  return lines.slice(lines.indexOf('#line 1 "A.mq5"') + 1);
}

const inFunction = (statement: string): string => {
  const [line = ''] = body(`void f() { ${statement} }`);
  return line.slice('void f() { '.length, -' }'.length);
};

test.each([
  ['string s="a\\n";', 'string s=u"a\\n"_s;'],
  ["ushort c='x';", "ushort c=((ushort)u'x');"],
  ["datetime t=D'2026.01.31';", 'datetime t=datetime(1769817600LL);'],
  ["datetime t=D'2026.01.31 12:00:01';", 'datetime t=datetime(1769860801LL);'],
  ["color c=C'255,128,1';", 'color c=((color)98559);'],
  ['long x=2147483647+2147483648;', 'mql_long x=2147483647+2147483648LL;'],
  ['ulong x=0xFFFFFFFF+0xFFFFFFFFFFFFFFFF;', 'mql_ulong x=0xFFFFFFFF+0xFFFFFFFFFFFFFFFFULL;'],
  ['double x=1.5e300;', 'double x=1.5e300;'],
  ['char c=(char)5;', 'mql_char c=(mql_char)5;'],
])('writes the value in %s', (mql5, cpp) => {
  expect(inFunction(mql5)).toBe(cpp);
});

test.each([
  ['int a[];', 'MqlArray<int> a;'],
  ['int a[4];', 'MqlArray<int> a{mql_fixed(4)};'],
  ['int a[2]={1,2};', 'MqlArray<int> a{mql_fixed(2),{1,2}};'],
  ['string a[]={"x"};', 'MqlArray<string> a{mql_dyn(),{u"x"_s}};'],
  ['static const long a[2]={1,2};', 'static const MqlArray<mql_long> a{mql_fixed(2),{1,2}};'],
  ['long a[],b=1,c[2];', 'MqlArray<mql_long> a; mql_long b=1; MqlArray<mql_long> c{mql_fixed(2)};'],
  ['const int a=1,b[1]={2};', 'const int a=1; const MqlArray<int> b{mql_fixed(1),{2}};'],
  ['int a=1,b=2;', 'int a=1,b=2;'],
  ['for(int i=0,n=3; i<n; i++) { uchar b[]; }', 'for(int i=0,n=3; i<n; i++) { MqlArray<uchar> b; }'],
  ['if(true) int a=1; else { int b[1]; }', 'if(true) int a=1; else { MqlArray<int> b{mql_fixed(1)}; }'],
])('makes a checked array of %s', (mql5, cpp) => {
  expect(inFunction(mql5)).toBe(cpp);
});

test('passes arrays by reference to what checks their bounds', () => {
  expect(body('int f(const uchar &a[],long &b[],int c) { return a[0]; }')).toEqual([
    'int f(const MqlArray<uchar> &a,MqlArray<mql_long> &b,int c) { return a[0]; }',
  ]);
});

test('turns a point behind a pointer into an arrow, and no other', () => {
  const lines = body(
    [
      'class CAtsA { public: int x; CAtsA *next; CAtsA *Next() { return(this.next); } };',
      'class CAtsB { public: CAtsA *items[]; CAtsA one; };',
      'int f(CAtsA *p,CAtsB &b)',
      '  {',
      '   CAtsA *list[3],*q=p;',
      '   return p.x+p.next.x+p.Next().x+list[0].x+q.x+b.one.x+b.items[1].next.x+dynamic_cast<CAtsA *>(p).x;',
      '  }',
    ].join('\n'),
  );
  expect(lines[0]).toContain('return(this->next);');
  expect(lines[1]).toContain('MqlArray<CAtsA *> items;');
  expect(lines.slice(4, 6)).toEqual([
    '   MqlArray<CAtsA *> list{mql_fixed(3)}; CAtsA * q=p;',
    '   return p->x+p->next->x+p->Next()->x+list[0]->x+q->x+b.one.x+b.items[1]->next->x+dynamic_cast<CAtsA *>(p)->x;',
  ]);
});

test('packs the structures that travel as bytes, and only those', () => {
  const plain =
    'enum ENUM_ATS_E { ATS_E };\nstruct AtsP { ENUM_ATS_E e; long a; uchar b[4]; MqlTick t; double Sum() const { return 1; } };';
  expect(body(`${plain}\nstruct AtsQ { AtsP p; string s; };`).slice(1)).toEqual([
    '_Pragma("pack(push,1)") struct AtsP { ENUM_ATS_E e; mql_long a; uchar b[4]; MqlTick t; double Sum() const { return 1; } }; _Pragma("pack(pop)")',
    'struct AtsQ { AtsP p; string s; };',
  ]);
});

test('gives every class a virtual destructor, as MQL5 does', () => {
  expect(body('class CAtsA { };')).toEqual(['class CAtsA {  public: virtual ~CAtsA() = default; };']);
  expect(body('class CAtsA { public: ~CAtsA(void) { } };')).toEqual([
    'class CAtsA { public: virtual ~CAtsA(void) { } };',
  ]);
  expect(body('class CAtsA { public: ~CAtsA(void); };\nCAtsA::~CAtsA(void) { }')[1]).toBe('CAtsA::~CAtsA(void) { }');
});

test('makes an interface of functions that others have', () => {
  expect(body('interface IAtsA { int Size(void) const; };')).toEqual([
    'struct IAtsA { virtual int Size(void) const = 0;  public: virtual ~IAtsA() = default; };',
  ]);
});

test('gives enumerations 32 bits and names', () => {
  expect(body('enum ENUM_ATS_A { ATS_X=2, ATS_Y };')).toEqual([
    'enum ENUM_ATS_A : int  { ATS_X=2, ATS_Y }; inline string EnumToString(ENUM_ATS_A value) { switch((int)value) { case ATS_X: return u"ATS_X"_s; case ATS_Y: return u"ATS_Y"_s; } return string((int)value); }',
  ]);
});

test('takes inputs from outside, and their groups out', () => {
  expect(body('input group "G"\ninput int InpA=5; // five\ninput string InpB;\nsinput long InpC=1+1;')).toEqual([
    '  ',
    'const int InpA= mql_input<int>("InpA", 5); // five',
    'const string InpB = mql_input<string>("InpB");',
    'const mql_long InpC= mql_input<mql_long>("InpC", 1+1);',
  ]);
});

test('says before all else what is declared later', () => {
  expect(
    emitted({
      'A.mq5': [
        'struct AtsS { int x; };',
        'class CAtsC { int m_x; int f() { return g(1); } };',
        'enum ENUM_ATS_E { ATS_A };',
        '#define ATS_N 3',
        'int g(int a,string s="x",int n=ATS_N,int *p=NULL) // comment',
        '  { return a; }',
        'int declared(int a=1);',
        'int declared(int a) { return a; }',
      ].join('\n'),
    }).slice(0, 5),
  ).toEqual([
    'struct AtsS;',
    'class CAtsC;',
    'enum ENUM_ATS_E : int;',
    'int g ( int a , string s = u"x"_s , int n , int * p = NULL );',
    '#line 1 "A.mq5"',
  ]);
});

test('says a default value once', () => {
  expect(body('#define ATS_N 3\nint g(int a=1,int n=ATS_N) { return a; }')[1]).toBe(
    'int g(int a,int n=ATS_N) { return a; }',
  );
});

test('keeps every line where it was, also around an include', () => {
  expect(
    emitted({
      'A.mq5': '// first\n#include <ATS/B.mqh>\nint g_a;\n#property strict\nint g_b;',
      'Include/ATS/B.mqh': '#ifndef B\n#define B "b" + \\\n  "c"\nint g_c;\n#endif\n',
    }),
  ).toEqual([
    '#line 1 "A.mq5"',
    '// first',
    '#line 1 "Include/ATS/B.mqh"',
    '#ifndef B',
    '#define B u"b"_s +    u"c"_s',
    '',
    'int g_c;',
    '#endif',
    '',
    '#line 3 "A.mq5"',
    'int g_a;',
    '',
    'int g_b;',
  ]);
});

test('binds the events that the program handles', () => {
  using planted = plantProgram({
    'A.mq5': 'int OnInit(void) { return 0; }\nvoid OnTick() { }\nvoid Tick() { }\nclass CAtsA { void OnTimer() { } };',
  });
  const lines = emitProgram(readProgram(planted), planted.root).split('\n');
  expect(lines.slice(lines.indexOf('#line 1 "event handlers"'))).toEqual([
    '#line 1 "event handlers"',
    'void mql_bind(MqlEvents &events)',
    '{',
    '  events.OnInit = ::OnInit;',
    '  events.OnTick = ::OnTick;',
    '  (void)events;',
    '}',
    '',
  ]);
});
