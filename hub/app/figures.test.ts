/** What is counted beside the floor, and an agent's own day, through the whole hub in memory. */
import { describe, expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import type { AgentId } from '../model/ids.ts'
import { instant, minutes } from '../model/time.ts'
import { addCell, cellOf, cellsOf, emptyCell, type Cell, type CellKind } from '../reports/index.ts'
import { shopWithBot } from './flow-testing.ts'
import { keys, rows } from './records.ts'
import { Counter, delayMs, staff, visitor } from './testing.ts'

/** All that was counted of a kind, by the names of its cells. */
async function counted<K extends CellKind>(counter: Counter, kind: K): Promise<Record<string, Cell<K>>> {
  const all: Record<string, Cell<K>> = {}
  const read = async (): Promise<void> => {
    const ever = [instant(0), instant(counter.clock.now() + minutes(60))] as const
    for await (const [, cells] of counter.hub.reporting.cells(kind, ...ever))
      for (const [name, flat] of cellsOf(cells)) addCell((all[name] ??= emptyCell(kind)), cellOf(kind, flat))
  }
  await counter.settled(read())
  return all
}

describe('contacts with the bot', () => {
  test('[RP15] count when they begin and when the bot has them no longer, once through kills', async () => {
    const counter = await Counter.open({ organisation: shopWithBot() })
    counter.hub.reporting.start()
    const begin = (name: string) => counter.begin(visitor(name), { text: '' })
    const left = await begin('left')
    const handed = await begin('handed')
    const still = await begin('still')
    await counter.pass(30_000)
    await left.customer.ask('contact.end', { contact: left.contact })
    await handed.customer.ask('flow.person', { contact: handed.contact })
    await counter.pass(2 * delayMs)
    await counter.restart()
    counter.hub.reporting.start()
    const back = await counter.page(visitor('still'))
    await back.ask('contact.end', { contact: still.contact })
    await begin('another')
    await counter.pass(10_000)
    const cells = await counted(counter, 'bot')
    expect(Object.keys(cells)).toHaveLength(1)
    const [cell] = Object.values(cells)
    expect(cell).toMatchObject({ began: 4, solved: 0, unsolved: 0, left: 2, handedOver: 1 })
    expect(cell!.tookMs).toBeGreaterThan(90_000)
    expect(rows.meta.get(counter.store, keys.meta('reportedFacts'))).toBe(7)
  })
})

describe('an agent’s own figures', () => {
  const organisation = {
    ...demoOrganisation,
    sites: demoOrganisation.sites.map((site) => ({ ...site, survey: 'csat' as const })),
  }
  const hanako = staff('hanako')

  test('[RP16] [RP17] are those of their cells, with the time that runs on and what was said of them', async () => {
    const counter = await Counter.open({ organisation })
    counter.hub.reporting.start()
    const midnight = counter.clock.now()
    const { contact, customer, agent } = await counter.talk(visitor('yuki'))
    expect(await agent.ask('agent.figures', { from: midnight })).toMatchObject({
      handled: 0,
      handleMs: null,
      score: null,
    })
    await counter.pass(minutes(20))
    await customer.ask('contact.end', { contact })
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(minutes(5))
    await customer.ask('survey.answer', { contact, score: 4, comment: '' })
    await counter.pass(minutes(1))
    const told = await agent.ask('agent.figures', { from: midnight })
    expect(told).toMatchObject({ answered: 1, handled: 1, missed: 0, declined: 0, surveys: 1, score: 4 })
    expect(told.talkMs).toBeGreaterThan(minutes(20))
    expect(told.handleMs).toBe(told.talkMs + told.wrapUpMs)
    expect(told.reasons).toEqual([{ reason: 'lunch', ms: told.awayMs }])
    expect(told.awayMs).toBeGreaterThanOrEqual(minutes(6))
    expect(told.awayMs).toBeLessThan(minutes(6) + 2_000)
    // The course of the day adds up to it, quarter by quarter.
    const sum = (of: 'readyMs' | 'workMs' | 'awayMs') => told.course.reduce((all, quarter) => all + quarter[of], 0)
    expect([sum('readyMs'), sum('workMs'), sum('awayMs')]).toEqual([told.availableMs, told.workMs, told.awayMs])
    const quarters = told.course.map(({ at }) => at)
    expect(quarters).toEqual([...new Set(quarters)].sort((one, other) => one - other))
    expect(quarters.length).toBeGreaterThan(1)
    expect(quarters.every((at) => at % minutes(15) === 0)).toBe(true)
    // Of somebody else there is nothing.
    const colleague = await counter.page(staff('james'))
    expect(await colleague.ask('agent.figures', { from: midnight })).toMatchObject({ answered: 0, surveys: 0 })
    const surveys = await counted(counter, 'survey')
    expect(surveys).toEqual({
      [`que_orders ${hanako.agent satisfies AgentId}`]: {
        ...emptyCell('survey'),
        ...{ csatAnswers: 1, csatScore: 4, csatSatisfied: 1 },
      },
    })
  })
})
