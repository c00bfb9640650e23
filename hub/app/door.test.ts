/** What HTTP and the sign-in may ask of the app: who may add and read files, ending sessions, changed people, writing. */
import { describe, expect, test } from 'vitest'
import { agentOf } from '../acd/index.ts'
import { makeId } from '../model/ids.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { demoPeople } from '../demo.ts'
import { agentId, Counter, staff, visitor } from './testing.ts'

const missing = makeId('contact', 'none')

describe('files of a contact', () => {
  const people = {
    'its visitor': visitor(),
    'another visitor': visitor('stranger'),
    'the agent who holds it': staff('hanako'),
    'another agent': staff('james'),
    'a supervisor': staff('misaki'),
    'an administrator': staff('admin'),
  }

  function allowed(counter: Counter, contact: typeof missing) {
    const { door } = counter.hub
    return Object.fromEntries(
      Object.entries(people).map(([who, actor]) => [
        who,
        [door.mayAttach(actor, contact) && 'adds', door.mayReadFiles(actor, contact) && 'reads']
          .filter(Boolean)
          .join(' and '),
      ]),
    )
  }

  const nobody = Object.fromEntries(Object.keys(people).map((who) => [who, '']))
  const superiors = { 'a supervisor': 'reads', 'an administrator': 'reads' }

  test('while it waits, while it rings, in talk, in wrap-up and afterwards (P22)', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, 'its visitor': 'adds and reads' })
    const agent = await counter.arrive()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    // Whoever is rung may look before they answer, as with earlier contacts.
    expect(allowed(counter, contact)).toEqual({
      ...nobody,
      ...superiors,
      'its visitor': 'adds and reads',
      'the agent who holds it': 'reads',
    })
    await counter.accept(agent)
    const both = { 'its visitor': 'adds and reads', 'the agent who holds it': 'adds and reads' }
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, ...both })
    await agent.ask('contact.close', { contact })
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, ...both, 'its visitor': 'reads' })
    await agent.ask('contact.wrapUp', { contact, disposition: '', note: '' })
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, 'its visitor': 'reads' })
  })

  test('of another customer: not the agent who holds the contact of somebody else', async () => {
    const counter = await Counter.open()
    await counter.talk(visitor('ken'))
    const { customer, contact } = await counter.begin()
    await customer.ask('contact.end', { contact })
    await counter.pass(50)
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, 'its visitor': 'reads' })
  })

  test('of one that never was: nobody', async () => {
    expect(allowed(await Counter.open(), missing)).toEqual(nobody)
  })

  test('of an earlier contact: also the agent who holds a later one of the same customer, to read', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await customer.ask('contact.end', { contact })
    expect(allowed(counter, contact)).toEqual({ ...nobody, ...superiors, 'its visitor': 'reads' })
    await counter.talk()
    expect(allowed(counter, contact)).toEqual({
      ...nobody,
      ...superiors,
      'its visitor': 'reads',
      'the agent who holds it': 'reads',
    })
  })
})

describe('sessions', () => {
  test('an ended one closes all its lines with 4403 and no others', async () => {
    const counter = await Counter.open()
    const first = await counter.page(staff())
    const second = await counter.page(staff())
    const elsewhere = await counter.page(staff('hanako', 2))
    const james = await counter.page(staff('james'))
    counter.hub.door.endSession(staff().session)
    await counter.pass(20)
    expect([first, second, elsewhere, james].map((page) => page.closedWith)).toEqual([4403, 4403, null, null])
  })

  test('of agents who are here are told, and of nobody else', async () => {
    const counter = await Counter.open()
    expect(counter.hub.door.staffSessions()).toEqual(new Set())
    await counter.page(staff())
    await counter.page(staff())
    await counter.page(staff('james'))
    await counter.page(visitor())
    expect(counter.hub.door.staffSessions()).toEqual(new Set([staff().session, staff('james').session]))
  })

  test('one that says hello while it is ended is closed with 4403 too', async () => {
    const counter = await Counter.open()
    counter.disk.held = true
    const busy = counter.write()
    const page = await counter.knock()
    page.hello({ ticket: counter.ticket(staff()) })
    await counter.pass(20)
    counter.hub.door.endSession(staff().session)
    counter.disk.release()
    await counter.settled(busy)
    expect(await page.end(1_000)).toBe(4403)
    expect(page.of('welcome')).toEqual([])
  })
})

describe('people', () => {
  const without = (login: string, change: object) =>
    demoPeople.map((person) => (person.login === login ? { ...person, ...change } : person))

  test('a new name is on the desk at once', async () => {
    const counter = await Counter.open()
    const agent = await counter.page(staff())
    counter.people = without('hanako', { name: '田中 花子' })
    counter.hub.door.personChanged(agentId('hanako'))
    await counter.pass(20)
    expect(agent.item('desk', 'me')?.name).toBe('田中 花子')
  })

  test('whoever is struck is offered nothing more, and what rings at them goes to another', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const james = await counter.arrive(staff('james'))
    counter.people = without('hanako', { disabled: true })
    counter.hub.door.personChanged(agentId('hanako'))
    await counter.until(() => james.items('desk', 'offer').length === 1, 1_000)
    expect(james.item('desk', 'offer')?.contact).toBe(contact)
    expect(agent.items('desk', 'offer')).toEqual([])
  })

  test('changed while nothing can be kept, it holds once something can', async () => {
    const counter = await Counter.open()
    await counter.arrive()
    counter.disk.broken = true
    await counter.refusal()
    // The next try is under way with the old rules when the person changes, and succeeds.
    counter.disk.held = true
    await counter.until(() => counter.disk.waiting === 1)
    counter.people = without('hanako', { disabled: true })
    counter.hub.door.personChanged(agentId('hanako'))
    counter.disk.broken = false
    counter.disk.release()
    await counter.pass(3_000)
    const { customer } = await counter.begin()
    await counter.pass(2_000)
    expect(customer.item('visit', 'contact')?.phase).toBe('queued')
    expect(agentOf(counter.hub.live.floor, agentId('hanako'))?.link.state).toBe('connected')
  })
})

describe('writing', () => {
  test('resolves when it is on the disk and not before (P1)', async () => {
    const counter = await Counter.open()
    counter.disk.held = true
    let done = false
    const writing = counter.write().then(() => (done = true))
    await counter.pass(1_000)
    expect([done, counter.disk.waiting]).toEqual([false, 1])
    counter.disk.release()
    await counter.settled(writing)
    expect(counter.store.get('meta', ['tried'])).toBeDefined()
  })

  test('rejects with StorageUnavailable when the disk refuses, and at once while it is known to (P18)', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    counter.disk.broken = true
    await expect(counter.settled(counter.write())).rejects.toThrow(StorageUnavailable)
    expect(counter.hub.door.storageDown).toBe(true)
    const { commits } = counter.disk
    await expect(counter.write()).rejects.toThrow(StorageUnavailable)
    const info = { attachment: makeId('attachment', 'one'), name: 'a.png', type: 'image/png', sizeBytes: 1 }
    await expect(counter.hub.door.addAttachment(contact, info)).rejects.toThrow(StorageUnavailable)
    expect([counter.disk.commits, counter.hub.door.attachmentCount(contact)]).toEqual([commits, 0])
    expect(counter.hub.door.attachment(info.attachment)).toBeNull()
  })
})
