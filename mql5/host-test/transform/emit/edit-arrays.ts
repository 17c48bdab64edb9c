import type { Brackets, Declarator, FunctionDeclaration, Parameter, VariablesDeclaration } from '../source/outline.ts';
import type { Token } from '../source/token.ts';
import { cppWord } from './cpp-word.ts';
import type { Edit } from './edit.ts';

/** `const uchar &bytes[]` → `const MqlArray<uchar> &bytes`. */
export const editParameters = ({ parameters }: FunctionDeclaration): Edit[] => parameters.flatMap(editParameter);

function editParameter({ type, star, brackets: [only] }: Parameter): Edit[] {
  if (only === undefined) return [];
  return [...wrapType(type.name, star), ...erase([only.open, ...only.size, only.close])];
}

/**
 * `int a[4]={1,2}, b[], c;` → `MqlArray<int> a{mql_fixed(4),{1,2}}; MqlArray<int> b; int c;`: each declarator becomes a
 * declaration of its own, since an array is another type.
 */
export function editVariables({ prefixes, type, declarators, commas }: VariablesDeclaration): Edit[] {
  if (declarators.every(({ brackets }) => brackets.length === 0)) return [];
  const constant = type.constant === null ? [] : [type.constant];
  const again = [...prefixes, ...constant].map(({ text }) => `${text} `).join('');
  return declarators.flatMap((declarator, i): Edit[] => {
    const comma = commas[i - 1];
    if (comma === undefined) return [...editFirst(type.name, declarator), ...editBrackets(declarator)];
    const replace = `; ${again}${laterType(declarator, cppWord(type.name.text))}`;
    return [{ at: comma, replace }, ...erase(starOf(declarator)), ...editBrackets(declarator)];
  });
}

const editFirst = (type: Token, { star, brackets }: Declarator): Edit[] =>
  brackets.length === 0 ? [] : wrapType(type, star);

/** `MqlArray<T>` around the type; a star belongs to the element. */
function wrapType(name: Token, star: Token | null): Edit[] {
  return [
    { at: name, prepend: 'MqlArray<' },
    { at: star ?? name, append: star === null ? '>' : '> ' },
  ];
}

function laterType({ star, brackets }: Declarator, word: string): string {
  const element = star === null ? word : `${word} *`;
  return brackets.length === 0 ? `${element} ` : `MqlArray<${element}> `;
}

const starOf = ({ star }: Declarator): Token[] => (star === null ? [] : [star]);

const erase = (tokens: readonly Token[]): Edit[] => tokens.map((at) => ({ at, replace: '' }));

function editBrackets({ brackets: [only], equals, initial }: Declarator): Edit[] {
  if (only === undefined) return [];
  const last = initial.at(-1);
  const isFixed = only.size.length > 0;
  if (equals === null || last === undefined) return isFixed ? sized(only, ')}') : erase([only.open, only.close]);
  const start = isFixed ? sized(only, ')') : [{ at: only.open, replace: '{mql_dyn()' }, ...erase([only.close])];
  return [...start, { at: equals, replace: ',' }, { at: last, append: '}' }];
}

const sized = ({ open, close }: Brackets, end: string): Edit[] => [
  { at: open, replace: '{mql_fixed(' },
  { at: close, replace: end },
];
