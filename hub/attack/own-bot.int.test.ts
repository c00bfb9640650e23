/** A company's own bot at the built hub, by a real socket: let in by its key alone, told of a contact, and heard by its customer. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { decode, encode, frameKinds, protocolVersions, type HubFrame } from '../protocol/index.ts'
import { BareHub } from './bare-hub.ts'
import { until } from './waiting.ts'

const secret = 'what the hub and this bot share: forty-two'
const shop = 'http://shop.test'
const words = (text: string) => ({ en: text, ja: text })
const settings = {
  queues: [{ id: 'orders', name: words('Orders') }],
  bots: [{ id: 'own', keys: ['own-1'] }],
  flows: [
    {
      flow: 'own',
      version: '1',
      title: words('Own'),
      start: 'bot',
      person: 'to-person',
      fields: {},
      steps: {
        bot: { kind: 'bot', bot: 'own', waitSeconds: 60, next: 'to-person' },
        'to-person': { kind: 'hand-over', queue: 'orders' },
      },
    },
  ],
  sites: [{ id: 's', key: 'pk_s', name: words('S'), origins: [shop], defaultQueue: 'orders', bot: { flow: 'own' } }],
}

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-own-bot-'))
let hub: BareHub
beforeAll(async () => {
  const file = join(folder, 'madoguchi.json')
  writeFileSync(file, JSON.stringify(settings))
  hub = await BareHub.open({ MADOGUCHI_CONFIG: file, MADOGUCHI_BOT_SECRETS: `own-1:${secret.replaceAll(' ', '-')}` })
})
afterAll(async () => {
  await hub?.close()
  rmSync(folder, { recursive: true, force: true })
})

const place = (path: string): string => hub.origin.replace('http', 'ws') + path

/** What the hub says to a bot. */
interface Message {
  readonly challenge?: string
  readonly welcome?: string
  readonly tell?: { readonly event: string; readonly contact: string }
  readonly said?: string
}

function program(key: string) {
  const socket = new WebSocket(place('/bot'))
  const heard: Message[] = []
  const say = (message: object): void => socket.send(Buffer.from(JSON.stringify(message)))
  socket.on('message', (bytes: Buffer) => {
    const message = JSON.parse(bytes.toString()) as Message
    heard.push(message)
    if (message.challenge !== undefined)
      say({ key: 'own-1', signature: createHmac('sha256', key).update(message.challenge).digest('hex') })
  })
  return { socket, heard, say }
}

test('a page of anybody’s is not let in, nor is a bot with another secret', async () => {
  const page = new WebSocket(place('/bot'), { headers: { origin: shop } })
  const [error] = (await once(page, 'error')) as [Error]
  expect(error.message).toContain('403')
  const [code] = await once(program('another secret').socket, 'close')
  expect(code).toBe(4401)
})

test('it is told of a contact, and its customer hears what it says', async () => {
  const bot = program(secret.replaceAll(' ', '-'))
  await until(() => bot.heard.some(({ welcome }) => welcome === 'own'))
  const answer = await fetch(`${hub.origin}/api/visitor/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shop },
    body: JSON.stringify({ site: 'pk_s' }),
  })
  const { ticket } = (await answer.json()) as { ticket: string }
  const customer = new WebSocket(place('/ws'), { headers: { origin: shop } })
  const frames: HubFrame[] = []
  customer.on('message', (bytes: Buffer) => frames.push(decode(bytes) as HubFrame))
  await once(customer, 'open')
  customer.send(encode([frameKinds.hello, protocolVersions, ticket, [], []]))
  await until(() => frames.some(([kind]) => kind === frameKinds.welcome))
  customer.send(encode([frameKinds.request, 'r1', 'contact.start', ['Yuki', '', 'Hello', 'en', '', '', null, null]]))
  await until(() => bot.heard.some(({ tell }) => tell !== undefined))
  const tell = bot.heard.at(-1)!.tell!
  expect(tell).toMatchObject({ type: 'began', bot: 'own', site: 'pk_s' })
  bot.say({ answer: tell.event, actions: [{ say: 'I am your own bot.' }] })
  const said = (words: string): boolean =>
    frames.some((frame) => frame[0] === frameKinds.entries && JSON.stringify(frame[3]).includes(words))
  await until(() => said('I am your own bot.'))
  bot.say({ contact: tell.contact, request: 'r1', actions: [{ say: 'One more thing.' }] })
  await until(() => said('One more thing.') && bot.heard.some(({ said: request }) => request === 'r1'))
  expect(bot.heard.at(-1)).toEqual({ said: 'r1', code: '' })
  for (const { close } of [bot.socket, customer].map((socket) => ({ close: () => socket.close() }))) close()
})
