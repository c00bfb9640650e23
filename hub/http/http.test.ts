/** All routes but the files', by requests made by hand. */
import { beforeEach, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { allRoutes } from './index.ts'
import { problems } from './problems.ts'
import { headerOf, jsonOf, shopOrigin, testConfig, testHttp, type MadeRequest } from './testing.ts'

const password = 'correct horse battery'
let hub: ReturnType<typeof testHttp>

beforeEach(() => {
  hub = testHttp()
})

const ticketRequest = (more: Partial<MadeRequest> = {}): MadeRequest => ({
  method: 'POST',
  path: '/api/visitor/ticket',
  origin: shopOrigin,
  body: { site: 'pk_shop' },
  ...more,
})

describe('a visitor’s ticket', () => {
  test('comes with an identity and opens one socket from that origin', async () => {
    const response = await hub.ask(ticketRequest())
    const { ticket, token, socket } = jsonOf(response)
    expect([response.status, socket]).toEqual([200, '/ws'])
    const actor = hub.visitorTokens.verify(token)
    expect(actor).toMatchObject({ kind: 'visitor', site: 'pk_shop' })
    expect(hub.tickets.redeem(ticket, shopOrigin)).toEqual(actor)
  })

  test('may be read by that page, without credentials', async () => {
    const response = await hub.ask(ticketRequest())
    expect(headerOf(response, 'access-control-allow-origin')).toBe(shopOrigin)
    expect(headerOf(response, 'access-control-allow-credentials')).toBe('')
    expect(headerOf(response, 'vary')).toBe('origin')
    expect(headerOf(response, 'set-cookie')).toBe('')
  })

  test('knows the visitor again by the token, and only on its site', async () => {
    const { token } = jsonOf(await hub.ask(ticketRequest()))
    expect(jsonOf(await hub.ask(ticketRequest({ body: { site: 'pk_shop', token } }))).token).toBe(token)
    const bank = { origin: 'https://bank.example.jp', body: { site: 'pk_bank', token } }
    const foreign = jsonOf(await hub.ask(ticketRequest(bank))).token
    expect(foreign).not.toBe(token)
    expect(hub.visitorTokens.verify(foreign)!.session).not.toBe(hub.visitorTokens.verify(token)!.session)
  })

  test('gives somebody whose token is not ours a new identity', async () => {
    const { token } = jsonOf(await hub.ask(ticketRequest({ body: { site: 'pk_shop', token: 'x.y' } })))
    expect(hub.visitorTokens.verify(token)).not.toBeNull()
  })

  test.each<[string, Partial<MadeRequest>]>([
    ['another site’s origin', { origin: 'https://bank.example.jp' }],
    ['a stranger’s origin', { origin: 'https://evil.example' }],
    ['a longer origin', { origin: `${shopOrigin}.evil.example` }],
    ['no origin', { origin: '' }],
    ['origin null', { origin: 'null' }],
    ['an unknown site', { body: { site: 'pk_none' } }],
  ])('is refused to %s, always alike', async (_what, more) => {
    const response = await hub.ask(ticketRequest(more))
    expect([response.status, jsonOf(response)]).toEqual([403, { code: 'site.forbidden' }])
  })

  test.each<[string, string | object]>([
    ['no JSON', 'site=pk_shop'],
    ['nothing', ''],
    ['a list', []],
    ['no site', {}],
    ['a wrong type', { site: 1 }],
    ['a key too many', { site: 'pk_shop', admin: true }],
    ['a hostile key', '{"site": "pk_shop", "__proto__": {"token": "x"}}'],
    ['a long token', { site: 'pk_shop', token: 'x'.repeat(401) }],
  ])('is refused for %s', async (_what, body) => {
    const response = await hub.ask(ticketRequest({ body }))
    expect([response.status, jsonOf(response)]).toEqual([400, { code: 'request.malformed' }])
  })

  test('is refused where the identity was handed over by a page of nobody’s site', async () => {
    const body = { site: 'pk_shop', opener: 'https://evil.example' }
    expect((await hub.ask(ticketRequest({ body }))).status).toBe(403)
    expect((await hub.ask(ticketRequest({ body: { ...body, opener: shopOrigin } }))).status).toBe(200)
  })

  test('is refused for a body over 16 kB', async () => {
    const response = await hub.ask(ticketRequest({ body: ' '.repeat(16 * 1024 + 1) }))
    expect([response.status, jsonOf(response)]).toEqual([413, { code: 'request.tooLarge' }])
  })

  test('is refused to one address after so many a minute, and says when to come back', async () => {
    hub = testHttp(testConfig({}, { limits: { ticketsPerMinutePerAddress: 3 } }))
    const statuses = []
    for (let count = 0; count < 4; count += 1) statuses.push((await hub.ask(ticketRequest())).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    const refused = await hub.ask(ticketRequest())
    expect(jsonOf(refused)).toEqual({ code: 'request.tooMany', retryAfterS: 20 })
    expect(headerOf(refused, 'retry-after')).toBe('20')
    expect((await hub.ask(ticketRequest({ address: '192.0.2.2' }))).status).toBe(200)
    hub.clock.move(20_000)
    expect((await hub.ask(ticketRequest())).status).toBe(200)
  })

  test('is not given while very many come at once, which costs nobody their turn', async () => {
    hub = testHttp(testConfig({}, { limits: { ticketsPerMinutePerAddress: 1 } }))
    hub.door.crowded = true
    for (let count = 0; count < 3; count += 1) {
      const response = await hub.ask(ticketRequest())
      expect([response.status, jsonOf(response)]).toEqual([503, { code: 'hub.busy', retryAfterS: 2 }])
    }
    hub.door.crowded = false
    expect((await hub.ask(ticketRequest())).status).toBe(200)
  })

  test('is not given while the hub goes', async () => {
    hub.door.draining = true
    const response = await hub.ask(ticketRequest())
    expect([response.status, jsonOf(response).code]).toEqual([503, 'hub.draining'])
  })

  test('is asked for by browsers first, and only served origins hear yes', async () => {
    const ask = (origin: string) => hub.ask(ticketRequest({ method: 'OPTIONS', origin }))
    const yes = await ask(shopOrigin)
    expect(yes.status).toBe(204)
    expect(headerOf(yes, 'access-control-allow-origin')).toBe(shopOrigin)
    expect(headerOf(yes, 'access-control-allow-headers')).toBe('authorization, content-type')
    expect(headerOf(await ask('https://evil.example'), 'access-control-allow-origin')).toBe('')
  })
})

describe('an agent', () => {
  const own = { 'x-madoguchi': '1' }
  const post = (path: string, more: Partial<MadeRequest> = {}): MadeRequest => ({
    method: 'POST',
    path: `/api/agent/${path}`,
    origin: 'http://hub.test',
    headers: own,
    ...more,
  })
  const signIn = (body: object = { name: 'hanako', password }, more: Partial<MadeRequest> = {}) =>
    hub.ask(post('sign-in', { body, ...more }))
  const cookieOf = (response: Parameters<typeof headerOf>[0]) => headerOf(response, 'set-cookie').split(';')[0]!
  const signedIn = async () => ({ ...own, cookie: cookieOf(await signIn()) })

  beforeEach(async () => {
    await hub.accounts.save(testPerson('hanako', { name: '佐藤 花子' }), password)
  })

  test('signs in and is told who they are, in a cookie that no script can read', async () => {
    const response = await signIn()
    expect([response.status, jsonOf(response)]).toEqual([
      200,
      { agent: 'agt_hanako', name: '佐藤 花子', role: 'agent' },
    ])
    expect(headerOf(response, 'set-cookie')).toMatch(
      /^madoguchi=[A-Za-z0-9_-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(String(response.body)).not.toContain(cookieOf(response).split('=')[1])
  })

  test('gets a cookie for HTTPS alone where browsers speak it', async () => {
    for (const env of [{ MADOGUCHI_PUBLIC_ORIGIN: 'https://hub.test' }, { MADOGUCHI_TRUSTED_PROXY: '127.0.0.1' }]) {
      hub = testHttp(testConfig(env as Record<string, string>))
      await hub.accounts.save(testPerson('hanako'), password)
      const headers = { ...own, 'x-forwarded-proto': 'https' }
      const response = await signIn(undefined, { headers, origin: 'https://hub.test' })
      expect(headerOf(response, 'set-cookie')).toMatch(/^__Host-madoguchi=.*; Secure$/)
      expect(headerOf(response, 'strict-transport-security')).toMatch(/^max-age=\d+$/)
      const again = await hub.ask({ path: '/api/agent/session', headers: { ...headers, cookie: cookieOf(response) } })
      expect(again.status).toBe(200)
    }
  })

  test('is not believed to come by HTTPS when no proxy is trusted', async () => {
    const response = await signIn(undefined, { headers: { ...own, 'x-forwarded-proto': 'https' } })
    expect(headerOf(response, 'set-cookie')).toMatch(/^madoguchi=/)
  })

  test.each([
    ['a wrong password', { name: 'hanako', password: 'wrong' }],
    ['an unknown name', { name: 'nobody', password }],
    ['no name at all', { name: ' ', password }],
  ])('with %s gets one and the same answer', async (_what, body) => {
    const response = await signIn(body)
    expect([response.status, jsonOf(response)]).toEqual([401, { code: 'signIn.wrong' }])
    expect(headerOf(response, 'set-cookie')).toBe('')
  })

  test('is locked after five wrong passwords and told for how long', async () => {
    for (let count = 0; count < 5; count += 1) await signIn({ name: 'hanako', password: 'wrong' })
    const response = await signIn()
    expect([response.status, jsonOf(response)]).toEqual([429, { code: 'signIn.locked', retryAfterS: 30 }])
  })

  test('is asked to slow down when one address tries too often', async () => {
    hub = testHttp(testConfig({}, { limits: { signInsPerMinutePerAddress: 2 } }))
    const codes = []
    for (let count = 0; count < 3; count += 1) codes.push(jsonOf(await signIn({ name: `a${count}`, password })).code)
    expect(codes).toEqual(['signIn.wrong', 'signIn.wrong', 'request.tooMany'])
  })

  test('hears 503 when the login cannot be kept, and has none', async () => {
    await hub.store.close()
    const response = await signIn()
    expect(response.status).toBeGreaterThanOrEqual(500)
    expect(headerOf(response, 'set-cookie')).toBe('')
  })

  test('asks who is signed in', async () => {
    const headers = await signedIn()
    expect(jsonOf(await hub.ask({ path: '/api/agent/session', headers }))).toMatchObject({ agent: 'agt_hanako' })
    for (const cookie of ['', 'madoguchi=', `madoguchi=${'A'.repeat(43)}`, '__Host-madoguchi=x']) {
      const response = await hub.ask({ path: '/api/agent/session', headers: { ...own, cookie } })
      expect([response.status, jsonOf(response)]).toEqual([401, { code: 'signIn.needed' }])
    }
  })

  test('gets a ticket that opens a socket as themselves, from the same origin', async () => {
    const headers = await signedIn()
    const response = await hub.ask(post('ticket', { headers }))
    const { ticket, socket } = jsonOf(response)
    expect([response.status, socket]).toEqual([200, '/ws'])
    expect(hub.tickets.redeem(ticket, 'http://hub.test')).toMatchObject({
      kind: 'agent',
      agent: 'agt_hanako',
      role: 'agent',
    })
    const another = jsonOf(await hub.ask(post('ticket', { headers }))).ticket
    expect(hub.tickets.redeem(another, shopOrigin)).toBeNull()
  })

  test('signs out: the cookie is worth nothing, tickets neither, and the sockets close', async () => {
    const headers = await signedIn()
    const { ticket } = jsonOf(await hub.ask(post('ticket', { headers })))
    const response = await hub.ask(post('sign-out', { headers }))
    expect([response.status, response.body]).toEqual([204, ''])
    expect(headerOf(response, 'set-cookie')).toContain('Max-Age=0')
    expect(hub.door.ended).toHaveLength(1)
    expect((await hub.ask({ path: '/api/agent/session', headers })).status).toBe(401)
    expect((await hub.ask(post('ticket', { headers }))).status).toBe(401)
    expect(hub.tickets.redeem(ticket, 'http://hub.test')).toBeNull()
    expect((await hub.ask(post('sign-out', { headers }))).status).toBe(204)
  })

  test('who signs in again leaves the login this browser had', async () => {
    const headers = await signedIn()
    const again = await signIn(undefined, { headers })
    expect(cookieOf(again)).not.toBe(headers.cookie)
    expect((await hub.ask({ path: '/api/agent/session', headers })).status).toBe(401)
    expect(hub.door.ended).toHaveLength(1)
  })

  test.each(['sign-in', 'ticket', 'sign-out'])('cannot be made to %s by another page', async (path) => {
    const { cookie } = await signedIn()
    const before = hub.door.ended.length
    const body = { name: 'hanako', password }
    const foreign: Partial<MadeRequest>[] = [
      { headers: { cookie } },
      { headers: { ...own, cookie }, origin: shopOrigin },
      { headers: { ...own, cookie }, origin: 'null' },
      { headers: { ...own, cookie }, origin: 'http://hub.test.evil.example' },
    ]
    for (const more of foreign) {
      const response = await hub.ask(post(path, { body, ...more }))
      expect([response.status, jsonOf(response)]).toEqual([403, { code: 'request.forbidden' }])
      expect(headerOf(response, 'access-control-allow-origin')).toBe('')
    }
    expect(hub.door.ended).toHaveLength(before)
    const preflight = await hub.ask(post(path, { method: 'OPTIONS', origin: shopOrigin }))
    expect(headerOf(preflight, 'access-control-allow-origin')).toBe('')
  })
})

describe('whoever watches', () => {
  test('hears that the process lives, whatever else does not', async () => {
    hub.door.draining = hub.door.storageDown = true
    const response = await hub.ask({ path: '/healthz' })
    expect([response.status, jsonOf(response)]).toEqual([200, { alive: true }])
  })

  test('hears whether the hub serves; no media is no reason not to', async () => {
    const ready = async () => {
      const response = await hub.ask({ path: '/readyz' })
      return [response.status, jsonOf(response)]
    }
    const media = { available: false, reason: 'no worker' }
    expect(await ready()).toEqual([200, { ready: true, store: 'ok', media, draining: false }])
    hub.door.storageDown = true
    expect(await ready()).toEqual([503, { ready: false, store: 'unavailable', media, draining: false }])
    hub.door.storageDown = false
    hub.door.draining = true
    expect(await ready()).toEqual([503, { ready: false, store: 'ok', media, draining: true }])
  })

  test('reads metrics on this machine, not from elsewhere and not through a proxy', async () => {
    await hub.ask({ path: '/healthz' })
    const response = await hub.ask({ path: '/metrics', address: '127.0.0.1' })
    expect(response.status).toBe(200)
    expect(String(response.body)).toContain(
      'madoguchi_http_request_seconds_count{route="/healthz",method="GET",status="200"} 1',
    )
    expect(String(response.body)).toContain('process_cpu_seconds_total')
    expect((await hub.ask({ path: '/metrics', address: '192.0.2.1' })).status).toBe(404)
    const proxied = { 'x-forwarded-for': '192.0.2.1' }
    expect((await hub.ask({ path: '/metrics', address: '127.0.0.1', headers: proxied })).status).toBe(404)
  })

  test('reads metrics from anywhere with the token, when there is one', async () => {
    hub = testHttp(testConfig({ MADOGUCHI_METRICS_TOKEN: 'a token of sixteen' }))
    const read = async (authorization: string) =>
      (await hub.ask({ path: '/metrics', address: '127.0.0.1', headers: { authorization } })).status
    expect(await read('Bearer a token of sixteen')).toBe(200)
    expect(await read('Bearer another')).toBe(404)
    expect(await read('')).toBe(404)
  })
})

describe('every answer', () => {
  test.each<MadeRequest>([
    { path: '/healthz' },
    { path: '/nothing/here' },
    { method: 'DELETE', path: '/healthz' },
    { method: 'POST', path: '/api/agent/sign-in' },
    { path: '/agent' },
    { path: '/api/attachments/%E0%A4%A' },
  ])('carries the safe headers: $method $path', async (request) => {
    const response = await hub.ask(request)
    expect(headerOf(response, 'x-content-type-options')).toBe('nosniff')
    expect(headerOf(response, 'referrer-policy')).toBe('no-referrer')
    expect(headerOf(response, 'content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headerOf(response, 'x-frame-options')).toBe('DENY')
  })

  test('to what is not there is 404, to another method 405 with those that are', async () => {
    expect((await hub.ask({ path: '/api/nothing' })).status).toBe(404)
    const response = await hub.ask({ method: 'PUT', path: '/healthz' })
    expect([response.status, jsonOf(response), headerOf(response, 'allow')]).toEqual([
      405,
      { code: 'request.methodUnknown' },
      'GET',
    ])
  })

  test('to a fault of ours is a code and nothing of what it was', async () => {
    const response = await hub.http({
      method: 'POST',
      path: '/api/visitor/ticket',
      query: new URLSearchParams(),
      peer: { address: '192.0.2.1', origin: shopOrigin },
      header: () => '',
      body: () => Promise.reject(new Error('a secret of the inside')),
      chunks: () => {
        throw new Error('unused')
      },
    })
    expect([response.status, response.body]).toEqual([500, '{"code":"hub.failed"}'])
    expect(hub.lines).toEqual(['error: a request failed'])
  })
})

describe('the OpenAPI document', () => {
  test('names every route with its codes', async () => {
    const document = jsonOf(await hub.ask({ path: '/api/openapi.json' }))
    expect(document.openapi).toBe('3.1.0')
    const config = testConfig()
    const routes = allRoutes({ ...hub, config, media: () => hub.media } as never)
    expect(routes.length).toBeGreaterThan(9)
    for (const route of routes) {
      const operation = document.paths[route.path.replace(/:(\w+)/g, '{$1}')][route.method.toLowerCase()]
      expect(operation.summary).toBe(route.doc.summary)
      for (const code of route.doc.problems) expect(operation.responses[problems[code]].description).toContain(code)
    }
  })
})
