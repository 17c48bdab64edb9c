import type { Directive } from '../source/directive.ts';
import type { Rule } from './rule.ts';

const properties: readonly string[] = ['copyright', 'link', 'version', 'description', 'icon', 'service'];

/** The preprocessor of MQL5 is small, and ours is smaller: no DLL, no standard library. */
export const directives: Rule = (file) =>
  [...file.directives].flatMap(([at, directive]) => {
    const message = complaint(directive);
    return message === null ? [] : [{ at, message }];
  });

function complaint(directive: Directive): string | null {
  switch (directive.kind) {
    case 'include':
      return directive.isSystem && !directive.path.startsWith('ATS/')
        ? `<${directive.path}> is not ours: only <ATS/...> is included`
        : null;
    case 'property':
      return properties.includes(directive.name) ? null : `#property ${directive.name} has no use here`;
    case 'other':
      return directive.word === 'import' ? '#import: no DLL is called' : `#${directive.word} is not MQL5`;
    case 'define':
      return directive.name.startsWith('ATS_') ? null : `the macro ${directive.name} is not named ATS_...`;
    case 'condition':
    case 'undefine':
      return null;
  }
}
