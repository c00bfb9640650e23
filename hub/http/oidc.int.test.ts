/** Signing in by a provider of our own that speaks OpenID Connect on a real port, as it should and in every wrong way. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { TestProvider, type Saying } from './provider-testing.ts'
import { headerOf, testConfig, testHttp } from './testing.ts'

const origin = 'http://localhost:8080'
const back = `${origin}/api/oidc/company/return`

let provider: TestProvider
/** What the provider says at the moment. */
let saying: Saying
let hub: ReturnType<typeof testHttp>

beforeAll(async () => {
  provider = await TestProvider.open()
})
afterAll(() => provider.close())

beforeEach(async () => {
  provider.says({ sub: 'u-1', email: 'ann@example.jp', email_verified: true, name: 'Ann', groups: ['support'] })
  saying = provider.saying
  begin()
  await hub.accounts.put({
    person: testPerson('ann', { login: 'ann@example.jp' }),
    passwordHash: null,
  })
})

function begin(more: object = {}, settings: object = { outsideAddresses: 'any' }): void {
  const roles = { roleClaim: 'groups', roles: { leads: 'supervisor', support: 'agent' } }
  const company = {
    id: 'company',
    name: 'Company',
    issuer: provider.issuer,
    clientId: 'madoguchi',
    loginClaim: 'email',
    ...roles,
    ...more,
  }
  hub = testHttp(
    testConfig(
      {},
      { publicOrigin: origin, signIn: { providers: [company, { ...company, id: 'second' }] }, ...settings },
    ),
  )
}

/** To the provider and back, as a browser goes; `changed` is what somebody does to the address on the way. */
async function visit(changed: (query: URLSearchParams) => void = () => {}, cookie?: string) {
  const sent = await hub.ask({ path: '/api/oidc/company/begin' })
  const asked = new URL(headerOf(sent, 'location')).searchParams
  const code = provider.code(asked)
  const query = new URLSearchParams({ code, state: asked.get('state')! })
  changed(query)
  const tie = cookie ?? headerOf(sent, 'set-cookie').split(';')[0]!
  const path = `/api/oidc/company/return?${query}`
  const again = () => hub.ask({ path, headers: { cookie: tie } })
  const answer = await again()
  const login = /^madoguchi=([^;]+)/.exec(headerOf(answer, 'set-cookie'))?.[1]
  return {
    to: headerOf(answer, 'location'),
    actor: login === undefined ? null : hub.logins.actor(login),
    asked,
    again,
    tie,
  }
}
const refused = (why: string): string => `/agent/?refused=${why}`

describe('a provider', () => {
  test('is asked with PKCE, state and nonce, and names whoever it signs in', async () => {
    const { to, actor, asked } = await visit()
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: 'madoguchi',
      redirect_uri: back,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    })
    expect([to, actor?.agent]).toEqual(['/agent/', 'agt_ann'])
    expect(hub.accounts.find('ann@example.jp')).toMatchObject({ provider: { provider: 'company', subject: 'u-1' } })
  })

  test.each<[string, () => void]>([
    ['signed by nobody', () => (saying.sign = 'none')],
    ['signed by somebody else', () => (saying.sign = 'foreign')],
    ['for another audience', () => (saying.audience = 'somebody')],
    ['of another issuer', () => (saying.issuer = 'https://evil.example')],
    ['of another sign-in', () => (saying.nonce = 'another')],
    ['that is over', () => (saying.expiresIn = -3_600)],
  ])('is not believed with a token %s', async (_what, wrong) => {
    wrong()
    expect(await visit()).toMatchObject({ to: refused('failed'), actor: null })
  })

  test('is not believed by a browser that was not sent, came back before, or brings another state or code', async () => {
    expect((await visit((query) => query.set('state', 'another'))).to).toBe(refused('failed'))
    expect((await visit((query) => query.set('code', 'another'))).to).toBe(refused('failed'))
    expect((await visit(() => {}, '')).to).toBe(refused('expired'))
    expect((await visit(() => {}, `madoguchi-sign-in=${'A'.repeat(200)}`)).to).toBe(refused('expired'))
    const first = await visit()
    expect(first.to).toBe('/agent/')
    expect(headerOf(await first.again(), 'location')).toBe(refused('expired'))
    // What one provider was asked another one does not answer.
    const asked = await hub.ask({ path: '/api/oidc/second/begin' })
    expect((await visit(() => {}, headerOf(asked, 'set-cookie').split(';')[0]!)).to).toBe(refused('expired'))
    // The tie of another browser does not fit the state of this one.
    const other = await hub.ask({ path: '/api/oidc/company/begin' })
    expect((await visit(() => {}, headerOf(other, 'set-cookie').split(';')[0]!)).to).toBe(refused('failed'))
  })

  test('lets in nobody who has no account, no role, or is switched off', async () => {
    saying.claims = { ...saying.claims, sub: 'u-2', email: 'kim@example.jp' }
    expect((await visit()).to).toBe(refused('unknown'))
    saying.claims = { ...saying.claims, sub: 'u-1', email: 'ann@example.jp', email_verified: false }
    expect((await visit()).to).toBe(refused('unknown'))
    saying.claims = { ...saying.claims, email_verified: true, groups: ['sales'] }
    expect((await visit()).to).toBe(refused('noRole'))
    saying.claims = { ...saying.claims, groups: ['support'] }
    await hub.accounts.setDisabled('ann@example.jp', true)
    expect((await visit()).to).toBe(refused('disabled'))
  })

  test('knows somebody by the subject: nobody else gets their account by its login', async () => {
    expect((await visit()).to).toBe('/agent/')
    saying.claims = { ...saying.claims, sub: 'u-2' }
    expect((await visit()).to).toBe(refused('unknown'))
  })

  test('gives roles, and accounts where that is wished', async () => {
    begin({ createAccounts: true })
    saying.claims = { ...saying.claims, sub: 'u-9', email: 'mei@example.jp', name: '芽衣' }
    expect((await visit()).actor).toMatchObject({ role: 'agent', name: '芽衣' })
    expect(hub.accounts.find('mei@example.jp')?.passwordHash).toBeNull()
    saying.claims = { ...saying.claims, groups: ['support', 'leads'] }
    expect((await visit()).actor).toMatchObject({ role: 'supervisor' })
  })

  test('on a private network is not asked unless that is allowed', async () => {
    begin({}, {})
    const sent = await hub.ask({ path: '/api/oidc/company/begin' })
    expect(headerOf(sent, 'location')).toBe(refused('unreachable'))
    expect((await hub.ask({ path: '/api/oidc/other/begin' })).status).toBe(404)
  })
})
