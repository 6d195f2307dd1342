// A real OpenID provider on loopback for the tests: node provider.mjs PORT CALLBACK FOLDER
// FOLDER/accounts.json: login → the claims of that account, read anew at each sign-in; any password is taken.
// FOLDER/odd.json: what this provider does otherwise than it should (seconds, audience, clock), read anew each time.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [port, callback, folder] = process.argv.slice(2)
const require = createRequire(join(process.env.FAZHI_NODE, 'package.json'))
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')))
const jose = await import(pathToFileURL(require.resolve('jose')))

const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const now = Date.now
Date.now = () => now() + (read('odd.json').clock ?? 0) * 1000

const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true })
const key = { ...(await jose.exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }
const origin = new URL(callback).origin

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'board',
    client_secret: 'a-secret-of-the-tests',
    redirect_uris: [callback],
    post_logout_redirect_uris: [callback],
  }],
  claims: { openid: ['sub', 'name', 'roles', 'organisations'], profile: [], email: [] },
  scopes: ['openid', 'profile', 'email'],
  conformIdTokenClaims: false,
  cookies: { keys: ['keys-of-the-tests'] },
  jwks: { keys: [key] },
  pkce: { required: () => true },
  ttl: { IdToken: () => read('odd.json').seconds ?? 3600, Session: 86400, Grant: 86400, AccessToken: 3600, Interaction: 3600 },
  clientBasedCORS: () => true,
  async findAccount(_, login) {
    const claims = read('accounts.json')[login]
    return claims && { accountId: login, claims: async () => ({ sub: login, ...claims }) }
  },
})

provider.use(async (context, next) => {
  await next()
  const audience = read('odd.json').audience
  if (audience && context.body?.id_token) {
    const claims = jose.decodeJwt(context.body.id_token)
    context.body.id_token = await new jose.SignJWT({ ...claims, aud: audience })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey)
  }
})

provider.listen(Number(port), '127.0.0.1', () => console.log(`serving ${origin}`))
