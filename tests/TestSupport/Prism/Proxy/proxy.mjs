// Starts `prism proxy <document> <upstream>` for each entry of PROXIES, a list of {document, upstream, errors}, where errors stands
// for `--errors`. Prints the list of the proxies' addresses when all are ready.
import prismCore from '@stoplight/prism-core';
import prismHttp from '@stoplight/prism-http';
import { validateInput, validateOutput } from '@stoplight/prism-http/dist/validator/index.js';
import prismServer from '@stoplight/prism-http-server';

// The tests read the violations from a header of the answer.
const logger = prismCore.createLogger('prism', { level: 'silent' });
const operations = new Map();

/** Prism silently skips a schema that it cannot compile. This check makes sure that each schema refuses a wrong value. */
function needChecks(operation) {
  const wrong = { headers: { 'content-type': 'application/json', 'content-length': '1' }, body: 1 };
  const request = { ...wrong, method: operation.method, url: { path: operation.path, query: {} } };
  if (operation.request?.body && isRight(validateInput({ resource: operation, element: request })))
    throw new Error(`Prism does not check requests: ${operation.iid}`);
  for (const { code, contents } of operation.responses) {
    for (const { mediaType } of contents ?? []) {
      const answer = { ...wrong, headers: { 'content-type': mediaType }, statusCode: Number(code) };
      if (isRight(validateOutput({ resource: operation, element: answer })))
        throw new Error(`Prism does not check answers: ${operation.iid} ${code}`);
    }
  }
}

function isRight(outcome) {
  return outcome._tag === 'Right';
}

async function read(document) {
  const found = await prismHttp.getHttpOperationsFromSpec(document);
  found.forEach(needChecks);
  return found;
}

const addresses = [];
for (const { document, upstream, errors } of JSON.parse(process.env.PROXIES)) {
  if (!operations.has(document)) operations.set(document, await read(document));
  const proxy = prismServer.createServer(operations.get(document), {
    cors: false,
    components: { logger },
    config: {
      isProxy: true,
      upstream: new URL(upstream),
      upstreamProxy: undefined,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors,
      mock: { dynamic: false },
    },
  });
  addresses.push(await proxy.listen(0, '127.0.0.1'));
}
console.log(JSON.stringify(addresses));

// The test process has ended.
process.stdin.on('end', () => process.exit()).resume();
