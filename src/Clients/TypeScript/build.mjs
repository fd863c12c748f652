// Generates the types of both APIs from their documents, checks everything and compiles it into dist/.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const here = new URL('./', import.meta.url);
const generated = new URL('src/generated/', here);

mkdirSync(generated, { recursive: true });
for (const api of ['public-api', 'internal-api']) {
  const document = new URL(`../../../docs/openapi/${api}.v1.json`, here);
  writeFileSync(new URL(`${api}.ts`, generated), astToString(await openapiTS(document)));
}

const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', here));
execFileSync(process.execPath, [tsc], { cwd: fileURLToPath(here), stdio: 'inherit' });
