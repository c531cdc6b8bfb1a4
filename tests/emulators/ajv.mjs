// A second opinion on JSON Schema: reads { document, cases: [{ schema, value }] } from standard input, writes an array of verdicts.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const { document, cases } = JSON.parse(readFileSync(0, 'utf8'));

// What OpenAPI 3.0 writes in its own way, and what Hoth reads as the author means it.
const translate = (node) => {
  if (Array.isArray(node)) return node.map(translate);
  if (node === null || typeof node !== 'object') return node;
  const schema = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, translate(value)]));
  if (schema.properties && !schema.type && !schema.properties.type?.type) schema.type = 'object';
  if (schema.nullable === true && typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  for (const [limit, exclusive] of [['minimum', 'exclusiveMinimum'], ['maximum', 'exclusiveMaximum']]) {
    if (schema[exclusive] === true) { schema[exclusive] = schema[limit]; delete schema[limit]; }
    if (schema[exclusive] === false) delete schema[exclusive];
  }
  return schema;
};

const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, unicodeRegExp: true });
addFormats(ajv);
ajv.addSchema({ $id: 'spec:', ...translate(document) });
const validators = new Map();
const validatorOf = (pointer) => {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `spec:${pointer}` }));
  return validators.get(pointer);
};
process.stdout.write(JSON.stringify(cases.map(({ schema, value }) => validatorOf(schema)(value))));
