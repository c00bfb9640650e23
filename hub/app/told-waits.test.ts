/** What customers are told of their wait, beside what it really was: kept with the contact, counted when it is over. */
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { queueRecordOf } from '../acd/index.ts'
import { minutes, type WallClock } from '../model/time.ts'
import { hubMeasures } from './measures.ts'
import { Counter, visitor } from './testing.ts'

async function busyCounter() {
  const figures = new Registry()
  const counter: Counter = await Counter.open({ events: hubMeasures(figures, () => counter?.hub ?? null) })
  const agent = await counter.arrive()
  for (let count = 0; count < 4; count++) {
    await counter.begin(visitor(`served-${count}`))
    await counter.accept(agent)
  }
  const counts = async (): Promise<Record<string, number>> => {
    const [metric] = (await figures.getMetricsAsJSON()).filter(({ name }) => name === 'madoguchi_wait_shown_total')
    return Object.fromEntries(metric!.values.map(({ labels, value }) => [labels.within, value]))
  }
  /** Somebody who waits, until they have waited so long; then one of the talks ends. */
  const served = async (name: string, waitMs: number, isAnswered = true) => {
    const { customer, contact } = await counter.begin(visitor(name))
    const told = counter.hub.live.file(contact)!.told!
    await counter.pass(waitMs)
    if (!isAnswered) await customer.ask('contact.end', { contact })
    else {
      const [talk] = agent.items('desk', 'contact')
      await agent.ask('contact.close', { contact: talk!.contact })
      await agent.ask('contact.wrapUp', { contact: talk!.contact, disposition: 'solved', note: '' })
      await counter.accept(agent)
    }
    return told
  }
  return { counter, counts, served }
}

test('an answer within the range that was told, and one after it, are counted, also over a restart', async () => {
  const { counter, counts, served } = await busyCounter()
  const { p50Ms, p90Ms } = await served('soon', 10_000)
  expect([p50Ms, p90Ms]).toEqual([30_000, 105_000])
  expect(await counts()).toEqual({ p50: 1 })
  await served('later', 60_000)
  expect(await counts()).toEqual({ p50: 1, p90: 1 })
  await served('late', 300_000)
  expect(await counts()).toEqual({ p50: 1, p90: 1, longer: 1 })
  const { contact } = await counter.begin(visitor('kept'))
  const { told } = counter.hub.live.file(contact)!
  await counter.restart()
  expect(counter.hub.live.file(contact)!.told).toEqual(told)
})

test('who gives up counts only once they have waited longer than they were told', async () => {
  const { counts, served } = await busyCounter()
  await served('hasty', 20_000, false)
  expect(await counts()).toEqual({})
  await served('patient', 240_000, false)
  expect(await counts()).toEqual({ longer: 1 })
})

test('[EW5] each queue goes by its own clock, told at the start and again once it has turned', async () => {
  const turned: WallClock[] = []
  const counter = await Counter.open({
    also: {
      wallClockOf: (_, at) => {
        const turnsAt = ((Math.floor(at / minutes(10)) + 1) * minutes(10)) as typeof at
        const clock = { offsetMs: minutes(turned.length), turnsAt, thenOffsetMs: minutes(60) }
        turned.push(clock)
        return clock
      },
    },
  })
  const queues = [...counter.hub.live.floor.queues.keys()]
  const walls = () => queues.map((queue) => queueRecordOf(counter.hub.live.floor, queue)!.wall)
  expect(walls()).toEqual(turned)
  // Nothing comes back because of a clock; with the next thing that happens it is told anew.
  await counter.pass(minutes(11))
  await counter.begin(visitor('after'))
  expect(turned).toHaveLength(2 * queues.length)
  expect(walls()).toEqual(turned.slice(queues.length))
})
