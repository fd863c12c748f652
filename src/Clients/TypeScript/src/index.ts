import createClient, { type ClientOptions } from 'openapi-fetch';
import type { components as Internal, paths as InternalPaths } from './generated/internal-api.js';
import type { components as Public, paths as PublicPaths } from './generated/public-api.js';

type PublicSchemas = Public['schemas'];
type InternalSchemas = Internal['schemas'];

/** The one shape of every answer that is not a success. */
export type MeetError = PublicSchemas['Error'];
export type MeetRoom = PublicSchemas['MeetRoom'];
export type MeetRecording = PublicSchemas['MeetRecording'];
export type MeetSecurityPreferences = PublicSchemas['MeetSecurityPreferences'];
export type TokenOptions = InternalSchemas['TokenOptions'];
export type { InternalSchemas, PublicSchemas };

export type MeetServer = ReturnType<typeof connect>;

/**
 * Both APIs of one server. A browser sends the cookies that it has of it; elsewhere `fetch` must be one that keeps them.
 *
 * @param server The server's own address, such as `https://meet.example.com`.
 * @param options For `fetch`, such as headers with the API key.
 */
export function connect(server: string, options: Omit<ClientOptions, 'baseUrl'> = {}) {
  const at = (path: string): ClientOptions => ({
    credentials: 'include',
    ...options,
    baseUrl: new URL(path, server).href,
  });
  return {
    /** Signing in, rooms, recordings, preferences. */
    api: createClient<PublicPaths>(at('/meet/api/v1')),
    /** Participants' tokens, disconnecting, watching recordings. */
    internal: createClient<InternalPaths>(at('/meet/internal-api/v1')),
  };
}
