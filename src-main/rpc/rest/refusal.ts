import { ORPCError } from '@orpc/server';
import { z } from 'zod';
import { fault, faultSchema, type Fault } from '#shared/base/fault.ts';
import { statusOfFault } from './status-of-fault.ts';

const issuesSchema = z.object({
  issues: z
    .array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).default([]) }))
    .min(1),
});

/**
 * Whatever ends a request, as an error whose status says it and whose data is the fault: the engine's refusals, and requests that do not fit the contract.
 * Anything else is a failure inside, which is told without its cause.
 */
export function refusalOf(error: unknown): ORPCError<string, Fault> {
  const refused = faultIn(error);
  return new ORPCError(refused.code, {
    status: statusOfFault(refused.code),
    message: refused.message,
    data: refused,
    cause: error,
  });
}

function faultIn(error: unknown): Fault {
  if (!(error instanceof ORPCError)) return failed;
  const refused = faultSchema.safeParse(error.data);
  if (refused.success) return refused.data;
  return error.code === 'BAD_REQUEST' ? misunderstood(error.data) : failed;
}

function misunderstood(data: unknown): Fault {
  const parsed = issuesSchema.safeParse(data);
  if (!parsed.success) return fault('REQUEST_INVALID', 'The request is no JSON, or not of the kind that is asked for.');
  const words = parsed.data.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  return fault('REQUEST_INVALID', `The request does not fit: ${words.join('; ')}.`);
}

const failed: Fault = fault('ENGINE_FAILED', 'The engine could not answer; see its log.');
