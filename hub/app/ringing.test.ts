/** A queue that rings several: every agent's desk shows it, one has it, and the others are told that somebody was faster. */
import { describe, expect, test } from 'vitest'
import { contactOf, usedUnits } from '../acd/index.ts'
import { demoOrganisation } from '../demo.ts'
import { hints } from '../protocol/index.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, firstWords, staff, visitor } from './testing.ts'

const logins = ['hanako', 'james', 'misaki'] as const
const ringing = {
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue) => ({
    ...queue,
    rules: { ...queue.rules, strategy: 'ring-group' as const, ringAtOnce: 3 },
  })),
}

const offersOn = (page: Page) => page.items('desk', 'offer')
/** Offers that the page was told it lost to another. */
const lostOn = (page: Page) =>
  page
    .of('hinted')
    .filter(([, verb]) => verb === 'offer.lost')
    .map(([, , body]) => hints['offer.lost'].read(body).offer)

async function threeRung() {
  const counter = await Counter.open({ organisation: ringing })
  const agents: Page[] = []
  for (const login of logins) agents.push(await counter.arrive(staff(login)))
  const { customer, contact } = await counter.begin()
  await counter.until(() => agents.every((agent) => offersOn(agent).length === 1))
  return { counter, customer, contact, agents: agents as [Page, Page, Page] }
}

describe('[RG1] a contact that rings at three', () => {
  test('[RG3] is on three desks by offers of their own; the first has it and the others are told', async () => {
    const { counter, customer, contact, agents } = await threeRung()
    const offers = agents.map((agent) => offersOn(agent)[0]!)
    expect(new Set(offers.map(({ offer }) => offer)).size).toBe(3)
    expect(new Set(offers.map((offer) => offer.contact))).toEqual(new Set([contact]))
    await counter.accept(agents[1])
    expect(agents.map((agent) => offersOn(agent).length)).toEqual([0, 0, 0])
    expect(agents.map((agent) => agent.items('desk', 'contact').length)).toEqual([0, 1, 0])
    expect(agents.map(lostOn)).toEqual([[offers[0]!.offer], [], [offers[2]!.offer]])
    expect(customer.entries(contact).map(({ entry }) => entry.kind)).toEqual(['message', 'queued', 'joined'])
    expect(logins.map((login) => usedUnits(counter.hub.live.floor, agentId(login)) > 0)).toEqual([false, true, false])
  })

  test('[RG3] is told of while it still is on the desk, so that a page knows whom it was about', async () => {
    const { counter, agents } = await threeRung()
    agents[0].forget()
    await counter.accept(agents[1])
    const kinds = agents[0].frames
      .filter(([, name]) => name === 'offer.lost' || name === 'desk')
      .map(([, name]) => name)
    expect(kinds).toEqual(['offer.lost', 'desk'])
  })

  test('[RG3] [P7] two accept in one tick: one has it, the other is refused', async () => {
    const { counter, agents } = await threeRung()
    const [first, second] = [agents[2], agents[0]].map((agent) => {
      const { offer, epoch } = offersOn(agent)[0]!
      return { agent, id: agent.put('offer.accept', { offer, epoch }) }
    })
    await first!.agent.answer('offer.accept', first!.id)
    await expect(second!.agent.answer('offer.accept', second!.id)).rejects.toThrow('offer.gone')
    await counter.pass(1_000)
    expect(agents.map((agent) => agent.items('desk', 'contact').length)).toEqual([0, 0, 1])
  })

  test('[RG4] declined by one is on the other desks still, and nobody is told that they lost it', async () => {
    const { counter, agents } = await threeRung()
    const { offer, epoch } = offersOn(agents[0])[0]!
    await agents[0].ask('offer.decline', { offer, epoch })
    await counter.pass(1_000)
    expect(agents.map((agent) => offersOn(agent).length)).toEqual([0, 1, 1])
    expect(agents.flatMap(lostOn)).toEqual([])
  })

  test('[RG7] leaves every desk when its customer goes, and nobody is told that they lost it', async () => {
    const { counter, customer, contact, agents } = await threeRung()
    await customer.ask('contact.end', { contact })
    await counter.pass(1_000)
    expect(agents.map((agent) => offersOn(agent).length)).toEqual([0, 0, 0])
    expect(agents.flatMap(lostOn)).toEqual([])
  })

  test('[RG7] [P9] after a restart rings anew at those who come back, at its old place', async () => {
    const { counter, contact } = await threeRung()
    const enqueuedAt = contactOf(counter.hub.live.floor, contact)!.enqueuedAt
    await counter.restart()
    const james = await counter.page(staff('james'))
    const misaki = await counter.page(staff('misaki'))
    await counter.until(() => [james, misaki].every((agent) => offersOn(agent).length === 1))
    expect(offersOn(james)[0]).toMatchObject({ contact, epoch: 2 })
    expect(contactOf(counter.hub.live.floor, contact)).toMatchObject({ enqueuedAt, state: { phase: 'offered' } })
  })

  test('[RG3] frees whoever lost it for the next who waits', async () => {
    const { counter, agents } = await threeRung()
    const other = await counter.page(visitor('sora'))
    await other.ask('contact.start', firstWords)
    await counter.accept(agents[0])
    await counter.until(() => offersOn(agents[1]).length + offersOn(agents[2]).length === 2)
    expect(offersOn(agents[1])[0]?.contact).toBe(offersOn(agents[2])[0]?.contact)
  })
})
