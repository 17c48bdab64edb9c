import type { Remark } from '../source/finding.ts';
import { callsIn } from '../source/calls.ts';
import type { Rule } from './rule.ts';

/** What MQL5 formats: long and ulong are I64, and the l, ll and z of C are none of its prefixes. */
const specification = /%(?:%|[-+ 0#]*(\*|\d+)?(?:\.(\*|\d+))?(?:I64)?([diuxXofeEgGcs]))/g;

/** A format has as many places as it gets values, each written as MQL5 knows it. */
export const formats: Rule = ({ code }) =>
  callsIn(code).flatMap(({ name, arguments: [format = [], ...values] }): Remark[] => {
    const [text, ...more] = format;
    if (!/^(?:StringFormat|PrintFormat)$/.test(name.text) || text?.kind !== 'string' || more.length > 0) return [];
    const found = [...text.text.matchAll(specification)];
    const places = found.flatMap(([, width, precision, type]) => [
      ...[width, precision].filter((star) => star === '*'),
      ...(type === undefined ? [] : [type]),
    ]);
    if (text.text.replaceAll(specification, '').includes('%')) {
      return [{ at: text, message: `${name.text} does not know all places of this format` }];
    }
    return places.length === values.length
      ? []
      : [{ at: text, message: `the format has ${places.length} places and gets ${values.length} values` }];
  });
