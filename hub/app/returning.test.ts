/** A customer who comes back to the agent they had, where the queue wants that. */
import { expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import { hours, seconds } from '../model/time.ts'
import { Counter, firstWords, staff } from './testing.ts'

const backToTheLast = {
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue) => ({
    ...queue,
    rules: {
      ...queue.rules,
      steps: [
        { requirements: [], strategy: null, prefer: { lastWithinMs: hours(1) }, forMs: seconds(30), skipIf: null },
      ],
    },
  })),
}

/** Who is offered the customer's second contact, `awayMs` after the first; misaki has been idle for longer. */
async function secondAgent(organisation: typeof demoOrganisation, awayMs: number): Promise<string> {
  const counter = await Counter.open({ organisation })
  const { customer, contact, agent: hanako } = await counter.talk()
  const misaki = await counter.arrive(staff('misaki'))
  await hanako.ask('contact.close', { contact })
  await hanako.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
  await counter.pass(awayMs)
  await customer.ask('contact.start', firstWords)
  await counter.until(() => [hanako, misaki].some((agent) => agent.items('desk', 'offer').length > 0))
  return hanako.items('desk', 'offer').length > 0 ? 'hanako' : 'misaki'
}

test('[ST6] whoever served the customer last is asked first, within the time the queue gives', async () => {
  expect(await secondAgent(backToTheLast, 60_000)).toBe('hanako')
  expect(await secondAgent(demoOrganisation, 60_000)).toBe('misaki')
})

test('[ST6] and is like anybody else when that is longer ago', async () => {
  expect(await secondAgent(backToTheLast, 2 * 3_600_000)).toBe('misaki')
})
