import type { VariablesDeclaration } from '../source/outline.ts';
import { isWord, type Token } from '../source/token.ts';
import { cppWord } from './cpp-word.ts';
import type { Edit } from './edit.ts';

/** `input int InpX=5;` → `const int InpX= mql_input<int>("InpX", 5);` */
export function editInput({ prefixes, type, declarators, end }: VariablesDeclaration): Edit[] {
  const input = prefixes.find(({ text }) => text.endsWith('input'));
  const [only] = declarators;
  if (input === undefined || only === undefined) return [];
  const call = `mql_input<${cppWord(type.name.text)}>("${only.name.text}"`;
  return [
    { at: input, replace: 'const' },
    ...(only.equals === null
      ? [{ at: end, prepend: ` = ${call})` }]
      : [
          { at: only.equals, append: ` ${call}, ` },
          { at: end, prepend: ')' },
        ]),
  ];
}

/** The words of `input group "Title"`, which shapes the terminal's dialog and nothing else. */
export const groupWords = (code: readonly Token[]): Token[] =>
  code.flatMap((token, i) => {
    const [group, title] = [code[i + 1], code[i + 2]];
    const isGroup = isWord(token, 'input', 'sinput') && isWord(group, 'group') && title?.kind === 'string';
    return isGroup ? [token, group, title].flatMap((word) => word ?? []) : [];
  });
