import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { z } from 'zod';
import { agentRunSchema, agentRunSummarySchema, reasoningStepSchema } from '#shared/agent/agent-run.ts';
import { evidenceSchema, statementSchema } from '#shared/agent/evidence.ts';
import { agentVerdictSchema, opinionSchema } from '#shared/agent/opinion.ts';
import { faultSchema } from '#shared/base/fault.ts';
import { openApprovalSchema } from '#shared/contract/cockpit-snapshot.ts';
import { contract } from '#shared/contract/contract.ts';
import { engineStatusSchema } from '#shared/contract/engine-status.ts';
import { signalAnswerSchema, signalEventSchema } from '#shared/contract/signal.ts';
import { filterReportSchema } from '#shared/trading/filter-report.ts';
import { orderParametersSchema } from '#shared/trading/order-parameters.ts';
import { isRouted, restRoutes, type RestRoute } from './routes.ts';

/** Named once, so that clients made from the document have types of these names. */
const commonSchemas = {
  Fault: answered(faultSchema),
  Status: answered(engineStatusSchema),
  Signal: answered(signalAnswerSchema),
  SignalEvent: answered(signalEventSchema),
  OpenApproval: answered(openApprovalSchema),
  OrderParameters: { schema: orderParametersSchema },
  Opinion: answered(opinionSchema),
  AgentVerdict: answered(agentVerdictSchema),
  Statement: answered(statementSchema),
  Evidence: answered(evidenceSchema),
  FilterReport: answered(filterReportSchema),
  AgentRun: answered(agentRunSchema),
  AgentRunSummary: answered(agentRunSummarySchema),
  ReasoningStep: answered(reasoningStepSchema),
};

const refusals = {
  400: ['Misunderstood', 'The request does not fit the contract.'],
  401: ['Unknown', 'No token, or one that was never made, was revoked, or has expired.'],
  403: ['NotAllowed', 'The token lacks a scope, or a page of another site asked.'],
  404: ['NotFound', 'There is no such ticket, run or symbol.'],
  405: ['MethodNotOffered', 'The path answers another method; see “Allow”.'],
  409: ['Refused', 'The engine refuses for a reason of its own state, which the code tells.'],
  413: ['TooLong', 'The body is longer than 64 KiB.'],
  415: ['NotJson', 'The body is not application/json.'],
  429: ['TooOften', 'Too many requests; wait for “Retry-After” seconds.'],
  500: ['Failed', 'The engine could not answer; its log says why.'],
  503: ['Unavailable', 'Stale or blind: there is nothing now that could be relied on, and the fault says why.'],
} as const;

type RefusalStatus = keyof typeof refusals;

const always: readonly RefusalStatus[] = [401, 403, 405, 429, 500];
const ofBodies: readonly RefusalStatus[] = [400, 409, 413, 415];

const description = [
  'What the scenarios say, the tickets that wait, and the words that stop trading, for programs on this computer.',
  'Nothing here can send an order by itself: an entry waits for the trader’s approval, by whichever way in.',
  'Every request bears a token, made with “ats token create”; times are UTC in milliseconds; whatever is refused is answered with a fault, whose code is stable.',
].join(' ');

function answered<Answer extends z.ZodType>(schema: Answer): { readonly schema: Answer; readonly strategy: 'output' } {
  return { schema, strategy: 'output' };
}

/** OpenAPI 3.1 for all that the contract offers to programs. It is made of the contract's own schemas, and tells nothing of this cockpit. */
export async function openApiDocument(programVersion: string): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    filter: isRouted,
    commonSchemas,
    info: {
      title: 'ATS Cockpit',
      version: programVersion,
      description,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The engine that serves this document' }],
    tags: [
      { name: 'Status', description: 'Whether it is safe to trade.' },
      { name: 'Signals', description: 'What a scenario says of a symbol now.' },
      { name: 'Approvals', description: 'Tickets that wait, and the trader’s word on them.' },
      { name: 'Trading state', description: 'Halt, flatten, and going on.' },
      { name: 'Runs', description: 'What the agents saw and said.' },
    ],
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'Made with `ats token create --name NAME --scope read`, and shown once. Scopes are read, approve and halt.',
        },
      },
    },
  });
  const described = tidied(document) as OpenAPI.Document;
  return { ...described, paths: pathsOf(described), components: componentsOf(described) };
}

/**
 * What zod says and the document must not: `readonly` of values that are not changed here would mean that a request leaves them out, the bounds of whole
 * numbers in JavaScript are nobody's limits, and a choice among which anything fits is none.
 */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, member]) => !isNoise(key, member) && !isAnything(key, member));
  return Object.fromEntries(entries.map(([key, member]) => [key, tidied(member)]));
}

/** Of several, one that anything fits. */
const isAnything = (key: string, member: unknown): boolean =>
  key === 'anyOf' &&
  Array.isArray(member) &&
  member.some((one: unknown) => typeof one === 'object' && one !== null && Object.keys(one).length === 0);

const isNoise = (key: string, member: unknown): boolean =>
  (key === 'readOnly' && member === true) ||
  (key === 'minimum' && member === Number.MIN_SAFE_INTEGER) ||
  (key === 'maximum' && member === Number.MAX_SAFE_INTEGER);

function componentsOf({ components }: OpenAPI.Document): OpenAPI.ComponentsObject {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Fault' } } };
  const responses = Object.values(refusals).map(([name, text]) => [name, { description: text, content }]);
  return { ...components, responses: Object.fromEntries(responses) as OpenAPI.ResponsesObject };
}

function pathsOf({ paths = {} }: OpenAPI.Document): OpenAPI.PathsObject {
  const described = { ...paths };
  for (const route of restRoutes()) {
    const method = route.method === 'GET' ? 'get' : 'post';
    const item = described[route.path];
    const operation = item?.[method];
    if (operation !== undefined) described[route.path] = { ...item, [method]: operationOf(operation, route) };
  }
  return described;
}

/** With what a token needs for it, and all the ways in which it may be refused. */
function operationOf(operation: OpenAPI.OperationObject, { method, path, scopes }: RestRoute): OpenAPI.OperationObject {
  const { 200: answer } = operation.responses ?? {};
  const answered = answer === undefined ? [['204', { description: 'Done' }]] : [['200', answer]];
  const statuses: RefusalStatus[] = [
    ...always,
    ...(method === 'POST' ? ofBodies : []),
    ...(operation.parameters === undefined ? [] : ([400] as const)),
    ...(path.includes('{') ? ([404] as const) : []),
    ...(path.startsWith('/signal') ? ([503] as const) : []),
  ];
  const refused = [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => [status, { $ref: `#/components/responses/${refusals[status][0]}` }]);
  return {
    ...operation,
    security: [{ token: [...scopes] }],
    responses: Object.fromEntries([...answered, ...refused]) as OpenAPI.ResponsesObject,
  };
}
