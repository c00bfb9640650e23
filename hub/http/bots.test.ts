/** Bots of the company's own over HTTP: whose signature is taken, and what of it. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { signatureOf } from '../adapters/signature.ts'
import { isSigned } from '../auth/bot-signatures.ts'
import { instant } from '../model/time.ts'
import { jsonOf, testConfig, testHttp } from './testing.ts'

const secret = 'a-secret-that-the-bot-and-the-hub-share'
const contact = makeId('contact', 'c1')
const bots = [{ id: 'own', url: 'https://bot.example.jp/', keys: ['k2', 'k1'] }]
const said = { actions: [{ say: 'Found it.' }] }

function made() {
  const hub = testHttp(testConfig({ MADOGUCHI_BOT_SECRETS: `k1:${secret},k3:${secret}` }, { bots }))
  hub.door.open(contact, { kind: 'agent', agent: makeId('agent', 'x'), session: makeId('session', 's') } as never)
  const says = async (body: string | object = said, headers: Record<string, string> = {}, id: string = contact) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const signature = signatureOf(secret, Math.floor(hub.clock.now() / 1_000), text)
    const response = await hub.ask({
      method: 'POST',
      path: `/api/bot/contacts/${id}`,
      headers: { 'madoguchi-key': 'k1', 'madoguchi-signature': signature, 'idempotency-key': 'r1', ...headers },
      body: text,
    })
    return response.status === 204 ? 204 : [response.status, jsonOf(response).code as string]
  }
  return { hub, says }
}

test('what a bot has signed by any of its keys is taken, under the key of its request', async () => {
  const { hub, says } = made()
  expect(await says()).toBe(204)
  expect(hub.door.botsSaid).toEqual([{ bot: 'own', request: 'r1', actions: said.actions }])
})

test('who is no bot of this hub says nothing, and learns nothing', async () => {
  const { hub, says } = made()
  const now = Math.floor(hub.clock.now() / 1_000)
  const text = JSON.stringify(said)
  const denied = [401, 'signIn.needed']
  for (const headers of [
    { 'madoguchi-key': 'k3' },
    { 'madoguchi-key': 'k2' },
    { 'madoguchi-key': '__proto__' },
    { 'madoguchi-key': '' },
    { 'madoguchi-signature': '' },
    { 'madoguchi-signature': signatureOf('another secret', now, text) },
    { 'madoguchi-signature': signatureOf(secret, now, `${text} `) },
    { 'madoguchi-signature': signatureOf(secret, now - 301, text) },
    { 'madoguchi-signature': signatureOf(secret, now + 301, text) },
    { 'madoguchi-signature': `t=${now},v1=${'0'.repeat(63)}` },
  ])
    expect(await says(said, headers), JSON.stringify(headers)).toEqual(denied)
  expect(await says(said, { 'madoguchi-signature': signatureOf(secret, now - 299, text) })).toBe(204)
  expect(hub.door.botsSaid).toHaveLength(1)
})

test('what is no actions, has no key, or is of no contact of the bot, is refused', async () => {
  const { hub, says } = made()
  for (const body of ['{', '[]', { actions: [{ shout: 'x' }] }, { actions: [{ end: {} }, { say: 'x' }] }])
    expect(await says(body)).toEqual([400, 'request.malformed'])
  expect(await says(said, { 'idempotency-key': '' })).toEqual([400, 'request.malformed'])
  expect(await says(said, {}, 'cnt_other')).toEqual([404, 'contact.gone'])
  expect(await says(said, {}, 'nonsense')).toEqual([404, 'contact.gone'])
  expect(await says('x'.repeat(200_000))).toEqual([413, 'request.tooLarge'])
  expect(hub.door.botsSaid).toEqual([])
})

test('the signature is that of any HMAC-SHA256, so that a bot can make it', () => {
  const v1 = createHmac('sha256', secret).update('1700.{}').digest('hex')
  expect(isSigned(`t=1700,v1=${v1}`, new TextEncoder().encode('{}'), secret, instant(1_700_000))).toBe(true)
})
