/** A bot of the company's own, through the whole hub in memory: told, answering, silent, and over a kill. */
import { expect, test } from 'vitest'
import type { BotAction } from '../flow/index.ts'
import type { ContactId } from '../model/ids.ts'
import type { CallResult, Outside, TellBot } from '../ports/outside.ts'
import { shopFlow } from '../sim/bot-flow.ts'
import { shopWithBot } from './flow-testing.ts'
import type { Page } from './page-testing.ts'
import { Counter, delayMs, firstWords, visitor } from './testing.ts'

const flow = {
  ...shopFlow,
  start: 'own',
  intents: {},
  steps: {
    own: { kind: 'bot', bot: 'own', fields: ['customer.email'], save: ['order.id'], attempts: 2 },
    'to-person': shopFlow.steps['to-person'],
  },
}

/** A bot that answers when it is told to. */
class OwnBot implements Outside {
  readonly told: TellBot[] = []
  readonly #open: ((result: CallResult) => void)[] = []
  readonly call = (): Promise<CallResult> => Promise.resolve({ failed: 'unreachable' })
  readonly search = (): Promise<never[]> => Promise.resolve([])

  tellBot(told: TellBot): Promise<CallResult> {
    this.told.push(told)
    return new Promise((resolve) => this.#open.push(resolve))
  }

  answer(...actions: BotAction[]): void {
    this.result({ status: 200, body: { actions } })
  }

  result(result: CallResult): void {
    for (const resolve of this.#open.splice(0)) resolve(result)
  }
}

const begun = async () => {
  const bot = new OwnBot()
  const counter = await Counter.open({ organisation: shopWithBot({}, flow), also: { outside: bot } })
  const fields = [{ name: 'customer.email', value: 'yuki@example.jp', mode: 'default', source: 'script' } as const]
  const { customer, contact } = await counter.begin(visitor(), { ...firstWords, text: '', fields })
  await counter.until(() => bot.told.length === 1)
  return { bot, counter, customer, contact }
}
const said = (page: Page, contact: ContactId): string[] =>
  page.entries(contact).flatMap(({ entry }) => (entry.kind === 'message' ? [`${entry.from}: ${entry.text}`] : []))
const write = async (counter: Counter, page: Page, contact: ContactId, text: string): Promise<void> => {
  await page.ask('message.send', { contact, text, attachments: [] })
  await counter.pass(2 * delayMs)
}
const asked = (page: Page) => page.items('visit', 'question')[0]
const phase = (page: Page) => page.items('visit', 'contact')[0]!.phase

test('it is told one thing after the other, asks with choices, sets a field and hands over', async () => {
  const { bot, counter, customer, contact } = await begun()
  expect(bot.told).toMatchObject([
    {
      key: `${contact}.1`,
      event: { type: 'began' },
      fields: { 'customer.email': { value: 'yuki@example.jp', trust: 'page' } },
    },
  ])
  bot.answer({ say: 'Hello.' }, { ask: 'What is it?', choices: [{ key: 'r', label: 'A return' }] })
  await counter.until(() => asked(customer) !== undefined)
  expect(asked(customer)).toMatchObject({
    kind: 'choice',
    text: 'What is it?',
    choices: [{ key: 'r', label: 'A return' }],
  })
  await customer.ask('flow.answer', { contact, ask: asked(customer)!.ask, text: null, choice: 'r', values: null })
  await write(counter, customer, contact, 'and my card is 4242 4242 4242 4242')
  expect(bot.told.map(({ event }) => event.type)).toEqual(['began', 'chose'])
  expect(asked(customer)).toBeUndefined()
  bot.answer()
  await counter.until(() => bot.told.length === 3)
  expect(bot.told[2]!.event).toMatchObject({ type: 'said', text: 'and my card is •••• 4242' })
  bot.answer({ setFields: { 'order.id': 'ab123456' } }, { handOver: { queue: 'orders', skills: { 'lang.en': 2 } } })
  await counter.until(() => phase(customer) === 'queued')
  const agent = await counter.arrive()
  await counter.accept(agent)
  expect(said(agent, contact)).toEqual([
    'bot: Hello.',
    'bot: What is it?',
    'customer: A return',
    'customer: and my card is •••• 4242',
  ])
  expect(agent.items('desk', 'contact')[0]!.fields).toContainEqual(
    expect.objectContaining({ name: 'order.id', shown: 'AB123456', trust: 'inferred', source: 'bot:own' }),
  )
})

test('after a kill what it was not known to have answered is told again under its key, with what waits behind it', async () => {
  const { bot, counter, customer: before, contact } = await begun()
  bot.answer({ say: 'Hello.' })
  await counter.until(() => said(before, contact).length === 1)
  await write(counter, before, contact, 'first')
  await write(counter, before, contact, 'second')
  await counter.restart()
  const customer = await counter.page(visitor())
  expect(bot.told.map(({ key }) => key)).toEqual([`${contact}.1`, `${contact}.2`, `${contact}.2`])
  bot.answer({ say: 'To the first.' })
  await counter.until(() => bot.told.length === 4)
  expect(bot.told[3]).toMatchObject({ key: `${contact}.3`, event: { text: 'second' } })
  bot.answer({ say: 'To the second.' })
  await counter.until(() => said(customer, contact).at(-1) === 'bot: To the second.')
  expect(said(customer, contact).filter((line) => line === 'bot: To the first.')).toHaveLength(1)
})

test('when it fails the customer comes to a person', async () => {
  const { bot, counter, customer, contact } = await begun()
  bot.result({ failed: 'unreachable' })
  await counter.until(() => bot.told.length === 2)
  expect(bot.told[1]!.key).toBe(`${contact}.1`)
  bot.result({ status: 500, body: null })
  await counter.until(() => phase(customer) === 'queued')
})

test('what it sends by itself is said once, and to nobody when the contact is not its own', async () => {
  const { bot, counter, customer, contact } = await begun()
  bot.answer()
  await counter.pass(2 * delayMs)
  const says = (request: string, actions: readonly BotAction[], by = 'own') =>
    counter.settled(counter.hub.door.botSays(contact, { bot: by, request, actions }))
  expect(await says('r1', [{ say: 'Found it.' }])).toBe(true)
  expect(await says('r1', [{ say: 'Found it.' }])).toBe(true)
  await counter.pass(2 * delayMs)
  expect(said(customer, contact)).toEqual(['bot: Found it.'])
  expect(await says('r2', [{ say: 'x' }], 'other')).toBe(false)
  expect(await says('r3', [{ end: {} }])).toBe(true)
  await counter.until(() => phase(customer) === 'closed')
  expect(await says('r4', [{ say: 'x' }])).toBe(false)
})
