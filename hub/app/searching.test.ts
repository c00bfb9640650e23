/** The search over what was said: what it finds in both languages, whose contacts it shows to whom, and that it goes on in bounds. */
import { describe, expect, test } from 'vitest'
import { Knowledge } from '../knowledge/index.ts'
import { demoOrganisation } from '../demo.ts'
import type { ContactId } from '../model/ids.ts'
import { excerptOf, hasAll, wordsOf } from './folding.ts'
import { visitorOf } from './live.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, firstWords, staff, visitor } from './testing.ts'

const find = async (page: Page, text: string, before: number | null = null, limit = 50) =>
  await page.ask('contact.search', { text, before, limit })
const foundBy = async (page: Page, text: string): Promise<ContactId[]> =>
  (await find(page, text)).found.map(({ contact }) => contact)

/** A contact of this customer that was served and is over. */
async function over(counter: Counter, agent: Page, name: string, text: string): Promise<ContactId> {
  const customer = await counter.page(visitor(name))
  const { contact } = await customer.ask('contact.start', { ...firstWords, name, text })
  await counter.accept(agent)
  await agent.ask('contact.close', { contact })
  await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
  return contact
}

describe('words', () => {
  test.each([
    ['カード払いはできますか', 'かーど', true],
    ['ｶｰﾄﾞ', 'カード', true],
    ['ＡＢ－１２３', 'ab-123', true],
    ['My PARCEL is late', 'late parcel', true],
    ['My parcel', 'late parcel', false],
    ['配送料', '送料', true],
  ])('in %s there is %s: %s', (text, asked, is) => expect(hasAll(text, wordsOf(asked))).toBe(is))

  test('an excerpt is around the word, within its bounds, and cuts no letter in two', () => {
    const text = `${'😀'.repeat(200)} ㍿テンマ ${'😀'.repeat(200)}`
    const excerpt = excerptOf(text, wordsOf('てんま'), 200)
    expect(excerpt).toContain('テンマ')
    expect(excerpt.length).toBeLessThanOrEqual(200)
    expect(excerpt).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/)
    expect(excerptOf('short', ['nothing'], 200)).toBe('short')
  })
})

describe('contact.search', () => {
  test('finds the newest entry of each contact, live and over, newest first', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const first = await over(counter, agent, 'ken', '送料はいくらですか')
    const second = await over(counter, agent, 'aoi', 'Is shipping free?')
    const { contact } = await counter.begin(visitor(), { text: '送料について' })
    await counter.accept(agent)
    await agent.ask('contact.note', { contact, text: '送料は無料と案内済み', mentions: [] })
    expect((await find(agent, '送料')).found.map(({ contact: one, from, excerpt }) => [one, from, excerpt])).toEqual([
      [contact, 'note', '送料は無料と案内済み'],
      [first, 'customer', '送料はいくらですか'],
    ])
    expect(await foundBy(agent, 'shipping')).toEqual([second])
    expect(await foundBy(agent, 'AOI')).toEqual([second])
    expect(await find(agent, 'nothing of that')).toEqual({ found: [], until: null })
  })

  test('shows to each only what they may read, and whose it is not is recorded', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const contact = await over(counter, agent, 'ken', 'Canary4711')
    const [james, boss] = [await counter.page(staff('james')), await counter.page(staff('misaki'))]
    expect(await foundBy(james, 'canary')).toEqual([])
    const audits = () => [...counter.store.range('audit', {})].length
    const before = audits()
    expect(await foundBy(boss, 'canary')).toEqual([contact])
    expect(audits()).toBe(before + 1)
    await agent.ask('contact.note', { contact, text: 'James?', mentions: [agentId('james')] })
    expect(await foundBy(james, 'canary')).toEqual([contact])
    const { customer } = visitorOf(counter.store, visitor('ken').session)!
    await counter.settled(counter.hub.door.eraseCustomer(customer, agentId('admin')))
    for (const page of [agent, james, boss]) expect(await foundBy(page, 'canary')).toEqual([])
  })

  test('goes on where it ended, without leaving one out', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const all: ContactId[] = []
    for (let at = 0; at < 7; at++) all.unshift(await over(counter, agent, `c${at}`, 'the same'))
    const found: ContactId[] = []
    let before: number | null = null
    for (let pages = 0; pages < 9; pages++) {
      const page: Awaited<ReturnType<typeof find>> = await find(agent, 'same', before, 3)
      found.push(...page.found.map(({ contact }) => contact))
      if ((before = page.until) === null) break
    }
    expect(found).toEqual(all)
  })

  test('one that comes before the last is answered ends that one; talks go on meanwhile', async () => {
    const counter = await Counter.open()
    const { agent, customer, contact } = await counter.talk()
    for (let at = 0; at < 250; at++) customer.put('message.send', { contact, text: `word ${at}`, attachments: [] })
    await counter.pass(1_000)
    const first = agent.put('contact.search', { text: 'nowhere', before: null, limit: 5 })
    const second = agent.put('contact.search', { text: 'word 249', before: null, limit: 5 })
    expect((await agent.answer('contact.search', second)).found).toHaveLength(1)
    expect((await agent.answer('contact.search', first)).found).toEqual([])
    counter.disk.broken = true
    await counter.refusal()
    expect(await agent.refusal('contact.search', { text: 'word', before: null, limit: 5 })).toBe('storage.unavailable')
  })
})

test('knowledge.search gives the entries of the configuration in force in both languages', async () => {
  const entry = {
    id: 'shipping',
    question: { en: 'How much is shipping?', ja: '送料はいくらですか。' },
    answer: { en: 'It is free.', ja: '無料です。' },
  }
  const gone = { ...entry, id: 'gone' }
  const knowledge = () => Promise.resolve(new Knowledge([entry, gone]))
  const outside = {
    call: () => Promise.reject(new Error('nobody calls')),
    search: () => Promise.resolve([]),
    knowledge,
  }
  const counter = await Counter.open({
    organisation: { ...demoOrganisation, knowledge: [entry] },
    also: { outside },
  })
  const agent = await counter.page(staff())
  const ask = (text: string) => agent.ask('knowledge.search', { text, locale: 'ja', limit: 5 })
  expect(await ask('送料')).toEqual({ entries: [entry] })
  expect(await ask('')).toEqual({ entries: [] })
})
