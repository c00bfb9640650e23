/** The hours of queues over the whole hub: told at the start, changed by themselves, told anew, kept over a restart. */
import { expect, test } from 'vitest'
import { queueRecordOf } from '../acd/index.ts'
import { demoOrganisation } from '../demo.ts'
import { instant, minutes } from '../model/time.ts'
import type { OpeningOf } from './opening.ts'
import { Counter, firstWords, visitor } from './testing.ts'

const spanMs = minutes(10)

/** Open and closed in turn, ten minutes each. */
const inTurns: OpeningOf = (_, at) => {
  const span = Math.floor(at / spanMs)
  return { open: span % 2 === 0, changesAt: instant((span + 1) * spanMs) }
}

const formWhenClosed = {
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue) => ({
    ...queue,
    rules: {
      ...queue.rules,
      overflow: [{ name: 'closed', when: { measure: 'closed' }, to: { way: 'form' }, waiting: true }],
    },
  })),
} as const satisfies typeof demoOrganisation

test('a queue opens and closes by its hours, and what its rules say follows', async () => {
  const counter = await Counter.open({ organisation: formWhenClosed, also: { openingOf: inTurns } })
  const queue = formWhenClosed.queues[0]!.rules.id
  const record = () => queueRecordOf(counter.hub.live.floor, queue)!
  const isRight = () => {
    const { open, changesAt } = inTurns(queue, counter.clock.now())!
    return record().open === open && record().changesAt === changesAt
  }
  for (let turn = 0; turn < 4; turn++) {
    await counter.until(() => isRight() && record().open, 2 * spanMs)
    const came = await counter.page(visitor(`open${turn}`))
    expect(await came.refusal('contact.start', firstWords)).toBe('done')
    await counter.until(() => !record().open, 2 * spanMs)
    // Who waits when it closes is sent to the form.
    await counter.until(() => came.item('visit', 'contact')?.phase === 'closed', 5_000)
    const late = await counter.page(visitor(`late${turn}`))
    expect(await late.refusal('contact.start', firstWords)).toBe('queue.form')
    if (turn === 1) await counter.restart()
    expect(isRight()).toBe(true)
  }
})

test('a queue that has hours no more is open again', async () => {
  const also: { openingOf: OpeningOf } = { openingOf: () => ({ open: false, changesAt: null }) }
  const counter = await Counter.open({ also })
  const queue = demoOrganisation.queues[0]!.rules.id
  expect(queueRecordOf(counter.hub.live.floor, queue)?.open).toBe(false)
  also.openingOf = () => null
  await counter.restart()
  expect(queueRecordOf(counter.hub.live.floor, queue)?.open).toBe(true)
})
