/** Telling a bot, against a real server. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { TellBot } from '../flow/index.ts'
import { makeId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { HttpBots } from './bots-http.ts'
import { signatureOf } from './signature.ts'

const asked = { contact: makeId('contact', 'c1'), site: 'shop' }
const told: TellBot = {
  type: 'tellBot',
  effect: 2,
  key: 'cnt_c1.2',
  bot: 'shop',
  event: { effect: 2, type: 'said', text: '返品したい' },
  locale: 'ja',
  fields: { 'customer.name': { value: '山田', trust: 'signed' } },
  timeoutMs: 20_000,
}

test('what happened is told under its key and signed, and only to a bot that has a key', async () => {
  const seen: { headers: IncomingHttpHeaders; body: string }[] = []
  let answer: { status: number; text: string } | null = { status: 200, text: '{"actions":[{"say":"はい"}]}' }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string
    seen.push({ headers: request.headers, body })
    if (answer !== null) response.writeHead(answer.status).end(answer.text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bot`
  const outcomes: string[] = []
  const bots = new HttpBots({
    clock: { now: () => instant(1_700_500) },
    placeOf: (bot) => (bot === 'shop' ? { url, key: 'k2', secret: 's' } : null),
    privateAddresses: true,
    seen: (bot, outcome) => outcomes.push(`${bot} ${outcome}`),
    underWayMax: 1,
  })
  expect(await bots.tell(told, asked)).toEqual({ status: 200, body: { actions: [{ say: 'はい' }] } })
  const [{ headers, body }] = seen as [(typeof seen)[number]]
  expect(JSON.parse(body)).toEqual({
    event: 'cnt_c1.2',
    type: 'said',
    bot: 'shop',
    contact: 'cnt_c1',
    site: 'shop',
    locale: 'ja',
    text: '返品したい',
    fields: { 'customer.name': { value: '山田', trust: 'signed' } },
  })
  expect(headers).toMatchObject({
    'idempotency-key': 'cnt_c1.2',
    'madoguchi-key': 'k2',
    'madoguchi-signature': signatureOf('s', 1_700, body),
  })
  expect(await bots.tell({ ...told, bot: 'other' }, asked)).toEqual({ failed: 'unreachable' })
  answer = { status: 204, text: '' }
  expect(await bots.tell(told, asked)).toEqual({ status: 204, body: null })
  answer = { status: 200, text: '<html>' }
  expect(await bots.tell(told, asked)).toEqual({ failed: 'malformed' })
  answer = null
  const slow = bots.tell({ ...told, timeoutMs: 300 }, asked)
  expect(await bots.tell(told, asked)).toEqual({ failed: 'unreachable' })
  expect(await slow).toEqual({ failed: 'timeout' })
  expect(outcomes).toEqual(['shop answered', 'shop answered', 'shop malformed', 'shop busy', 'shop timeout'])
  bots.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  const after = new HttpBots({
    clock: { now: () => instant(0) },
    placeOf: () => ({ url, key: 'k', secret: 's' }),
    privateAddresses: true,
  })
  expect(await after.tell(told, asked)).toEqual({ failed: 'unreachable' })
  after.close()
})
