import { expect, test } from 'vitest';
import { plantProgram } from '../planted-program.ts';
import { readProgram } from '../source/read-program.ts';
import { lintProgram, rules } from './lint-program.ts';

/** What is found in a program of one file, as `line rule: message`. */
function found(text: string, name = 'A.mq5'): string[] {
  using planted = plantProgram({ [name]: text });
  return lintProgram(readProgram(planted)).map(({ line, rule, message }) => `${line} ${rule}: ${message}`);
}

const inFunction = (statements: string): string => `void f(void)\n  {\n   ${statements}\n  }\n`;

/** For each rule what it refuses, and what it says of it. */
const violations: Readonly<Record<string, readonly (readonly [text: string, message: string])[]>> = {
  'array-shape': [
    ['int g_a[2][3];', '1 array-shape: g_a has more than one dimension'],
    ['void f(const int &a[][2]) { }', '1 array-shape: a has more than one dimension'],
    [inFunction('for(int a[2]; ;) break;'), '3 array-shape: a is an array declared in the head of a loop'],
  ],
  'ascii-only': [
    ['int g_a; // µ', '1 ascii-only: the character U+00b5 is not printable ASCII'],
    ['\tint g_a;', '1 ascii-only: the character U+0009 is not printable ASCII'],
    ['\n\uFEFFint g_a;', '2 ascii-only: the character U+feff is not printable ASCII'],
  ],
  'checked-results': [
    [inFunction('FileSeek(1,0,SEEK_SET);'), '3 checked-results: what FileSeek returns is thrown away'],
    [inFunction('if(true) FileSeek(1,0,SEEK_SET);'), '3 checked-results: what FileSeek returns is thrown away'],
    [
      inFunction('if(true) { } else ::FileSeek(1,0,SEEK_SET);'),
      '3 checked-results: what FileSeek returns is thrown away',
    ],
    [
      inFunction('switch(1) { case 1: FileSeek(1,0,SEEK_SET); }'),
      '3 checked-results: what FileSeek returns is thrown away',
    ],
  ],
  'declared-before': [
    ['class CAtsA { CAtsB *m_b; };\nclass CAtsB { };', '1 declared-before: CAtsB is used before it is declared'],
    [
      'void f(ENUM_ATS_A a) { }\nenum ENUM_ATS_A { ATS_A };',
      '1 declared-before: ENUM_ATS_A is used before it is declared',
    ],
  ],
  directives: [
    ['#import "kernel32.dll"', '1 directives: #import: no DLL is called'],
    ['#include <Trade\\Trade.mqh>', '1 directives: <Trade/Trade.mqh> is not ours: only <ATS/...> is included'],
    ['#pragma once', '1 directives: #pragma is not MQL5'],
    ['#if 1\n#endif', '1 directives: #if is not MQL5'],
    ['#property indicator_chart_window', '1 directives: #property indicator_chart_window has no use here'],
    ['#define MINE 1', '1 directives: the macro MINE is not named ATS_...'],
  ],
  'foreign-marks': [
    [inFunction('MqlTick t; t->time=0;'), "3 foreign-marks: '->' is C++: a pointer takes a point"],
    [inFunction('int a=1; @'), "3 foreign-marks: '@' is not MQL5"],
    [inFunction('string s="a;'), '3 foreign-marks: a literal that does not end on its line'],
    [inFunction('long a=1L;'), '3 foreign-marks: L: a number takes no such suffix'],
    [inFunction('string s=u"a";'), '3 foreign-marks: u: a string takes no prefix'],
    [inFunction('int a=[](int x) { return x; }(1);'), '3 foreign-marks: a lambda is C++'],
    ["datetime g_a=D'31.01.2026';", "1 foreign-marks: D'31.01.2026' is not written D'yyyy.mm.dd hh:mm:ss'"],
    ["color g_a=C'256,0,0';", "1 foreign-marks: C'256,0,0' is not written C'255,255,255'"],
  ],
  'foreign-words': [
    [inFunction('auto a=1;'), "3 foreign-words: 'auto' is C++, not MQL5"],
    [inFunction('CAtsA *a=nullptr;'), "3 foreign-words: 'nullptr' is C++, not MQL5"],
    [inFunction('int a=static_cast<int>(1.5);'), "3 foreign-words: 'static_cast' is C++, not MQL5"],
    [inFunction('goto end;'), "3 foreign-words: 'goto' is C++, not MQL5"],
    [inFunction('vector v;'), "3 foreign-words: 'vector' is outside of our subset of MQL5"],
  ],
  formats: [
    [inFunction('PrintFormat("%d of %s",1);'), '3 formats: the format has 2 places and gets 1 values'],
    [inFunction('PrintFormat("%.*f",1);'), '3 formats: the format has 2 places and gets 1 values'],
    [inFunction('PrintFormat("100%%",1);'), '3 formats: the format has 0 places and gets 1 values'],
    [inFunction('PrintFormat("%lld",1);'), '3 formats: PrintFormat does not know all places of this format'],
    [inFunction('string s=StringFormat("%",1);'), '3 formats: StringFormat does not know all places of this format'],
  ],
  initializers: [
    ['class CAtsA { int m_a=1; };', '1 initializers: m_a starts in the constructor, not in the type'],
    [inFunction('return {1};'), '3 initializers: a list in braces is no value in MQL5'],
    [inFunction('f({1});'), '3 initializers: a list in braces is no value in MQL5'],
  ],
  'known-names': [
    [inFunction('Nothing();'), '3 known-names: there is no function Nothing'],
    [inFunction('int a=b;'), '3 known-names: there is no b'],
    [inFunction('int a=ERR_OF_OURS;'), '3 known-names: there is no ERR_OF_OURS'],
    [inFunction('MqlTick t; t.prize=1;'), '3 known-names: nothing has a field prize'],
    [inFunction('MqlTick t; t.Price();'), '3 known-names: nothing has a method Price'],
    [inFunction('Sleep();'), '3 known-names: Sleep takes 1 arguments, not 0'],
    [
      inFunction('Print(StringSubstr("a",(1+1)*2,StringLen("b,c"),0));'),
      '3 known-names: StringSubstr takes 2 to 3 arguments, not 4',
    ],
    ['#define ATS_A(x) Nothing(x)', '1 known-names: there is no function Nothing'],
    [inFunction('WebRequest("a");'), '3 known-names: there is no function WebRequest'],
  ],
  naming: [
    ['class CList { };', '1 naming: the class CList is not named CAts...'],
    ['struct Header { int a; };', '1 naming: the struct Header is not named Ats...'],
    ['interface CAtsA { };', '1 naming: the interface CAtsA is not named IAts...'],
    ['enum EAts { ATS_A };', '1 naming: the enum EAts is not named ENUM_ATS_...'],
    [`int g_${'a'.repeat(62)};`, `1 naming: g_${'a'.repeat(62)} has more than 63 characters`],
    ['int count;', '1 naming: the global count is not named g_...'],
    ['input int Count=1;', '1 naming: the input Count is not named Inp...'],
    ['void OnSomething() { }', '1 naming: OnSomething is named as an event is, and none that is known'],
    ['void Print(string a) { }', '1 naming: Print is a function of MQL5'],
  ],
  'parameter-passing': [
    ['struct AtsA { int a; };\nvoid f(AtsA a) { }', '2 parameter-passing: the object a is passed by reference'],
    ['void f(MqlTick t) { }', '1 parameter-passing: the object t is passed by reference'],
    ['void f(int a[]) { }', '1 parameter-passing: the array a is passed by reference'],
    ['void f(const string &a="") { }', '1 parameter-passing: the reference a has no default value'],
    ['void f(int) { }', '1 parameter-passing: a parameter has a name'],
  ],
  'pointer-names': [
    [
      'class CAtsA { };\nvoid f(CAtsA *a) { }\nvoid g(CAtsA &a) { }',
      '3 pointer-names: a is an object here and a pointer elsewhere',
    ],
    [
      'struct AtsA { int b; };\nclass CAtsA { public: CAtsA *Next(); };\nAtsA Next() { AtsA a; return a; }',
      '3 pointer-names: Next is an object here and a pointer elsewhere',
    ],
  ],
  'reference-arguments': [
    [
      'void f(int a,const string &b) { }\nvoid g() { f(1,"x"); }',
      '2 reference-arguments: argument 2 of f is passed by reference and is no variable',
    ],
    [
      'struct AtsA { int a; };\nAtsA Make() { AtsA a; return a; }\nvoid f(const AtsA &a) { }\nvoid g() { f(Make()); }',
      '4 reference-arguments: argument 1 of f is passed by reference and is no variable',
    ],
    [
      '#define ATS_A 1\nclass CAtsA { public: void Take(int &a) { } };\nvoid g(CAtsA &a) { a.Take(ATS_A); }',
      '3 reference-arguments: argument 1 of Take is passed by reference and is no variable',
    ],
  ],
  references: [[inFunction('int a=1; int &b=a;'), '3 references: the reference b is no parameter']],
};

test.each(Object.entries(violations).flatMap(([rule, all]) => all.map(([text, message]) => ({ rule, text, message }))))(
  '$rule refuses $text',
  ({ text, message }) => {
    expect(found(text)).toContain(message);
  },
);

test('a header is guarded from its first line to its last', () => {
  const message = '1 include-guard: the file is not guarded: #ifndef, #define, #endif';
  expect(found('int g_a;\n', 'A.mqh')).toEqual([message]);
  expect(found('#ifndef ATS_A\n#define ATS_B\n#endif\n', 'A.mqh')).toEqual([message]);
  expect(found('#ifndef ATS_A\n#define ATS_A\n#endif\nint g_a;\n', 'A.mqh')).toEqual([message]);
  expect(found('// why\n#ifndef ATS_A\n#define ATS_A\nint g_a;\n#endif\n', 'A.mqh')).toEqual([]);
});

test('every rule is shown to refuse something', () => {
  expect([...Object.keys(violations), 'include-guard'].sort()).toEqual(Object.keys(rules).sort());
});

test('a program in our subset of MQL5 is let through', () => {
  const text = `#property version "1.00"
#define ATS_MAX 3
#define ATS_TWICE(x) ((x)*2)
enum ENUM_ATS_KIND { ATS_KIND_A=1, ATS_KIND_B };
struct AtsItem
  {
   int               id;
   ENUM_ATS_KIND     kind;
  };
interface IAtsSink
  {
   void              Take(const AtsItem &item);
  };
class CAtsList : public IAtsSink
  {
   AtsItem           m_items[];
   CAtsList         *m_next;
   static int        s_count;
public:
                     CAtsList(const int size=0) : m_next(NULL) { if(ArrayResize(m_items,size)<0) s_count=0; }
                    ~CAtsList(void) { if(CheckPointer(m_next)==POINTER_DYNAMIC) delete m_next; }
   virtual void      Take(const AtsItem &item) override { Append(item,1,2); }
   int               Size(void) const { return(ArraySize(m_items)); }
private:
   void              Append(const AtsItem &item,const int a,const int b);
   void              Copy(const AtsItem &items[],AtsItem &to,const int at) const { to=items[at]; }
   void              Copies(AtsItem &to) { Copy(m_items,to,0); Copy(m_next.m_items,m_items[0],1); Copy(this.m_items,to,2); }
  };
int CAtsList::s_count=0;
void CAtsList::Append(const AtsItem &item,const int a,const int b)
  {
   const int at=Size();
   if(ArrayResize(m_items,at+1,ATS_MAX)==at+1)
      m_items[at]=item;
   m_next=new CAtsList(ATS_TWICE(a+b));
  }
input group "Trading"
input double InpLots=0.1; // Lots
CAtsList g_list(2);
static int g_calls=0;
const string ATS_NAMES[]={"a","b"};
int OnInit(void)
  {
   for(int i=0,n=g_list.Size(); i<n; i++)
      g_calls+=(int)(i>0 ? i : StringLen(ATS_NAMES[0]));
   MqlTick tick={};
   switch(g_calls)
     {
      case 0:
         if(!SymbolInfoTick(_Symbol,tick))
            return(INIT_FAILED);
         break;
      default:
         PrintFormat("%d%% %-5s %.*f %I64u",1,"a",2,0.5,(ulong)1);
         Print("x",EnumToString(ATS_KIND_A),sizeof(AtsItem),(string)tick.bid,int(InpLots));
     }
   while(!IsStopped() && FileSeek(1,0,SEEK_SET))
      Sleep(10);
   return(INIT_SUCCEEDED);
  }
`;
  expect(found(text)).toEqual([]);
});

test('what cannot be read is said alone', () => {
  expect(found('#include <ATS/A.mqh>\nint count;')).toMatchObject([expect.stringMatching(/^1 include: there is no /)]);
});
