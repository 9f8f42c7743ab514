// Writes target/api/wire.ts: the schemas of docs/contracts/openapi.yaml as TypeScript types. The
// compiler then holds src/api/types.ts against them (tsconfig.api.json), so that the page and the
// API cannot drift apart unnoticed. node dev/api-types.mjs
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const contract = parse(
  readFileSync(new URL('../../docs/contracts/openapi.yaml', import.meta.url), 'utf8'),
);

function type(schema) {
  if (schema.$ref !== undefined) {
    return schema.$ref.replace('#/components/schemas/', '');
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) {
    return alternatives.map(type).join(' | ');
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  }
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.map((name) => basic(name, schema)).join(' | ');
}

function basic(name, schema) {
  switch (name) {
    case 'string':
    case 'boolean':
    case 'null':
      return name;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly (${type(schema.items)})[]`;
    case 'object':
      return object(schema);
    default:
      throw new Error(`no TypeScript for ${JSON.stringify(schema)}`);
  }
}

function object(schema) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) => `readonly ${name}${required.has(name) ? '' : '?'}: ${type(field)};`,
  );
  if (typeof schema.additionalProperties === 'object') {
    return `Readonly<Record<string, ${type(schema.additionalProperties)}>>`;
  }
  return `{ ${fields.join(' ')} }`;
}

const lines = Object.entries(contract.components.schemas).map(
  ([name, schema]) => `export type ${name} = ${type(schema)};`,
);
if (lines.length < 20) {
  throw new Error(`only ${lines.length} schemas in the contract`);
}
const folder = new URL('../target/api/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('wire.ts', folder), `${lines.join('\n')}\n`);
writeFileSync(
  new URL('check.ts', folder),
  `import type * as page from '../../src/api/types.ts';
import type * as across from '../../src/api/across-types.ts';
import type * as wire from './wire.ts';

/** What the API answers is, field by field, what the page takes it for. */
export const timeline = (answer: wire.Timeline): page.Timeline => answer;

/** A problem may leave its hints out; the page reads that as none. */
export const problem = (answer: wire.Problem): page.Problem => ({ ...answer, hints: answer.hints ?? [] });

/** The lists say with an absent cursor that they end. */
const paged = <T extends { readonly nextCursor?: string }>(page: T) => ({ ...page, nextCursor: page.nextCursor ?? null });
export const executions = (answer: wire.ExecutionPage): across.ExecutionList => paged(answer);
export const failures = (answer: wire.FailurePage): across.FailureList => paged(answer);
export const blast = (answer: wire.BlastRadius): across.BlastRadius => answer;
export const steps = (answer: wire.Steps): across.Steps => answer;
export const series = (answer: wire.StepSeries): across.StepSeries => answer;
export const completeness = (answer: wire.Completeness): across.Completeness => answer;
export const map = (answer: wire.StepMap): across.StepMap => answer;

/** Every status of the API is one that the page draws, and the page has none but UNKNOWN besides. */
export const known = (status: Exclude<page.Status, 'UNKNOWN'>): wire.Run['status'] => status;
`,
);
