import type { Rule } from './rule.ts';

const foreign = new Set([
  ...['alignas', 'alignof', 'and', 'asm', 'auto', 'bitand', 'bitor', 'catch', 'char16_t', 'char32_t', 'compl'],
  ...['concept', 'const_cast', 'consteval', 'constexpr', 'constinit', 'decltype', 'explicit', 'friend', 'goto'],
  ...['inline', 'mutable', 'namespace', 'noexcept', 'not', 'nullptr', 'or', 'register', 'reinterpret_cast'],
  ...['requires', 'signed', 'size_t', 'static_assert', 'static_cast', 'std', 'thread_local', 'throw', 'try'],
  ...['typeid', 'typeof', 'unsigned', 'using', 'volatile', 'wchar_t', 'xor'],
]);

/** MQL5 has these, and the check here does not follow them. */
const unused = new Set(['extern', 'import', 'matrix', 'template', 'typedef', 'typename', 'union', 'vector']);

/** Words of C++ that MetaEditor refuses, or that we leave alone. */
export const foreignWords: Rule = ({ code }) =>
  code
    .filter(({ kind }) => kind === 'name')
    .flatMap((at) => {
      if (foreign.has(at.text)) return [{ at, message: `'${at.text}' is C++, not MQL5` }];
      return unused.has(at.text) ? [{ at, message: `'${at.text}' is outside of our subset of MQL5` }] : [];
    });
