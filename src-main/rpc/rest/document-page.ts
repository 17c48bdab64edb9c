import { html } from 'hono/html';
import type { OpenAPI } from '@orpc/openapi';
import { z } from 'zod';
import { documentPaths } from './document-paths.ts';

type Html = ReturnType<typeof html>;

const parameterSchema = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
});

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      $ref: z.string().optional(),
      description: z.string().optional(),
      content: z.record(z.string(), z.object({ schema: z.unknown() })).optional(),
    }),
  ),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
});

type Operation = z.infer<typeof operationSchema>;

/** What the page shows of a document; more is in it. */
const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post']), operationSchema)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), z.object({ description: z.string() })),
  }),
});

type Shown = z.infer<typeof documentSchema>;

/** The document as a page to read: no script, no style but our own file, everything escaped. */
export function documentPage(document: OpenAPI.Document): Html {
  const shown = documentSchema.parse(document);
  const { info, tags, components } = shown;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${info.title}: signal service</title>
        <link rel="stylesheet" href="${documentPaths.style}" />
      </head>
      <body>
        <header>
          <h1>${info.title} <small>${info.version}</small></h1>
          <p>${info.description}</p>
          <pre>
ats token create --name my-program --scope read
curl -H "Authorization: Bearer TOKEN" "http://127.0.0.1:PORT/signal/intraday?symbol=XAUUSD"</pre>
          <p><a href="${documentPaths.document}">openapi.json</a></p>
        </header>
        <main>
          ${tags.map((tag) => tagSection(shown, tag))}
          <section>
            <h2>Refusals</h2>
            <p>Each is answered with a <a href="#Fault">Fault</a>.</p>
            ${refusalsIn(shown)}
          </section>
          <section>
            <h2>Schemas</h2>
            ${Object.entries(components.schemas).map(
              ([name, schema]) =>
                html`<details id="${name}">
                  <summary>${name}</summary>
                  ${jsonOf(schema)}
                </details>`,
            )}
          </section>
        </main>
      </body>
    </html>`;
}

const tagSection = ({ paths }: Shown, { name, description }: Shown['tags'][number]): Html => {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(name))
      .map(([method, operation]) => operationArticle(method, path, operation)),
  );
  return html`<section>
    <h2>${name}</h2>
    <p>${description}</p>
    ${operations}
  </section>`;
};

function operationArticle(method: string, path: string, operation: Operation): Html {
  const { operationId, summary, description, parameters, requestBody, responses, security } = operation;
  const scopes = security.flatMap((scheme) => Object.values(scheme).flat());
  return html`<article id="${operationId}">
    <h3><code class="${method}">${method.toUpperCase()}</code> <code>${path}</code></h3>
    <p>${summary}.${description === '' ? '' : html` ${description}`}</p>
    <p class="scopes">Scopes: ${scopes.map((scope) => html`<code>${scope}</code> `)}</p>
    ${parameters.length === 0 ? '' : parameterTable(parameters)}
    ${Object.entries(requestBody?.content ?? {}).map(
      ([type, { schema }]) =>
        html`<details>
          <summary>Body <small>${type}</small></summary>
          ${jsonOf(schema)}
        </details>`,
    )}
    ${Object.entries(responses)
      .filter(([, { $ref }]) => $ref === undefined)
      .map(([status, response]) => answerOf(status, response))}
    <p class="refusals">
      Refused with
      ${Object.entries(responses)
        .filter(([, { $ref }]) => $ref !== undefined)
        .map(([status]) => html`<a href="#refusal-${status}">${status}</a> `)}
    </p>
  </article>`;
}

const parameterTable = (parameters: Operation['parameters']): Html =>
  html`<table>
    <thead>
      <tr>
        <th>Parameter</th>
        <th>In</th>
        <th>Schema</th>
      </tr>
    </thead>
    <tbody>
      ${parameters.map(
        (parameter) =>
          html`<tr>
            <td><code>${parameter.name}</code>${parameter.required ? '' : html` <small>may be left out</small>`}</td>
            <td>${parameter.in}</td>
            <td><code>${JSON.stringify(parameter.schema)}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function answerOf(status: string, { description, content }: Operation['responses'][string]): Html {
  const bodies = Object.entries(content ?? {});
  if (bodies.length === 0) return html`<p><code>${status}</code> ${description ?? ''}, without a body</p>`;
  return html`${bodies.map(
    ([type, { schema }]) =>
      html`<details>
        <summary><code>${status}</code> ${description ?? ''} <small>${type}</small></summary>
        ${jsonOf(schema)}
      </details>`,
  )}`;
}

/** What each status means, in the order of the statuses. */
function refusalsIn({ paths, components }: Shown): readonly Html[] {
  const names = new Map<string, string>();
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods)))
    for (const [status, { $ref }] of Object.entries(operation.responses))
      if ($ref !== undefined) names.set(status, $ref.split('/').at(-1) ?? '');
  return [...names]
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(
      ([status, name]) =>
        html`<p id="refusal-${status}"><code>${status}</code> ${components.responses[name]?.description ?? name}</p>`,
    );
}

const schemaRef = /"#\/components\/schemas\/(\w+)"/;

/** A schema as text, in which the names of others lead to them. */
function jsonOf(schema: unknown): Html {
  const parts = JSON.stringify(schema, null, 2).split(schemaRef);
  return html`<pre>
${parts.map((part, index) => (index % 2 === 0 ? part : html`<a href="#${part}">${part}</a>`))}</pre>`;
}
