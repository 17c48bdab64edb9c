import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { createAccessToken, listAccessTokens, revokeAccessToken } from '#main/wiring/access-tokens.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { stampText } from './health-text.ts';
import { momentIn } from './moment-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { scopesIn } from './scopes-in.ts';

type Flags = OutputFlags & { readonly data?: string };

interface CreateFlags extends Flags {
  readonly name: string;
  readonly scope: readonly AccessScope[];
  readonly expires?: UtcMs;
}

/** Tokens of the signal service. A running engine takes and refuses them at once. */
export const tokenCommand = (): Command =>
  new Command('token')
    .description('make and revoke tokens with which programs may ask the signal service')
    .addCommand(
      withFlags(new Command('create').description('make a token; it is shown once and kept as a hash only'))
        .requiredOption('--name <name>', 'small letters, digits and hyphens')
        .addOption(
          new Option('--scope <scopes>', `what it allows, with commas between: ${accessScopeSchema.options.join(', ')}`)
            .argParser(scopesIn)
            .makeOptionMandatory(),
        )
        .option('--expires <time>', 'when it ends; never where it is not given', momentIn)
        .action((flags: CreateFlags) => {
          create(flags);
        }),
    )
    .addCommand(
      withFlags(new Command('list').description('show the tokens that there are')).action((flags: Flags) => {
        list(flags);
      }),
    )
    .addCommand(
      withFlags(new Command('revoke').description('let a token open nothing from now on, and end what it has open'))
        .argument('<name>', 'of the token')
        .action((name: string, flags: Flags) => {
          revoke(name, flags);
        }),
    );

const withFlags = (command: Command): Command =>
  command.addOption(dataOption()).option('--json', 'one JSON object on one line');

function create(flags: CreateFlags): void {
  const { name, scope: scopes, expires: expiresAtUtcMs = null } = flags;
  const created = createAccessToken(dataFolderPath(flags.data), { name, scopes, expiresAtUtcMs });
  if (!created.ok) {
    refuse(flags, created.error);
    return;
  }
  const { token, grant } = created.value;
  const allowed = `It allows ${grant.scopes.join(', ')}, ${untilText(expiresAtUtcMs)}.`;
  answer(flags, { token, ...grant }, `${token}\n${allowed} It is shown only now; keep it where only you can read it.`);
}

function list(flags: Flags): void {
  const listed = listAccessTokens(dataFolderPath(flags.data));
  if (!listed.ok) {
    refuse(flags, listed.error);
    return;
  }
  const table = new Table({ head: ['name', 'allows', 'made', 'ends'], style: { head: [], border: [], compact: true } });
  for (const { name, scopes, createdAtUtcMs, expiresAtUtcMs, isExpired } of listed.value)
    table.push([
      name,
      scopes.join(', '),
      stampText(createdAtUtcMs),
      isExpired ? 'has expired' : untilText(expiresAtUtcMs),
    ]);
  answer(flags, { tokens: listed.value }, listed.value.length === 0 ? 'There are no tokens.' : table.toString());
}

function revoke(name: string, flags: Flags): void {
  const revoked = revokeAccessToken(dataFolderPath(flags.data), name);
  if (revoked.ok) answer(flags, { name, isRevoked: true }, `The token ${name} opens nothing from now on.`);
  else refuse(flags, revoked.error);
}

const untilText = (expiresAtUtcMs: UtcMs | null): string =>
  expiresAtUtcMs === null ? 'until it is revoked' : `until ${stampText(expiresAtUtcMs)} UTC`;
