// Prints the Authorization of a webhook with the body on standard input, signed with the key pair in the environment.
import './clock.mjs';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { AccessToken, WebhookReceiver } from 'livekit-server-sdk';

const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = process.env;
const body = await text(process.stdin);
const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { ttl: '5m' });
token.sha256 = createHash('sha256').update(body).digest('base64');
const authorization = await token.toJwt();
await new WebhookReceiver(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).receive(body, authorization);
console.log(authorization);
