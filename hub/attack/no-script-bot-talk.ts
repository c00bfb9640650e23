/** The talk of no-script-bot.ts: from the bot's first payload to the agent's panel, which shows what is known of the customer. */
import type { Browser } from 'playwright-core'
import type { ContactId } from '../model/ids.ts'
import { frameKinds, itemShape, type ListChange, type VisitQuestion } from '../protocol/index.ts'
import { askedFor, botPage, botSiteKey, type BotWords } from './no-script-bot.ts'
import { plain } from './no-script-hub.ts'
import { watchedPage, type Watched } from './page-watch.ts'
import type { RealHub } from './real-hub.ts'
import { until } from './waiting.ts'
import { visitorTicket, welcomed, type WirePage } from './wire-page.ts'

/** Doors of a bot, and the screens on which what came through them is looked for. */
export const botScreens: Readonly<Record<string, readonly string[]>> = {
  'words of a bot': ['widget', 'talk'],
  'label of a choice': ['widget'],
  'label of a field': ['widget', 'customer'],
  'value of a field': ['customer', 'offers'],
  'value of the page': ['customer'],
  'answer of the knowledge': ['widget', 'talk'],
}

export interface BotScene {
  readonly hub: RealHub
  readonly browser: Browser
  readonly told: string[]
  readonly words: BotWords
  readonly payloads: readonly string[]
  /** The agent's page, with the first contact of the list chosen. */
  desk(): Promise<Watched>
  accept(look: () => Promise<void>): Promise<ContactId>
  close(contact: ContactId): Promise<void>
  look(watched: Watched, screen: string, doors: Readonly<Record<string, readonly string[]>>): Promise<void>
}

/** A field holds no blanks around what it says, and nothing that is only blanks. */
const asValue = (text: string): boolean => text.trim() === text && text !== '' && text === text.normalize('NFC')

export async function botTalk(scene: BotScene): Promise<void> {
  const { hub, words, payloads } = scene
  const values = payloads.filter(asValue)
  const filled = values.slice(0, words.labels.length)
  const known = values.slice(words.labels.length, words.labels.length + 20)
  const { ticket, token } = await visitorTicket(hub, undefined, botSiteKey)
  const customer = (await welcomed(hub, ticket)).stay()
  await begin(customer, values, known)
  const shop = await openShop(scene, token, values.slice(-12))
  await question(customer, 'choice')
  await drawn(shop, words.choices.at(-1)!)
  await scene.look(shop, 'widget', { 'words of a bot': words.said, 'label of a choice': words.choices })
  await answer(customer, 'choice', { choice: 'c0' })
  const form = await question(customer, 'form')
  await drawn(shop, words.labels.at(-1)!)
  await scene.look(shop, 'widget', { 'label of a field': words.labels })
  await answer(customer, 'form', {
    values: form.inputs.map(({ field }, at) => ({ field, value: filled[at % filled.length]! })),
  })
  await askAll(customer, words)
  await scene.look(shop, 'widget', { 'answer of the knowledge': words.answers })
  await say(customer, 'yes')
  const doors = { 'value of a field': filled }
  const desk = await scene.desk()
  const contact = await scene.accept(() => scene.look(desk, 'offers', doors))
  await desk.page.locator('mdg-a-contact-list button.row').first().click()
  await desk.page.locator('mdg-a-known').waitFor()
  for (const more of await desk.page.locator('mdg-a-known .more').all()) await more.click()
  await scene.look(desk, 'customer', { ...doors, 'label of a field': words.labels, 'value of the page': known })
  await scene.look(desk, 'talk', { 'words of a bot': words.said, 'answer of the knowledge': words.answers })
  await scene.close(contact)
  for (const page of [shop, desk]) await page.close()
  customer.leave()
}

/** The widget shows this by now, which the page around it may do too. */
const drawn = ({ shown }: Watched, text: string): Promise<void> =>
  until(async () => plain(await shown('mdg-panel')).includes(plain(text)))

async function begin(customer: WirePage, values: readonly string[], known: readonly string[]): Promise<void> {
  const outcome = await customer.ask('contact.start', {
    name: '',
    topic: '',
    text: '',
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    // Names of fields are no place for a payload: the hub refuses them.
    fields: [
      ...known.map((value, at) => ({
        name: `known.f${at}`,
        value,
        mode: 'default' as const,
        source: value.slice(0, 40),
      })),
      ...values
        .slice(0, 5)
        .map((name) => ({ name: name.slice(0, 80), value: 'x', mode: 'default' as const, source: 'data' })),
    ],
    intent: values[0]!.slice(0, 80),
  })
  if (outcome !== 'done') throw new Error(`a contact with the bot was not begun: ${outcome}`)
}

async function openShop({ hub, browser, told }: BotScene, token: string, values: readonly string[]): Promise<Watched> {
  const policy = (await fetch(`${hub.origin}/`)).headers.get('content-security-policy') ?? ''
  const url = `${hub.origin}/bot-shop?known=${encodeURIComponent(values[3]!)}`
  const shop = await watchedPage(browser, {
    url,
    where: 'bot shop',
    told,
    prepare: async (page) => {
      await page.addInitScript(
        ([key, kept]) => localStorage.setItem(key!, kept!),
        [`madoguchi:${botSiteKey}:token`, token],
      )
      await page.route('**/bot-shop?*', (route) =>
        route.fulfill({
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
          body: botPage(values),
        }),
      )
    },
  })
  await shop.page.locator('madoguchi-widget button').first().click()
  return shop
}

/** Each answer of the knowledge by the word that it is asked for with. */
async function askAll(customer: WirePage, words: BotWords): Promise<void> {
  await question(customer, 'text')
  for (const at of words.answers.keys()) {
    const before = open(customer)?.ask ?? 0
    await say(customer, askedFor(at))
    await until(() => open(customer)?.kind === 'help' && open(customer)!.ask > before)
  }
}

async function say(customer: WirePage, text: string): Promise<void> {
  const outcome = await customer.ask('message.send', { contact: customer.contact!, text, attachments: [] })
  if (outcome !== 'done') throw new Error(`"${text}" was not taken: ${outcome}`)
}

async function answer(
  customer: WirePage,
  kind: VisitQuestion['kind'],
  part: { readonly choice?: string; readonly values?: readonly { readonly field: string; readonly value: string }[] },
): Promise<void> {
  const { ask } = await question(customer, kind)
  const body = { contact: customer.contact!, ask, text: null, choice: null, values: null, ...part }
  const outcome = await customer.ask('flow.answer', body)
  if (outcome !== 'done') throw new Error(`the ${kind} was not taken: ${outcome}`)
}

async function question(customer: WirePage, kind: VisitQuestion['kind']): Promise<VisitQuestion> {
  await until(() => open(customer)?.kind === kind)
  return open(customer)!
}

/** What the customer is asked now. */
function open({ frames }: WirePage): VisitQuestion | undefined {
  const changes = frames.flatMap(([kind, , , changed]) =>
    kind === frameKinds.snapshot || kind === frameKinds.delta ? (changed as readonly ListChange[]) : [],
  )
  const value = changes.findLast(([kind]) => kind === 'question')?.[2] ?? null
  return value === null ? undefined : (itemShape('visit', 'question')!.read(value) as VisitQuestion)
}
