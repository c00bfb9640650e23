/** What is chosen by hand, asked over the wire: by whom, of what, what everybody concerned is told, and what is recorded. */
import { describe, expect, test } from 'vitest'
import { contactOf, holdersOf } from '../acd/index.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { verifyChain } from './audit-chain.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, staff, visitor, type Talk } from './testing.ts'

const [hanako, misaki] = [agentId('hanako'), agentId('misaki')]
const nobodys = makeId('contact', 'nobodys')

const holderOf = (counter: Counter, contact: ContactId): string | null => {
  const state = contactOf(counter.hub.live.floor, contact)?.state
  return state === undefined ? null : [state.phase, ...holdersOf(state)].join(' ')
}

const actsOf = (counter: Counter): string[] => {
  const found: string[] = []
  verifyChain(counter.store, {
    each: ({ actor, act, object, detail }) => found.push([actor, act, object, detail].join(' ')),
  })
  return found
}

const notices = (page: Page) => page.items('desk', 'notice').map(({ act, byName }) => `${act} ${byName}`)
const actsIn = (page: Page, contact: ContactId) =>
  page.entries(contact).flatMap(({ entry }) => (entry.kind === 'acted' ? [`${entry.act} ${entry.toName}`] : []))

/** A contact that waits because everybody here is away, or only this supervisor is. */
async function waiting(counter: Counter): Promise<Talk & { readonly agent: Page; readonly supervisor: Page }> {
  const agent = await counter.page(staff('hanako'))
  const supervisor = await counter.page(staff('misaki'))
  for (const page of [agent, supervisor]) await page.ask('presence.set', { status: 'away', reason: 'lunch' })
  return { ...(await counter.begin()), agent, supervisor }
}

describe('an agent', () => {
  test('pulls a contact that waits, once however often it is asked (P13, P2), and nobody else has it', async () => {
    const counter = await Counter.open()
    const { agent, supervisor, contact, customer } = await waiting(counter)
    await agent.ask('contact.pull', { contact }, 'pull-1')
    await agent.ask('contact.pull', { contact }, 'pull-1')
    expect(holderOf(counter, contact)).toBe(`active ${hanako}`)
    await counter.pass(200)
    expect(agent.item('desk', 'contact')).toMatchObject({ contact, phase: 'active', wrapUp: null })
    expect(customer.item('visit', 'contact')).toMatchObject({ phase: 'active', waitingFor: null })
    expect(await supervisor.refusal('contact.pull', { contact })).toBe('contact.notWaiting')
    const other = await counter.page(staff('james'))
    expect(await other.refusal('contact.pull', { contact })).toBe('contact.gone')
    // What one does to one's own work is no act on a colleague's.
    expect([actsOf(counter), notices(agent), actsIn(agent, contact)]).toEqual([[], [], []])
  })

  test('pulls nothing that rings at another, that is not there, or that does not fit', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await waiting(counter)
    const james = await counter.arrive(staff('james'))
    await counter.until(() => james.items('desk', 'offer').length === 1)
    expect(await agent.refusal('contact.pull', { contact })).toBe('contact.notWaiting')
    expect(await agent.refusal('contact.pull', { contact: nobodys })).toBe('contact.gone')
    await james.ask('presence.set', { status: 'away', reason: 'lunch' })
    for (let n = 0; n < 4; n++) await agent.ask('contact.pull', await counter.begin(visitor(`more-${n}`)))
    expect(await agent.refusal('contact.pull', { contact })).toBe('agent.full')
    await agent.ask('presence.set', { status: 'offline', reason: '' })
    expect(await agent.refusal('contact.pull', { contact })).toBe('agent.unavailable')
  })

  test('parks an idle talk, which the desk shows, and a message wakes it', async () => {
    const counter = await Counter.open()
    const { agent, contact, customer } = await counter.talk()
    await agent.ask('contact.park', { contact })
    await counter.pass(20)
    const since = agent.item('desk', 'contact')!.parked!
    expect(counter.clock.now() - since).toBeLessThan(100)
    await customer.ask('message.send', { contact, text: 'Are you there?', attachments: [] })
    await counter.pass(20)
    expect(agent.item('desk', 'contact')).toMatchObject({ parked: null, stirred: null })
    expect(await customer.refusal('contact.park', { contact })).toBe('request.forbidden')
    await agent.ask('contact.close', { contact })
    expect(await agent.refusal('contact.park', { contact })).toBe('contact.notActive')
  })

  test('makes a wrap-up longer as often as the queue allows, also over a restart', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    expect(await agent.refusal('contact.extendWrapUp', { contact })).toBe('wrapUp.notOpen')
    await agent.ask('contact.close', { contact })
    await counter.pass(20)
    const before = agent.item('desk', 'contact')!
    expect(before.wrapUp).toEqual({ mode: 'timed', extensionsLeft: 3, extensionMs: 60_000 })
    await agent.ask('contact.extendWrapUp', { contact }, 'more-1')
    await agent.ask('contact.extendWrapUp', { contact }, 'more-1')
    await counter.restart()
    const back = await counter.page(staff('hanako'))
    const after = back.item('desk', 'contact')!
    expect(after.wrapUp).toMatchObject({ extensionsLeft: 2 })
    expect(after.until! - before.until!).toBe(60_000)
    await back.ask('contact.extendWrapUp', { contact })
    await back.ask('contact.extendWrapUp', { contact })
    expect(await back.refusal('contact.extendWrapUp', { contact })).toBe('wrapUp.limit')
    const james = await counter.page(staff('james'))
    expect(await james.refusal('contact.extendWrapUp', { contact })).toBe('contact.gone')
  })

  test('does nothing to the work of others', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    const james = await counter.arrive(staff('james'))
    expect(await james.refusal('contact.assign', { contact, agent: agentId('james'), force: true })).toBe(
      'request.forbidden',
    )
    expect(await james.refusal('contact.takeOver', { contact })).toBe('request.forbidden')
    expect(await james.refusal('agent.force', { agent: hanako, status: 'away', reason: '' })).toBe('request.forbidden')
    expect(await james.refusal('agent.rescue', { agent: hanako })).toBe('request.forbidden')
    expect(await james.refusal('contact.park', { contact })).toBe('contact.gone')
  })
})

describe('a supervisor', () => {
  test('assigns a waiting contact as an offer: recorded with it, told to colleagues and to the agent (P24)', async () => {
    const counter = await Counter.open()
    const { agent, supervisor, contact, customer } = await waiting(counter)
    const to = { contact, agent: hanako, force: false }
    expect(await supervisor.refusal('contact.assign', to)).toBe('agent.unavailable')
    await supervisor.ask('contact.assign', { contact, agent: misaki, force: true }, 'mine')
    await agent.ask('presence.set', { status: 'available', reason: '' })
    await supervisor.ask('contact.assign', to, 'assign-1')
    await supervisor.ask('contact.assign', to, 'assign-1')
    await counter.pass(200)
    expect(holderOf(counter, contact)).toBe(`offered ${hanako}`)
    const { name } = staff('misaki')
    expect(notices(agent)).toEqual([`offered ${name}`])
    await counter.accept(agent)
    expect(actsIn(agent, contact)).toEqual([`given ${name}`, `offered ${staff('hanako').name}`])
    expect(customer.entries(contact).some(({ entry }) => entry.kind === 'acted')).toBe(false)
    expect(actsOf(counter)).toEqual([
      `agt_misaki contact.assigned ${contact} to agt_misaki by force`,
      `agt_misaki contact.assigned ${contact} to agt_hanako as an offer`,
    ])
    // Again is nothing, and leaves no record.
    expect(await supervisor.refusal('contact.assign', to)).toBe('agent.same')
    await agent.ask('contact.close', { contact })
    expect(await supervisor.refusal('contact.assign', { contact, agent: misaki, force: true })).toBe(
      'contact.notActive',
    )
    await agent.ask('contact.wrapUp', { contact, disposition: '', note: '' })
    expect(await supervisor.refusal('contact.assign', to)).toBe('contact.gone')
    expect(await supervisor.refusal('contact.assign', { ...to, contact: nobodys })).toBe('contact.gone')
    expect(actsOf(counter)).toHaveLength(2)
    await counter.pass(200)
    expect(notices(agent)).toEqual([])
  })

  test('takes a talk over: it is theirs at once, whoever had it is free and told so; kept over a restart', async () => {
    const counter = await Counter.open()
    const { agent, contact, customer } = await counter.talk()
    const supervisor = await counter.page(staff('misaki'))
    expect(await supervisor.refusal('contact.takeOver', { contact })).toBe('agent.unavailable')
    await supervisor.ask('presence.set', { status: 'away', reason: 'lunch' })
    await supervisor.ask('contact.takeOver', { contact })
    await counter.pass(200)
    expect([agent.items('desk', 'contact'), agent.item('desk', 'me')!.usedUnits]).toEqual([[], 0])
    const [notice] = agent.items('desk', 'notice')
    expect(notice).toMatchObject({ act: 'taken', byName: staff('misaki').name, contact, customerName: 'Yuki' })
    expect(supervisor.entries(contact).map(({ entry }) => entry.kind)).toContain('message')
    expect(customer.item('visit', 'contact')!.agentName).toBe(staff('misaki').name)
    expect(await supervisor.refusal('contact.takeOver', { contact })).toBe('agent.same')
    await counter.restart()
    expect(holderOf(counter, contact)).toBe(`active ${misaki}`)
    expect(actsOf(counter)).toEqual([`agt_misaki contact.takenOver ${contact} from agt_hanako`])
  })

  test('states an agent’s presence: they are told by whom, until they state one themselves', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const supervisor = await counter.page(staff('misaki'))
    expect(await supervisor.refusal('agent.force', { agent: hanako, status: 'away', reason: 'whim' })).toBe(
      'request.malformed',
    )
    expect(
      await supervisor.refusal('agent.force', { agent: makeId('agent', 'nobody'), status: 'away', reason: '' }),
    ).toBe('agent.unknown')
    await supervisor.ask('agent.force', { agent: hanako, status: 'away', reason: 'lunch' })
    await supervisor.ask('agent.force', { agent: hanako, status: 'away', reason: 'lunch' })
    await counter.pass(20)
    expect(agent.item('desk', 'me')).toMatchObject({ status: 'away', reason: 'lunch' })
    expect(agent.item('desk', 'notice')).toMatchObject({
      act: 'presence',
      byName: staff('misaki').name,
      contact: null,
      status: 'away',
      reason: 'lunch',
    })
    expect(actsOf(counter)).toEqual(['agt_misaki agent.forced agt_hanako away lunch'])
    await agent.ask('presence.set', { status: 'available', reason: '' })
    await counter.pass(20)
    expect(notices(agent)).toEqual([])
  })

  test('rescues the talks of an agent who is gone, before the grace ends', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const supervisor = await counter.page(staff('misaki'))
    expect(await supervisor.refusal('agent.rescue', { agent: hanako })).toBe('agent.here')
    await agent.vanish()
    await counter.pass(6_000)
    const gone = () => supervisor.items('floor', 'agent').find((one) => one.agent === hanako)!
    expect(gone()).toMatchObject({ link: 'lost', contacts: 1, usedUnits: 25, status: 'offline' })
    expect(gone().graceUntil! - gone().linkSince!).toBe(60_000)
    await supervisor.ask('agent.rescue', { agent: hanako })
    await counter.pass(200)
    expect(holderOf(counter, contact)).toBe('queued')
    expect(gone()).toMatchObject({ contacts: 0, usedUnits: 0 })
    expect(actsOf(counter)).toEqual(['agt_misaki agent.rescued agt_hanako 1 contacts'])
    const back = await counter.page(staff('hanako'))
    expect(notices(back)).toEqual([`rescued ${staff('misaki').name}`])
    expect(counter.entriesOf(contact).map((entry) => entry.kind)).toEqual([
      'message',
      'queued',
      'joined',
      'acted',
      'queued',
    ])
  })

  test('is told nothing before it is on the disk, and an act that could not be kept has not happened (P1)', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const supervisor = await counter.page(staff('misaki'))
    await supervisor.ask('presence.set', { status: 'away', reason: 'lunch' })
    counter.disk.held = true
    supervisor.put('contact.takeOver', { contact }, 'over')
    await counter.pass(500)
    expect([supervisor.items('desk', 'contact'), agent.items('desk', 'notice')]).toEqual([[], []])
    expect(agent.items('desk', 'contact')).toHaveLength(1)
    counter.disk.broken = true
    counter.disk.release()
    await expect(supervisor.answer('contact.takeOver', 'over')).rejects.toMatchObject({ code: 'storage.unavailable' })
    counter.disk.broken = false
    await counter.pass(3_000)
    expect([holderOf(counter, contact), actsOf(counter), notices(agent)]).toEqual([`active ${hanako}`, [], []])
    expect(agent.items('floor', 'held')).toEqual([])
  })
})
