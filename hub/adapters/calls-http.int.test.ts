/** Calls of flows against a real server: what is sent, what comes back, and everything that is no answer. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallOut } from '../flow/index.ts'
import { instant } from '../model/time.ts'
import { HttpCalls, type CallOutcome } from './calls-http.ts'
import { Outgoing } from './outgoing.ts'
import { signatureOf } from './signature.ts'

const secret = 'a secret that two of them share'
const clock = { now: () => instant(1_700_500) }

type Behave = (response: ServerResponse) => void
const answering =
  (status: number, text: string | Buffer, headers = {}): Behave =>
  (response) =>
    void response.writeHead(status, headers).end(text)
const silent: Behave = () => {}

describe('calls over http', () => {
  const asked: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = []
  const unanswered = new Set<ServerResponse>()
  let connections = 0
  let behave: Behave = silent
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string
    asked.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    unanswered.add(response)
    response.on('close', () => unanswered.delete(response))
    behave(response)
  })
  server.on('connection', () => (connections += 1))
  const seen: CallOutcome[] = []
  const made = (more = {}) =>
    new HttpCalls({ clock, privateAddresses: true, secret, seen: (outcome) => seen.push(outcome), ...more })
  const calls = made()
  let place = ''
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    place = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    asked.length = seen.length = 0
  })
  afterAll(async () => {
    calls.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  const out = (more: Partial<CallOut> = {}): CallOut => ({
    type: 'callHttp',
    effect: 1,
    key: 'cnt_x.1',
    method: 'POST',
    url: `${place}/orders/A%2F1?as=json`,
    body: { id: 'A/1', name: '山田' },
    timeoutMs: 20_000,
    volatile: false,
    ...more,
  })

  test('what is asked arrives under its key and signed, and the answer comes back', async () => {
    behave = answering(200, '{"status":"sent","lines":[1,2]}')
    expect(await calls.call(out())).toEqual({ status: 200, body: { status: 'sent', lines: [1, 2] } })
    const [{ method, url, headers, body }] = asked as [(typeof asked)[number]]
    expect([method, url, JSON.parse(body)]).toEqual(['POST', '/orders/A%2F1?as=json', { id: 'A/1', name: '山田' }])
    expect(headers).toMatchObject({ 'idempotency-key': 'cnt_x.1', 'content-type': 'application/json' })
    const signed = `cnt_x.1.POST /orders/A%2F1?as=json.${body}`
    expect(headers['madoguchi-signature']).toBe(signatureOf(secret, 1_700, signed))
    expect(seen).toEqual(['answered'])
  })

  test('without a body none is sent, and without a secret nothing is signed', async () => {
    behave = answering(204, '')
    const unsigned = made({ secret: null })
    expect(await unsigned.call(out({ method: 'GET', body: null }))).toEqual({ status: 204, body: null })
    expect(asked[0]!.headers['madoguchi-signature']).toBeUndefined()
    expect([asked[0]!.body, asked[0]!.headers['content-type']]).toEqual(['', undefined])
    unsigned.close()
  })

  test.each([
    ['no JSON', '<html>'],
    ['half of it', '{"status":'],
    ['more than 256 kB', `"${'x'.repeat(300_000)}"`],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['nested too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a text that never ends', `"${'\\"'.repeat(100_000)}`],
  ])('%s is no answer', async (_, text) => {
    behave = answering(200, text)
    expect(await calls.call(out())).toEqual({ failed: 'malformed' })
    expect(seen).toEqual(['malformed'])
  })

  test('a refusal counts by its status, whatever its body is', async () => {
    behave = answering(500, '<h1>Oops</h1>')
    expect(await calls.call(out())).toEqual({ status: 500, body: null })
    behave = answering(404, '{"why":"no such order"}')
    expect(await calls.call(out())).toEqual({ status: 404, body: { why: 'no such order' } })
    expect(seen).toEqual(['refused', 'refused'])
  })

  test('a redirect is not followed', async () => {
    behave = answering(302, '', { location: `${place}/elsewhere` })
    expect(await calls.call(out())).toEqual({ status: 302, body: null })
    expect(asked).toHaveLength(1)
  })

  test('what never answers is given up, also in the middle of its answer', async () => {
    behave = silent
    expect(await calls.call(out({ timeoutMs: 50 }))).toEqual({ failed: 'timeout' })
    behave = (response) => void response.writeHead(200).write('{"status":')
    expect(await calls.call(out({ timeoutMs: 200 }))).toEqual({ failed: 'timeout' })
    behave = (response) => void response.destroy()
    expect(await calls.call(out())).toEqual({ failed: 'unreachable' })
    expect(seen).toEqual(['timeout', 'timeout', 'unreachable'])
  })

  test('a server that hangs is called so often at once and no more, and others are called all the same', async () => {
    const few = made({ underWayMax: 2 })
    behave = silent
    const hanging = [few.call(out({ timeoutMs: 20_000 })), few.call(out({ timeoutMs: 20_000 }))]
    expect(await few.call(out())).toEqual({ failed: 'unreachable' })
    expect(seen).toEqual(['busy'])
    const gone = few.call(out({ url: `${place.replace('127.0.0.1', '127.0.0.2')}/`, timeoutMs: 5_000 }))
    expect(await gone).toEqual({ failed: 'unreachable' })
    expect(seen).toEqual(['busy', 'unreachable'])
    await expect.poll(() => unanswered.size, { timeout: 20_000 }).toBe(2)
    for (const response of unanswered) response.writeHead(200).end('1')
    expect(await Promise.all(hanging)).toEqual([
      { status: 200, body: 1 },
      { status: 200, body: 1 },
    ])
    behave = answering(200, '2')
    expect(await few.call(out())).toEqual({ status: 200, body: 2 })
    few.close()
  })

  test('unless the hub was told otherwise, it goes to public servers by https only', async () => {
    const strict = made({ privateAddresses: false })
    const before = connections
    const tried = ['http://example.com/', place, 'https://127.0.0.1/', 'https://[::1]/', 'https://0x7f.1/']
    for (const url of tried) expect(await strict.call(out({ url })), url).toEqual({ failed: 'unreachable' })
    // By its name, which resolves to this machine.
    const named = await strict.call(out({ url: `https://localhost:${new URL(place).port}/` }))
    expect(named).toEqual({ failed: 'unreachable' })
    expect(connections).toBe(before)
    strict.close()
  })
})

test('an address with a password in it, or of another kind, is nobody’s', () => {
  const outgoing = new Outgoing({ privateAddresses: true })
  expect(['https://a:b@example.com/', 'ftp://example.com/', 'no address'].map((url) => outgoing.mayGo(url))).toEqual([
    false,
    false,
    false,
  ])
  expect(outgoing.mayGo('http://10.0.0.1/')).toBe(true)
})
