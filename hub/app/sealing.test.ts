/** What is sealed opens in its place and nowhere else, nothing of it stands in the store, and without its key it is gone. */
import { createCipheriv, randomBytes, randomFillSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMemoryKeys } from '../adapters/keys-memory.ts'
import { makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import { tables } from '../ports/store.ts'
import { readEntry as readWireEntry } from '../protocol/index.ts'
import { Live } from './live.ts'
import { attachmentOf, closedOf, keys, readEntries, rows } from './records.ts'
import { isSealed, places, Sealing } from './sealing.ts'
import { Counter, staff, visitor } from './testing.ts'

const fill = (bytes: Uint8Array): void => void randomFillSync(bytes)
const open = (damaged?: (place: string) => void): Sealing =>
  new Sealing({ vault: openMemoryKeys({ fill }), fill, ...(damaged && { damaged }) })

/** Every value in the store, with the table it stands in. */
const valuesOf = (counter: Counter) =>
  tables.flatMap((table) => Array.from(counter.store.range(table, {}), ({ key, value }) => ({ table, key, value })))

describe('sealing', () => {
  test('opens what it sealed, whatever it is', () => {
    const sealing = open()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), fc.nat(), (plain, word, number) => {
        const slot = sealing.vault.next()
        const sealed = sealing.seal(slot, [word, number], plain)
        expect(isSealed(sealed)).toBe(true)
        expect(Buffer.from(sealing.open([word, number], sealed)!).equals(plain)).toBe(true)
      }),
    )
  })

  test('what an earlier version sealed, by AES-256-GCM, opens as before; what a later one may seal does not', () => {
    const vault = openMemoryKeys({ fill })
    const sealing = new Sealing({ vault, fill })
    const slot = vault.next()
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', vault.key(slot)!, nonce)
    cipher.setAAD(Buffer.from('entry\ncnt_a\n2'))
    const piece = Buffer.concat([cipher.update('こんにちは'), cipher.final(), cipher.getAuthTag()])
    const head = Buffer.from([0xc1, 0, 0, 0, 0, 0, 0])
    head.writeUIntBE(slot, 1, 6)
    const sealed = Buffer.concat([head, nonce, piece])
    expect(String(sealing.open(places.entry('cnt_a', 2), sealed))).toBe('こんにちは')
    expect(sealing.open(places.entry('cnt_a', 3), sealed)).toBeNull()
    sealed[1] = 2
    expect(sealing.open(places.entry('cnt_a', 2), sealed)).toBeNull()
  })

  test('what stands in another place, or was changed, does not open, is told of, and throws nothing', () => {
    const told: string[] = []
    const sealing = open((place) => told.push(place))
    const [slot, other] = [sealing.vault.next(), sealing.vault.next()]
    const plain = randomBytes(100)
    const sealed = sealing.seal(slot, places.entry('cnt_a', 2), plain)
    expect(sealing.open(places.entry('cnt_a', 3), sealed)).toBeNull()
    expect(sealing.open(places.entry('cnt_b', 2), sealed)).toBeNull()
    expect(sealing.open(places.name('cnt_a'), sealed)).toBeNull()
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed)
      changed[at]! ^= 1
      expect(sealing.open(places.entry('cnt_a', 2), changed)).toBeNull()
    }
    expect(sealing.open(places.entry('cnt_a', 2), sealing.seal(other, places.entry('cnt_a', 2), plain))).toEqual(plain)
    expect(told.length).toBe(3 + sealed.length)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => sealing.open(['x'], bytes) === null))
  })

  test('never uses a nonce twice with a key', async () => {
    const counter = await Counter.open()
    const { agent, customer, contact } = await counter.talk()
    for (let round = 0; round < 300; round++)
      await (round % 2 ? agent : customer).ask('message.send', { contact, text: `${round}`, attachments: [] })
    const sealing = open()
    const slots = [sealing.vault.next(), sealing.vault.next()]
    const seen = new Set<string>()
    const note = (sealed: Uint8Array): void => {
      const name = Buffer.from(sealed.subarray(1, 19)).toString('hex')
      expect(seen.has(name)).toBe(false)
      seen.add(name)
    }
    for (let count = 0; count < 20_000; count++) note(sealing.seal(slots[count % 2]!, ['x'], new Uint8Array(1)))
    seen.clear()
    for (const { value } of counter.store.range('entry', {})) note(value)
    expect(seen.size).toBeGreaterThan(300)
  })

  test('seals what did not change only once: a message rewrites its contact’s row with the same sealed part', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.talk()
    const about = (): Uint8Array => rows.contact.get(counter.store, keys.contact(contact))!.file.about
    const before = about()
    await customer.ask('message.send', { contact, text: 'again', attachments: [] })
    expect(about()).toEqual(before)
  })

  test('leaves nothing of a person in any row', async () => {
    const counter = await Counter.open()
    const canary = 'CANARY'
    const agent = await counter.arrive()
    const words = { name: `${canary} name`, text: `${canary} first`, pageTitle: `${canary} title` }
    const { customer, contact } = await counter.begin(visitor(), { ...words, pageUrl: `https://x.example/${canary}` })
    await counter.accept(agent)
    await customer.ask('message.send', { contact, text: `${canary} said`, attachments: [] })
    const info = { attachment: makeId('attachment', 'f1'), name: `${canary}.png`, type: 'image/png', sizeBytes: 9 }
    await counter.settled(counter.hub.door.addAttachment(contact, info))
    await customer.ask('message.send', { contact, text: '', attachments: [info.attachment] })
    await agent.ask('contact.close', { contact })
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: `${canary} note` })
    const all = valuesOf(counter)
    expect(all.length).toBeGreaterThan(20)
    expect(all.filter(({ value }) => Buffer.from(value).includes(canary)).map(({ table }) => table)).toEqual([])
    // And yet all of it is there for who may see it.
    expect(JSON.stringify(counter.entriesOf(contact))).toContain(`${canary} note`)
    expect(counter.sealing.note(closedOf(counter.store, counter.sealing, contact)!)).toBe(`${canary} note`)
    expect(attachmentOf(counter.store, counter.sealing, info.attachment)!.info).toEqual(info)
  })
})

describe('a contact whose key is destroyed', () => {
  /** Somebody who came twice: the first contact is over, the second is open, with a file each. */
  async function twoContacts() {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const files: AttachmentId[] = []
    const contacts: ContactId[] = []
    const pages = []
    for (const name of ['one', 'two']) {
      const { customer, contact } = await counter.begin(visitor(), { text: `${name} begins` })
      await counter.accept(agent)
      files.push(makeId('attachment', name))
      const info = { attachment: files.at(-1)!, name: `${name}.png`, type: 'image/png', sizeBytes: 9 }
      await counter.settled(counter.hub.door.addAttachment(contact, info))
      contacts.push(contact)
      pages.push(customer)
      if (name === 'one') {
        await agent.ask('contact.close', { contact })
        await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: 'a note' })
      }
    }
    const slotOf = (contact: ContactId) =>
      (rows.contact.get(counter.store, keys.contact(contact)) ?? rows.closed.get(counter.store, keys.contact(contact)))!
        .file.slot
    return { counter, agent, customer: pages[1]!, files, contacts, slots: contacts.map(slotOf) }
  }

  test('that is over reads as if it were not there, and the others stay', async () => {
    const { counter, agent, files, contacts, slots } = await twoContacts()
    const [gone, open] = contacts as [ContactId, ContactId]
    expect(new Set(slots).size).toBe(2)
    expect((await agent.ask('contact.earlier', { contact: open, limit: 9 })).contacts).toHaveLength(1)
    await counter.keys.destroy([slots[0]!])
    expect((await agent.ask('contact.earlier', { contact: open, limit: 9 })).contacts).toEqual([])
    expect(await agent.refusal('contact.read', { contact: open, earlier: gone, after: 0, limit: 9 })).toBe(
      'contact.gone',
    )
    expect(closedOf(counter.store, counter.sealing, gone)).toBeUndefined()
    expect(readEntries(counter.store, counter.sealing, gone, 0, 99).every((entry) => entry === null)).toBe(true)
    expect(files.map((file) => counter.hub.door.attachment(file) === null)).toEqual([true, false])
    expect(counter.hub.door.fileKey(gone)).toBeNull()
    const actor = staff()
    expect(contacts.map((contact) => counter.hub.door.mayReadFiles(actor, contact))).toEqual([false, true])
    const { entries } = await agent.ask('contact.read', { contact: open, earlier: open, after: 0, limit: 9 })
    expect(entries.map((wire) => readWireEntry(wire as never).kind)).toContain('message')
    expect(counter.fatal).toEqual([])
  })

  test('that was open is not on the floor after a restart, and its customer begins anew', async () => {
    const { counter, contacts, slots } = await twoContacts()
    await counter.keys.destroy(slots)
    await counter.restart()
    const live = Live.load(counter.store, counter.hub.directory, counter.sealing)
    expect([...live.files.keys()]).toEqual([])
    const page = await counter.page(visitor())
    expect(page.items('visit', 'contact')).toEqual([])
    expect(page.items('visit', 'site')[0]).toMatchObject({ customerName: '' })
    const { contact } = await page.ask('contact.start', {
      name: '',
      topic: '',
      text: 'hello again',
      locale: 'en',
      pageUrl: '',
      pageTitle: '',
      fields: null,
      intent: null,
    })
    expect(contacts).not.toContain(contact)
    expect(counter.fatal).toEqual([])
  })

  test('while it is open shows nothing of its log to who comes, and takes nothing down', async () => {
    const { counter, slots } = await twoContacts()
    await counter.keys.destroy([slots[1]!])
    const another = await counter.page(staff('hanako', 2))
    const wires = another.of('entries').flatMap(([, , , entries]) => entries)
    expect(wires.map((wire) => readWireEntry(wire).kind)).toEqual(wires.map(() => 'elided'))
    expect(wires.length).toBeGreaterThan(0)
    expect(counter.fatal).toEqual([])
  })
})

test('when no key can be had, no contact begins, and the rest goes on', async () => {
  const counter = await Counter.open()
  const { customer, contact } = await counter.talk()
  const { next } = counter.keys
  const page = await counter.page(visitor('ken'))
  const { StorageUnavailable } = await import('../ports/store.ts')
  counter.keys.next = () => {
    throw new StorageUnavailable('full')
  }
  const words = {
    name: '',
    topic: '',
    text: 'hello',
    locale: 'en' as const,
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
  }
  expect(await page.refusal('contact.start', words)).toBe('storage.unavailable')
  await customer.ask('message.send', { contact, text: 'still here', attachments: [] })
  counter.keys.next = next.bind(counter.keys)
  const mai = await counter.page(visitor('mai'))
  expect((await mai.ask('contact.start', words)).contact).toMatch(/^cnt_/)
  expect(counter.fatal).toEqual([])
})
