/** A person is forgotten, at once for everybody who looks, and for good for whoever has a copy (P25). */
import { describe, expect, test } from 'vitest'
import { agentOf, usedUnits } from '../acd/index.ts'
import { makeId, type AttachmentId, type ContactId, type CustomerId, type SessionId } from '../model/ids.ts'
import type { Log } from '../ports/log.ts'
import { StorageUnavailable, tables } from '../ports/store.ts'
import { closeCodes } from '../protocol/index.ts'
import { verifyChain } from './audit-chain.ts'
import { visitorOf } from './live.ts'
import { keys, rows } from './records.ts'
import { agentId, Counter, staff, type CounterOptions, visitor } from './testing.ts'

const customerOf = (counter: Counter, name = 'yuki'): CustomerId =>
  visitorOf(counter.store, visitor(name).session)!.customer

/** Rows that name any of these ids or belong to them; events and the audit name ids and stay. */
function tracesOf(counter: Counter, ...ids: readonly string[]): string[] {
  return tables
    .filter((table) => table !== 'event' && table !== 'audit')
    .flatMap((table) =>
      [...counter.store.range(table, {})]
        .filter(({ key, value }) => {
          const text = `${key.join(' ')} ${Buffer.from(value).toString('latin1')}`
          return ids.some((id) => text.includes(id))
        })
        .map(({ key }) => `${table} ${key.join(' ')}`),
    )
}

const actsOf = (counter: Counter): string[] => {
  const found: string[] = []
  const { findings } = verifyChain(counter.store, {
    each: ({ actor, act, object, detail }) => found.push([actor, act, object, detail].join(' ')),
  })
  expect(findings).toEqual([])
  return found
}

async function addFile(counter: Counter, contact: ContactId, sizeBytes = 5): Promise<AttachmentId> {
  const attachment = makeId('attachment', counter.chance.word(20))
  const info = { attachment, name: 'receipt.txt', type: 'text/plain', sizeBytes }
  await counter.settled(counter.hub.door.addAttachment(contact, info))
  return attachment
}

const erase = (counter: Counter, customer: CustomerId) =>
  counter.settled(counter.hub.door.eraseCustomer(customer, agentId('admin')))

/** A hub that notes which files it removed, and which key was there when it did. */
function watched(): { readonly removed: string[]; readonly options: CounterOptions } {
  const removed: string[] = []
  return { removed, options: { also: { removeFile: (id) => Promise.resolve(void removed.push(id)) } } }
}

describe('erasing a person', () => {
  test('[P25] nothing of them is left in any row, in memory or on a screen; the agent is free; it is recorded', async () => {
    const { removed, options } = watched()
    const counter = await Counter.open(options)
    const { customer: page, contact, agent } = await counter.talk()
    for (const name of ['one', 'two', 'three']) await counter.begin(visitor(name))
    for (let held = 1; held < 4; held++) await counter.accept(agent)
    const other = await counter.begin(visitor('other'))
    await page.ask('message.send', { contact, text: 'My card is 4711', attachments: [] })
    const file = await addFile(counter, contact)
    const customer = customerOf(counter)
    const { slot } = counter.hub.live.file(contact)!
    const session = visitor().session
    expect(tracesOf(counter, contact, customer, session, file).length).toBeGreaterThan(8)
    const before = tracesOf(counter, other.contact)

    expect(await erase(counter, customer)).toEqual({ contacts: 1, finished: true })

    expect(tracesOf(counter, contact, customer, session, file)).toEqual([])
    expect(counter.hub.live.files.has(contact)).toBe(false)
    expect(counter.sealing.isErased(slot)).toBe(true)
    expect(removed).toEqual([file])
    await counter.pass(200)
    expect(page.closedWith).toBe(closeCodes.signedOut)
    // Whoever waits is offered at once: there is nothing to wrap up.
    expect(agent.items('desk', 'contact').map((item) => item.contact)).not.toContain(contact)
    expect(agent.items('desk', 'offer').map((item) => item.contact)).toEqual([other.contact])
    expect(usedUnits(counter.hub.live.floor, agentId('hanako'))).toBe(100)
    expect(agentOf(counter.hub.live.floor, agentId('hanako'))!.status).toBe('available')
    // All that has come to it is the offer.
    const after = tracesOf(counter, other.contact).filter((row) => !row.startsWith('contactEvent '))
    expect(after).toEqual(before)
    expect(actsOf(counter)).toEqual([`agt_admin customer.erased ${customer} 1 contacts`])
    expect(counter.fatal).toEqual([])
  })

  test('[P25] an agent who was away is not told who it was when they come back', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const cursor = agent.cursor('desk')
    const { contact } = await counter.begin()
    await counter.accept(agent)
    const shown = agent.items('desk', 'contact').find((item) => item.contact === contact)
    const { customerName } = shown!
    expect(customerName.length).toBeGreaterThan(3)
    expect(await erase(counter, customerOf(counter))).toEqual({ contacts: 1, finished: true })
    const window = await counter.page(staff('hanako', 2), { lists: [cursor] })
    expect(window.items('desk', 'me')).toHaveLength(1)
    expect(JSON.stringify(window.frames)).not.toContain(customerName)
  })

  test.each(['queued', 'offered', 'wrapUp', 'closed'] as const)('[P25] also one whose contact is %s', async (phase) => {
    const counter = await Counter.open()
    const agent = phase === 'queued' ? null : await counter.arrive()
    const { contact } = await counter.begin()
    if (phase === 'wrapUp' || phase === 'closed') {
      await counter.accept(agent!)
      await agent!.ask('contact.close', { contact })
    }
    if (phase === 'closed') await agent!.ask('contact.wrapUp', { contact, disposition: 'solved', note: 'a note' })
    const customer = customerOf(counter)
    expect(await erase(counter, customer)).toEqual({ contacts: 1, finished: true })
    expect(tracesOf(counter, contact, customer, visitor().session)).toEqual([])
    await counter.pass(300)
    if (agent !== null) expect([...agent.items('desk', 'offer'), ...agent.items('desk', 'contact')]).toEqual([])
    expect(counter.fatal).toEqual([])
  })

  test('[P25] a file that comes in the instant of their erasure is not kept, and is no error', async () => {
    const complaints: string[] = []
    const noting = (_: object, text: string): void => void complaints.push(text)
    const log: Log = { error: noting, warn: noting, info() {}, debug() {}, with: () => log }
    const counter = await Counter.open({ also: { log } })
    const { contact } = await counter.begin()
    const customer = customerOf(counter)
    const attachment = makeId('attachment', 'late')
    const info = { attachment, name: 'receipt.txt', type: 'text/plain', sizeBytes: 5 }
    const erased = counter.hub.door.eraseCustomer(customer, 'command line')
    // In the same tick, behind the decision.
    const added = counter.hub.door.addAttachment(contact, info)
    expect(await counter.settled(added)).toBeNull()
    expect(await counter.settled(erased)).toEqual({ contacts: 1, finished: true })
    expect(tracesOf(counter, contact, attachment)).toEqual([])
    expect([counter.hub.quotas.attachmentBytes, complaints, counter.fatal]).toEqual([0, [], []])
  })

  test('somebody nobody knows, or who was erased already, is nothing to erase, and is not recorded', async () => {
    const counter = await Counter.open()
    await counter.begin()
    const customer = customerOf(counter)
    await erase(counter, customer)
    expect(await erase(counter, customer)).toBeNull()
    expect(await erase(counter, makeId('customer', 'nobody'))).toBeNull()
    expect(actsOf(counter)).toHaveLength(1)
  })

  test('whoever comes back afterwards is somebody new', async () => {
    const counter = await Counter.open()
    await counter.begin()
    const before = customerOf(counter)
    await erase(counter, before)
    const page = await counter.page(visitor())
    expect(page.items('visit', 'contact')).toEqual([])
    await counter.begin()
    expect(customerOf(counter)).not.toBe(before)
  })

  test('[P25] with all their contacts, however many; the bytes of their files are given back', async () => {
    const counter = await Counter.open()
    const contacts: ContactId[] = []
    const page = await counter.page(visitor())
    for (let n = 0; n < 230; n++) {
      const begun = {
        name: 'Yuki',
        topic: '',
        text: `${n}`,
        locale: 'en' as const,
        pageUrl: '',
        pageTitle: '',
        fields: null,
        intent: null,
      }
      const { contact } = await page.ask('contact.start', begun)
      contacts.push(contact)
      if (n % 50 === 0) await addFile(counter, contact, 1_000)
      await page.ask('contact.end', { contact })
    }
    const customer = customerOf(counter)
    expect(counter.hub.quotas.attachmentBytes).toBe(5_000)
    expect(await erase(counter, customer)).toEqual({ contacts: 230, finished: true })
    expect(tracesOf(counter, customer, visitor().session, ...contacts)).toEqual([])
    expect(counter.hub.quotas.attachmentBytes).toBe(0)
    expect(actsOf(counter)).toEqual([`agt_admin customer.erased ${customer} 230 contacts`])
  }, 60_000)

  test('[P25] a talk of 10,000 entries goes without holding anybody up', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    const customer = customerOf(counter)
    counter.hub.submit((work) => {
      for (let n = 0; n < 10_000; n++)
        work.append(contact, {
          kind: 'message',
          at: work.now,
          from: 'customer',
          agent: null,
          session: visitor().session,
          requestId: `r${n}`,
          text: 'words',
          attachments: [],
        })
    })
    await counter.settled(counter.write())
    let rowsAtOnce = 0
    const commit = counter.store.commit.bind(counter.store)
    counter.store.commit = (changes) => ((rowsAtOnce = Math.max(rowsAtOnce, changes.length)), commit(changes))
    expect(await erase(counter, customer)).toEqual({ contacts: 1, finished: true })
    expect(rowsAtOnce).toBeLessThanOrEqual(510)
    expect(tracesOf(counter, contact)).toEqual([])
  })

  test('[P25] while the disk keeps nothing it is refused, and nothing has happened', async () => {
    const counter = await Counter.open()
    const { contact, customer: page } = await counter.begin()
    const customer = customerOf(counter)
    counter.disk.broken = true
    await expect(erase(counter, customer)).rejects.toThrow(StorageUnavailable)
    counter.disk.broken = false
    await counter.pass(3_000)
    expect(counter.hub.live.file(contact)).toBeDefined()
    expect(page.closedWith).toBeNull()
    await page.ask('message.send', { contact, text: 'still here', attachments: [] })
    expect(actsOf(counter)).toEqual([])
  })

  test('[P25] a file that cannot be removed now is removed later; meanwhile nobody can read it', async () => {
    let refuses = true
    const removed: string[] = []
    const removeFile = async (id: string): Promise<void> => {
      if (refuses) throw new Error('EIO')
      removed.push(id)
    }
    const counter = await Counter.open({ also: { removeFile } })
    const { contact } = await counter.begin()
    const file = await addFile(counter, contact)
    const { slot } = counter.hub.live.file(contact)!
    expect(await erase(counter, customerOf(counter))).toEqual({ contacts: 1, finished: false })
    expect([counter.sealing.isErased(slot), counter.hub.door.attachment(file)]).toEqual([true, null])
    refuses = false
    await counter.pass(31_000)
    expect(removed).toEqual([file])
    expect(tracesOf(counter, contact, file)).toEqual([])
    expect([...counter.store.range('erasure', {})]).toEqual([])
  })

  test.each(['erase.decided', 'erase.kept', 'erase.keysDestroyed', 'erase.filesGone'] as const)(
    '[P25] a kill at %s: either nothing has happened, or the next start has done all of it before it serves',
    async (point) => {
      class Killed extends Error {}
      let armed = true
      const removed: string[] = []
      const counter = await Counter.open({
        also: {
          removeFile: (id) => Promise.resolve(void removed.push(id)),
          passed: (passed) => {
            if (armed && passed === point) throw new Killed(point)
          },
        },
      })
      const { contact } = await counter.begin()
      const file = await addFile(counter, contact)
      const customer = customerOf(counter)
      const { slot } = counter.hub.live.file(contact)!
      void counter.hub.door.eraseCustomer(customer, 'hub').catch(() => {})
      await counter.pass(500)
      armed = false
      await counter.restart()
      const gone = point !== 'erase.decided'
      expect(counter.hub.live.files.has(contact)).toBe(!gone)
      expect(counter.sealing.isErased(slot)).toBe(gone)
      expect(removed.includes(file)).toBe(gone)
      expect(tracesOf(counter, contact, customer, file).length === 0).toBe(gone)
      expect([...counter.store.range('erasure', {})]).toEqual([])
      expect(actsOf(counter).length).toBe(gone ? 1 : 0)
    },
  )
})

describe('erasing one contact', () => {
  test('[P25] leaves the customer’s others, and their number right; with the last one the customer goes', async () => {
    const counter = await Counter.open()
    const first = await counter.begin()
    await first.customer.ask('contact.end', { contact: first.contact })
    const second = await counter.begin()
    await second.customer.ask('contact.end', { contact: second.contact })
    const customer = customerOf(counter)
    const eraseOne = (contact: ContactId) => counter.settled(counter.hub.door.eraseContact(contact, 'command line'))
    expect(await eraseOne(first.contact)).toEqual({ contacts: 1, finished: true })
    // The answers that a visitor was given stay as long as the visitor; they hold ids and numbers.
    expect(tracesOf(counter, first.contact).filter((row) => !row.startsWith('dedup'))).toEqual([])
    expect(visitorOf(counter.store, visitor().session)).toMatchObject({ contact: second.contact, contacts: 1 })
    expect(rows.customer.get(counter.store, keys.customer(customer))).toBeDefined()
    expect(await eraseOne(second.contact)).toEqual({ contacts: 1, finished: true })
    expect(tracesOf(counter, second.contact, customer, visitor().session)).toEqual([])
    expect(await eraseOne(second.contact)).toEqual({ contacts: 0, finished: true })
    expect(actsOf(counter)).toEqual([
      `command line contact.erased ${first.contact} `,
      `command line contact.erased ${second.contact} `,
    ])
  })
})

describe('a login that is over', () => {
  const answersOf = (counter: Counter, session: SessionId): string[] =>
    [...counter.store.range('dedup', { prefix: [session] })].map(({ key }) => String(key[1]))

  /** Somebody of the company who has accepted a contact, and asked for more than one slice of other things. */
  async function busyLogin(counter: Counter): Promise<SessionId> {
    await counter.talk()
    const { session } = staff('hanako')
    const answered = Array.from({ length: 2_000 }, (_, at) =>
      rows.dedup.put(keys.dedup(session, `asked-${at}`), { print: at, reply: null }),
    )
    await counter.settled(counter.hub.door.write(answered))
    return session
  }

  test('takes the answers along that were kept for its repeats, and nobody else’s', async () => {
    const counter = await Counter.open()
    const session = await busyLogin(counter)
    const others = answersOf(counter, visitor().session)
    expect([answersOf(counter, session).length > 600, others.length > 0]).toEqual([true, true])
    await counter.settled(counter.hub.door.sessionsOver([session]))
    expect([answersOf(counter, session), answersOf(counter, visitor().session)]).toEqual([[], others])
    expect([[...counter.store.range('erasure', {})], actsOf(counter), counter.fatal]).toEqual([[], [], []])
  })

  test('what a kill leaves of them goes with the next start', async () => {
    const counter = await Counter.open()
    const session = await busyLogin(counter)
    void counter.hub.door.sessionsOver([session]).catch(() => {})
    const left = answersOf(counter, session).length
    while (answersOf(counter, session).length === left) await counter.pass(1)
    expect(answersOf(counter, session)).not.toEqual([])
    await counter.restart()
    expect([answersOf(counter, session), [...counter.store.range('erasure', {})]]).toEqual([[], []])
  })
})

describe('export', () => {
  test('[P24] hands out everything kept of a person and nothing of anybody else, recorded before', async () => {
    const counter = await Counter.open()
    await counter.begin(visitor('other'), { text: 'somebody else' })
    const { contact, customer: page } = await counter.talk(visitor())
    await page.ask('message.send', { contact, text: 'second words', attachments: [] })
    const file = await addFile(counter, contact)
    const customer = customerOf(counter)
    const exported = await counter.settled(counter.hub.door.exportCustomer(customer, agentId('admin')))
    expect(exported).toMatchObject({
      customer,
      name: 'Yuki',
      contacts: [
        { contact, customerName: 'Yuki', pageTitle: 'Orders', files: [{ attachment: file, name: 'receipt.txt' }] },
      ],
    })
    const text = JSON.stringify(exported)
    expect(text).toContain('second words')
    expect(text).not.toContain('somebody else')
    expect(actsOf(counter)).toEqual([`agt_admin customer.exported ${customer} 1 contacts`])
    await erase(counter, customer)
    expect(await counter.settled(counter.hub.door.exportCustomer(customer, agentId('admin')))).toBeNull()
  })
})
