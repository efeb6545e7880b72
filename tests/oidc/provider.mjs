// A provider for tests: every login is taken, the account's claims are made from it.
import Provider from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: 'thangdo',
    client_secret: 'sample-secret-of-a-test',
    redirect_uris: [redirect],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['sample-cookie-key'] },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.test`, email_verified: !id.startsWith('unverified'), name: id }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
