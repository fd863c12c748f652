// Prints the claims of the token on standard input, verified with the key pair in the environment. Exits with 1 if it is invalid.
import './clock.mjs';
import { text } from 'node:stream/consumers';
import { RoomConfiguration, TokenVerifier } from 'livekit-server-sdk';

const { LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = process.env;
try {
  const token = await text(process.stdin);
  const claims = await new TokenVerifier(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).verify(token);
  // The verifier accepts any claim, but the server refuses a room configuration that it cannot parse.
  if (claims.roomConfig) RoomConfiguration.fromJson(claims.roomConfig);
  console.log(JSON.stringify(claims));
} catch (error) {
  console.error(error.message.replaceAll('\n', ' '));
  process.exitCode = 1;
}
