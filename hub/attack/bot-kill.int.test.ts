/**
 * `kill -9` in the middle of a flow: it goes on at the same step, asks nothing twice, and calls no server twice but under the
 * same key, so that the server can do it once (P1, P3).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HubClient } from '../client/index.ts'
import { demoDocument, demoSiteKey } from '../demo.ts'
import { makeId } from '../model/ids.ts'
import type { VisitQuestion } from '../protocol/index.ts'
import { shopFlow } from '../sim/bot-flow.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bot-'))
/** What the shop's server was asked, and how each is answered. */
const asked: { readonly key: string; readonly answer: (status: string) => void }[] = []
const shop = createServer((request: IncomingMessage, response: ServerResponse) => {
  const answer = (status: string): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status }))
  asked.push({ key: String(request.headers['idempotency-key']), answer })
})
let hub: RealHub

beforeAll(async () => {
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
  const { port } = shop.address() as AddressInfo
  const lookUp = {
    ...shopFlow.steps['look-up'],
    url: `http://127.0.0.1:${port}/orders/{order.id}`,
    timeoutSeconds: 30,
    attempts: 5,
  }
  const flow = { ...shopFlow, steps: { ...shopFlow.steps, 'look-up': lookUp } }
  const sites = demoDocument.sites.map((site) => ({ ...site, bot: { flow: 'shop' } }))
  writeFileSync(join(folder, 'shop.flow.json'), JSON.stringify(flow))
  const config = join(folder, 'madoguchi.json')
  writeFileSync(config, JSON.stringify({ ...demoDocument, sites, flows: ['shop.flow.json'], outsideAddresses: 'any' }))
  hub = await startRealHub({ MADOGUCHI_CONFIG: config })
}, 60_000)

afterAll(async () => {
  shop.closeAllConnections()
  shop.close()
  await hub.stop()
  hub.remove()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** A customer's page, with what it was told of the log by number. */
class Page {
  readonly said = new Map<number, string>()

  constructor(readonly client: HubClient) {
    client.on('entries', ({ firstSeq, entries }) => {
      for (const [at, entry] of entries.entries())
        if (entry.kind === 'message') this.said.set(firstSeq + at, `${entry.from}: ${entry.text}`)
    })
  }

  get question(): VisitQuestion | undefined {
    return this.client.list('visit', 'question').get('')
  }

  /** Each line as often as it stands in the log. */
  get lines(): readonly string[] {
    return [...this.said.entries()].toSorted(([one], [other]) => one - other).map(([, line]) => line)
  }
}

const killed = async (): Promise<void> => {
  expect(hub.kill()).toBe(true)
  await hub.serving()
}

test('[P1 P3] kill -9 in the middle of a flow: nothing is asked twice, and no server is called twice but under its key', async () => {
  const stage = new RealStage(hub, 1, 1)
  const { client } = stage.screen(
    { kind: 'visitor', session: makeId('session', 'visitor-1'), site: demoSiteKey },
    memoryOutbox(),
  )
  const page = new Page(client)
  client.connect()
  const { contact } = await client.request('contact.start', {
    name: '',
    topic: '',
    text: '',
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
  }).done
  await until(() => page.question?.kind === 'choice', 10_000)
  const answer = (choice: string): Promise<unknown> =>
    client.request('flow.answer', { contact, ask: page.question!.ask, text: null, choice, values: null }).done

  // While a question is open.
  const first = page.question!
  await killed()
  await until(() => client.list('visit', 'contact').get('')?.phase === 'bot' && page.question !== undefined, 30_000)
  expect(page.question).toEqual(first)
  await answer('order')
  await until(() => page.question?.kind === 'text', 10_000)

  // While the shop's server is at work on it: it is asked again under the same key, by the hub that comes after.
  const typed = client.request('message.send', { contact, text: 'AB123456', attachments: [] }).done
  await until(() => asked.length === 1, 10_000)
  await typed
  await killed()
  await until(() => asked.length === 2, 30_000)
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set([`${contact}.1`]))
  asked[1]!.answer('on its way')
  await until(() => page.question?.kind === 'score', 30_000)

  // While the answer to the last question is on its way: once, whichever hub has taken it.
  const scored = answer('5')
  await killed()
  await scored
  await until(() => client.list('visit', 'contact').get('')?.phase === 'closed', 30_000)
  expect(page.lines).toEqual([
    'bot: Welcome to the shop.',
    'bot: What is it about?',
    'customer: An order',
    'bot: Which order?',
    'customer: AB123456',
    'bot: It is on its way.',
    'bot: How was it?',
    'customer: 5',
    'bot: Goodbye.',
  ])
  expect(asked).toHaveLength(2)
  client.close()
  stage.end()
}, 120_000)
