// An S3 server on a free loopback port that stores its objects in DIRECTORY. Prints its port when it is ready.
import { createRequire } from 'node:module';
import S3rver from '@20minutes/s3rver';

const S3Error = createRequire(import.meta.url)('@20minutes/s3rver/lib/models/error');

const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  directory: process.env.DIRECTORY,
  silent: true,
  vhostBuckets: false,
  // The server refuses the correct signature of a listing.
  allowMismatchedSignatures: true,
});

// S3 supports If-Match (RFC 9110, 13.1.1); this server does not.
server.middleware.unshift(async (ctx, next) => {
  await next();
  const wanted = ctx.get('If-Match');
  const tag = ctx.response.get('ETag');
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (!isRead || !wanted || wanted === '*' || !tag || wanted === tag) return;
  ctx.body?.destroy?.();
  throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
});

// The server's listings have a namespace that S3 does not use. Clients that check it find no objects.
server.middleware.unshift(async (ctx, next) => {
  await next();
  if (typeof ctx.body === 'string')
    ctx.body = ctx.body.replace('http://doc.s3.amazonaws.com/2006-03-01/', 'http://s3.amazonaws.com/doc/2006-03-01/');
});

const { port } = await server.run();
console.log(port);

// The test process has ended.
process.stdin.on('end', () => process.exit()).resume();
