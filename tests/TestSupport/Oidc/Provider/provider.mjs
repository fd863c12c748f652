// An OpenID Connect provider at ISSUER, with one client whose server is at MEET. Any login name is an account.
import '../../LiveKit/Sdk/clock.mjs';
import { Provider } from 'oidc-provider';

const { ISSUER, MEET, CLIENT_ID, CLIENT_SECRET } = process.env;
const paths = `${MEET}/meet/api/v1/auth/oidc`;

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [`${paths}/callback`],
      backchannel_logout_uri: `${paths}/backchannel-logout`,
      backchannel_logout_session_required: true,
    },
  ],
  claims: { openid: ['sub'], profile: ['preferred_username', 'roles'] },
  cookies: { keys: ['of-the-tests'] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  // The provider's own connects to no loopback address.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: `${id}@example.com`, roles: ['staff', 'meet-admin'] }),
  }),
});
provider.on('server_error', (_, error) => console.error(error));
provider.on('backchannel.error', (_, error) => console.error(error));

provider.listen(Number(new URL(ISSUER).port), '127.0.0.1', () => console.log('ready'));

// The test process has ended.
process.stdin.on('end', () => process.exit()).resume();
