import { InvalidArgumentError } from 'commander';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';

/** What a token allows: scopes with commas between them. The option may be given again, and adds to itself. */
export function scopesIn(text: string, before: readonly AccessScope[] = []): readonly AccessScope[] {
  const named = text.split(',').map((name) => accessScopeSchema.safeParse(name.trim()));
  const scopes = named.flatMap(({ data }) => (data === undefined ? [] : [data]));
  if (scopes.length < named.length)
    throw new InvalidArgumentError(`Scopes are ${accessScopeSchema.options.join(', ')}, with commas between them.`);
  return [...before, ...scopes];
}
