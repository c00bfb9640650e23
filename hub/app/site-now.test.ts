/** Whether a site can answer, as its queues' hours and who is there make it. */
import { expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import { alwaysOpen } from '../hours/index.ts'
import { instant, minutes, type Instant } from '../model/time.ts'
import { Counter } from './testing.ts'

const [site] = demoOrganisation.sites
const zones = ['Asia/Tokyo', 'Europe/Berlin', 'UTC']
const organisation = {
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue, at) => ({ ...queue, calendar: { ...alwaysOpen, zone: zones[at]! } })),
}

/** Every queue is closed, and the queue at this place of the list opens after so many minutes. */
async function closedUntil(opening: readonly (number | null)[]): Promise<{ counter: Counter; at(n: number): Instant }> {
  const ids = organisation.queues.map(({ rules }) => rules.id)
  let begun: Instant | undefined
  const counter = await Counter.open({
    organisation,
    also: {
      openingOf: (queue, at) => {
        begun ??= at
        const after = opening[ids.indexOf(queue)]!
        const changesAt = after === null ? null : instant(begun + minutes(after))
        return changesAt === null || at < changesAt ? { open: false, changesAt } : { open: true, changesAt: null }
      },
    },
  })
  return { counter, at: (n) => instant(begun! + minutes(n)) }
}

test('a site is closed while all its queues are, and opens with the first of them, in that one’s zone', async () => {
  const { counter, at } = await closedUntil([50, 20, null])
  const now = () => counter.hub.door.siteNow(site!)
  expect(now()).toEqual({ staffed: false, open: false, opensAt: at(20), zone: 'Europe/Berlin' })
  await counter.arrive()
  expect(now()).toMatchObject({ staffed: true, open: false })
  await counter.pass(minutes(21))
  expect(now()).toMatchObject({ open: true, opensAt: null })
})

test('nobody can say when a site opens whose queues never do', async () => {
  const { counter } = await closedUntil([null, null, null])
  expect(counter.hub.door.siteNow(site!)).toMatchObject({ open: false, opensAt: null })
})

test('a site whose queues have no hours is open, in no zone', async () => {
  const counter = await Counter.open()
  expect(counter.hub.door.siteNow(site!)).toEqual({ staffed: false, open: true, opensAt: null, zone: null })
})
