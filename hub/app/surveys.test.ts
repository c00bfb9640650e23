/** What customers think of contacts that are over: asked when somebody served them, for a day, and answered once. */
import { Registry } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import type { ContactId } from '../model/ids.ts'
import { hours, seconds } from '../model/time.ts'
import { shopWithBot } from './flow-testing.ts'
import { hubMeasures } from './measures.ts'
import type { Organisation } from './organisation.ts'
import type { Page } from './page-testing.ts'
import { closedOf } from './records.ts'
import { noteSurvey } from './surveys.ts'
import { Counter, visitor, type CounterOptions } from './testing.ts'

const asking = (survey: 'csat' | 'nps'): Organisation => ({
  ...demoOrganisation,
  sites: demoOrganisation.sites.map((site) => ({ ...site, survey })),
})
const open = (options: CounterOptions = {}): Promise<Counter> =>
  Counter.open({ organisation: asking('csat'), ...options })

/** A talk that its agent has ended and wrapped up. */
async function over(counter: Counter): Promise<{ customer: Page; agent: Page; contact: ContactId }> {
  const talk = await counter.talk()
  await talk.agent.ask('contact.close', { contact: talk.contact })
  await talk.agent.ask('contact.wrapUp', { contact: talk.contact, disposition: 'solved', note: '' })
  await counter.until(() => closedOf(counter.store, counter.sealing, talk.contact) !== undefined)
  await counter.pass(50)
  return talk
}
const asked = (page: Page) => page.items('visit', 'survey')
const good = (contact: ContactId) => ({ contact, score: 4, comment: 'Quick, thank you.' })

describe('a contact that is over', () => {
  test('is asked of, answered once, and then is not asked of any more, also after a restart', async () => {
    const counter = await open()
    const { customer, contact } = await over(counter)
    expect(asked(customer)).toEqual([{ contact, scale: 'csat' }])
    await customer.ask('survey.answer', good(contact))
    await counter.pass(50)
    expect(asked(customer)).toEqual([])
    expect(customer.entries(contact).at(-1)?.entry).toMatchObject({ kind: 'surveyed', scale: 'csat', score: 4 })
    expect(await customer.refusal('survey.answer', good(contact))).toBe('survey.gone')
    await counter.restart()
    const again = await counter.page(visitor())
    expect(asked(again)).toEqual([])
    const log = counter.entriesOf(contact)
    expect(log.filter(({ kind }) => kind === 'surveyed')).toHaveLength(1)
    const closed = closedOf(counter.store, counter.sealing, contact)!
    expect(closed.file).toMatchObject({ head: log.length, survey: { scale: 'csat', score: 4 } })
  })

  test('is asked of while its agent still wraps it up, who reads the answer', async () => {
    const counter = await open()
    const { customer, agent, contact } = await counter.talk()
    expect(await customer.refusal('survey.answer', good(contact))).toBe('survey.gone')
    await customer.ask('contact.end', { contact })
    await counter.until(() => asked(customer).length > 0)
    await customer.ask('survey.answer', { contact, score: 5, comment: 'My card is 4242 4242 4242 4242.' })
    await counter.pass(50)
    const entry = agent.entries(contact).at(-1)?.entry
    expect(entry).toMatchObject({ kind: 'surveyed', score: 5, comment: 'My card is •••• 4242.' })
    expect(asked(customer)).toEqual([])
  })

  test('is asked of for a day, and only as the last contact of its customer', async () => {
    const counter = await open()
    const { customer, contact } = await over(counter)
    const other = await counter.page(visitor('other'))
    expect(await other.refusal('survey.answer', good(contact))).toBe('contact.gone')
    await counter.begin(visitor())
    expect(asked(customer)).toEqual([])
    expect(await customer.refusal('survey.answer', good(contact))).toBe('contact.gone')

    const later = await open()
    const first = await over(later)
    await first.customer.vanish()
    await first.agent.vanish()
    await later.pass(hours(24))
    const back = await later.page(visitor())
    expect(await back.refusal('survey.answer', good(first.contact))).toBe('survey.gone')
  })

  test('is not asked of when nobody served it, or where the site does not ask', async () => {
    const counter = await open()
    const { customer, contact } = await counter.begin()
    await customer.ask('contact.end', { contact })
    await counter.pass(seconds(1))
    expect(asked(customer)).toEqual([])
    const silent = await Counter.open()
    const talk = await over(silent)
    expect(asked(talk.customer)).toEqual([])
    expect(await talk.customer.refusal('survey.answer', good(talk.contact))).toBe('survey.gone')
  })

  test('has a score of its scale', async () => {
    const counter = await open()
    const { customer, contact } = await over(counter)
    for (const score of [0, 6, 10])
      expect(await customer.refusal('survey.answer', { contact, score, comment: '' })).toBe('request.malformed')
    const other = await open({ organisation: asking('nps') })
    const talk = await over(other)
    expect(asked(talk.customer)).toEqual([{ contact: talk.contact, scale: 'nps' }])
    await talk.customer.ask('survey.answer', { contact: talk.contact, score: 0, comment: '' })
  })
})

test('a customer whom the bot has helped is asked too, and not where it could not', async () => {
  const organisation = shopWithBot()
  const sites = organisation.sites.map((site) => ({ ...site, survey: 'csat' as const }))
  const counter = await open({ organisation: { ...organisation, sites } })
  const { customer, contact } = await counter.begin(visitor(), { text: '' })
  const { ask } = customer.item('visit', 'question')!
  await customer.ask('flow.answer', { contact, ask, choice: 'bye', text: null, values: null })
  await counter.pass(50)
  expect(asked(customer)).toEqual([{ contact, scale: 'csat' }])
  await customer.ask('survey.answer', good(contact))
  const other = await counter.begin(visitor('other'), { text: '' })
  await other.customer.ask('contact.end', { contact: other.contact })
  await counter.pass(50)
  expect(asked(other.customer)).toEqual([])
})

test('what the bot was told is not asked once more', async () => {
  const counter = await open()
  const { customer, agent, contact } = await counter.talk()
  counter.hub.submit((work) => noteSurvey(work, contact, { scale: 'csat', score: 2, comment: '' }))
  await agent.ask('contact.close', { contact })
  await counter.pass(seconds(1))
  expect(asked(customer)).toEqual([])
})

test('scores are counted by site', async () => {
  const figures = new Registry()
  const counter = await open({ events: hubMeasures(figures, () => null) })
  const { customer, contact } = await over(counter)
  await customer.ask('survey.answer', good(contact))
  await counter.pass(50)
  expect(await figures.metrics()).toContain('madoguchi_surveys_total{site="pk_demo",scale="csat",score="4"} 1')
})
