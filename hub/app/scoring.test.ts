/** Scores from outside over the whole hub: who is asked what and when, and that nothing hangs on the answer. */
import { describe, expect, test } from 'vitest'
import { MemoryScorer, type ScorerReply } from '../adapters/scorer-memory.ts'
import { contactOf } from '../acd/index.ts'
import { demoOrganisation } from '../demo.ts'
import { durationMs } from '../model/time.ts'
import type { ScorerQuestion } from '../ports/scorer.ts'
import type { ScorerOutcome } from './scoring.ts'
import { Counter, staff, visitor } from './testing.ts'

const timeoutMs = durationMs(300)
const organisation = {
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue) => ({
    ...queue,
    rules: { ...queue.rules, scoring: { timeoutMs, candidatesMax: 50 } },
  })),
}
const queues = new Set(organisation.queues.map(({ rules }) => rules.id))

/** Answers after so long: every agent's score is their place from the end, so that the last is asked first. */
const reversed =
  (afterMs: number) =>
  ({ agents }: ScorerQuestion): ScorerReply => {
    const scores = Object.fromEntries(agents.map(({ id }, at) => [id, at]))
    return { afterMs, status: 200, text: JSON.stringify({ scores }) }
  }

async function asking(reply: (question: ScorerQuestion) => ScorerReply) {
  const outcomes: ScorerOutcome[] = []
  const late = { after: (ms: number, action: () => void) => counter.clock.after(durationMs(ms), action) }
  const scorer = new MemoryScorer(late, reply, queues)
  const counter: Counter = await Counter.open({
    organisation,
    also: { scorer },
    events: { scorer: (_, outcome) => outcomes.push(outcome) },
  })
  return { counter, scorer, outcomes }
}

describe('a scorer that answers', () => {
  test('is told of the contact and of who may be asked, and decides who rings', async () => {
    const { counter, scorer, outcomes } = await asking(reversed(50))
    const [first, second] = [await counter.arrive(), await counter.arrive(staff('james'))]
    const { contact } = await counter.begin(visitor('one'))
    await counter.until(() => second.items('desk', 'offer').length === 1)
    expect(first.items('desk', 'offer')).toEqual([])
    const [question] = scorer.asked
    expect(question).toMatchObject({ contact: { id: contact, channel: 'chat', attempts: 0 } })
    expect(question!.agents.map(({ ready }) => ready)).toEqual([true, true])
    // Nothing that a customer wrote goes out, nor what they call themselves.
    expect(JSON.stringify(scorer.asked)).not.toMatch(/text|name|page/i)
    expect(outcomes).toEqual(['answered'])
    expect(scorer.asked).toHaveLength(1)
  })

  test('is not waited for beyond the time of the queue', async () => {
    const { counter, outcomes } = await asking(reversed(10_000))
    const [first] = [await counter.arrive(), await counter.arrive(staff('james'))]
    await counter.begin(visitor('one'))
    await counter.pass(200)
    expect(first.items('desk', 'offer')).toEqual([])
    await counter.pass(200)
    expect(first.items('desk', 'offer')).toHaveLength(1)
    expect(outcomes).toEqual(['slow'])
  })
})

test.each<[string, ScorerReply, ScorerOutcome]>([
  ['is not there', null, 'unreachable'],
  ['talks nonsense', { afterMs: 10, status: 200, text: 'nonsense' }, 'malformed'],
  ['will not', { afterMs: 10, status: 503, text: '' }, 'refused'],
])('one that %s costs no more than that time, and is then left alone for a while', async (_, reply, outcome) => {
  const { counter, scorer, outcomes } = await asking(() => reply)
  const agent = await counter.arrive()
  for (let count = 0; count < 7; count++) {
    const { customer, contact } = await counter.begin(visitor(`n${count}`))
    await counter.until(() => agent.items('desk', 'offer').length === 1, 250)
    await customer.ask('contact.end', { contact })
  }
  expect(outcomes).toEqual([...Array<ScorerOutcome>(5).fill(outcome), 'skipped', 'skipped'])
  scorer.reply = reversed(10)
  await counter.pass(10_000)
  await counter.begin(visitor('later'))
  await counter.until(() => outcomes.at(-1) === 'answered')
})

test('nobody is asked where nobody is there, and a restart while it is asked leaves the contact to the queue', async () => {
  const { counter, scorer, outcomes } = await asking(reversed(250))
  const { contact } = await counter.begin(visitor('early'))
  await counter.until(() => outcomes.length === 1)
  expect([scorer.asked.length, outcomes]).toEqual([0, ['skipped']])
  expect(contactOf(counter.hub.live.floor, contact)?.scores).toEqual({ by: [] })
  const agent = await counter.arrive()
  await counter.accept(agent)
  const { contact: second } = await counter.begin(visitor('second'))
  expect(contactOf(counter.hub.live.floor, second)?.scores).toHaveProperty('until')
  await counter.restart()
  await counter.until(() => 'by' in (contactOf(counter.hub.live.floor, second)?.scores ?? {}), 1_000)
  expect(counter.fatal).toEqual([])
})
