// What a program does with the client. The tests run it against a server in Development, and read what it prints.
import { connect, type MeetError } from './index.js';

declare const process: { env: Record<string, string> };

/** What a browser does by itself: keeps the cookies that the server sets, and sends them. */
function fetchWithCookies(): (request: Request) => Promise<Response> {
  const cookies = new Map<string, string>();
  return async request => {
    request.headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(request);
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1)[0]!.split('=');
      cookies.set(name!, value!);
    }
    return answer;
  };
}

/** The data of a success; throws the server's error otherwise. */
function dataOf<T>({ data, error }: { data?: T; error?: MeetError | undefined }): T {
  if (error) throw new Error(`${error.code} ${error.name}: ${error.message}`);
  return data!;
}

const { api, internal } = connect(process.env['MEET_URL']!, { fetch: fetchWithCookies() });

dataOf(await api.POST('/auth/login', { body: { username: 'admin', password: 'admin' } }));
const profile = dataOf(await api.GET('/auth/profile'));

const expirationDate = Date.UTC(2100, 0);
const room = dataOf(await api.POST('/rooms', { body: { expirationDate, roomNamePrefix: 'typed' } }));
const secret = new URL(room.moderatorRoomUrl).searchParams.get('secret')!;

const body = { roomName: room.roomName, participantName: 'Alice', secret };
const { token } = dataOf(await internal.POST('/participants/token', { body }));

// Too early: the token is still valid.
const { error: tooEarly, response } = await internal.POST('/participants/token/refresh', { body });

const { recordings } = dataOf(await api.GET('/recordings', { params: { query: { maxItems: 5 } } }));
const { recordingId } = recordings[0]!;

const range = await internal.GET('/recordings/{recordingId}/stream', {
  params: { path: { recordingId }, header: { Range: 'bytes=4-11' } },
  parseAs: 'stream',
});
const bytes = new Uint8Array(await new Response(dataOf(range)).arrayBuffer());

console.log(
  JSON.stringify({
    role: profile.role,
    room: room.roomName,
    hasToken: token.length > 0,
    tooEarly: { status: response.status, error: tooEarly },
    recordingId,
    range: { status: range.response.status, text: new TextDecoder().decode(bytes) },
  }),
);
