/** Every limit of the configuration, made to strike: who is refused, with which code, that it is counted, and that others go on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Registry } from 'prom-client'
import { afterAll, describe, expect, test } from 'vitest'
import { limitNames, loadConfig, type LimitName, type Limits } from '../config.ts'
import { Gate } from '../http/gate.ts'
import { headerOf, jsonOf, shopOrigin, testConfig, testHttp } from '../http/testing.ts'
import { makeId } from '../model/ids.ts'
import { frameKinds } from '../protocol/index.ts'
import { limitMeasures } from './limit-measures.ts'
import { noQuotas, type QuotaLimits } from './quotas.ts'
import { Counter, firstWords, visitor, type CounterOptions, type Talk } from './testing.ts'

const defaults = loadConfig({ env: { MADOGUCHI_MODE: 'demo' } }).limits
const megabyte = 1024 * 1024
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** What each limit has refused so far. */
const struck: Partial<Record<LimitName, number>> = {}
const count = (limit: LimitName): void => void (struck[limit] = (struck[limit] ?? 0) + 1)

const machine = { freeBytes: 1e12, memoryBytes: 0, heapIsTight: false }
const opened = (limits: Partial<QuotaLimits>, more: Partial<CounterOptions> = {}): Promise<Counter> =>
  Counter.open({
    quotas: { limits: { ...noQuotas.limits, ...limits }, machine: more.quotas?.machine ?? machine },
    events: { limit: count },
    ...(more.requestRate && { requestRate: more.requestRate }),
  })

/** Begins a contact and tells the refusal: its code, and when to come back. */
async function begin(
  counter: Counter,
  name: string,
): Promise<readonly [code: string, retryAfterMs: number | undefined]> {
  const page = await counter.page(visitor(name))
  const code = await page.refusal('contact.start', firstWords)
  return [code, page.of('refusal').at(-1)?.[3]]
}

const file = (sizeBytes: number) => ({
  attachment: makeId('attachment', `file-${sizeBytes}`),
  name: 'a.txt',
  type: 'text/plain',
  sizeBytes,
})

/** Sends a file of so many bytes through the door, as HTTP does; tells the refusal's code, or null. */
async function upload(counter: Counter, { contact }: Talk, sizeBytes: number, name = 'yuki'): Promise<string | null> {
  const room = counter.hub.door.fileRoom(visitor(name), contact, sizeBytes)
  if (room.kind === 'refused') return room.code
  await counter.settled(counter.hub.door.addAttachment(contact, file(sizeBytes)))
  room.release(sizeBytes)
  return null
}

/** HTTP with limits of its own, counting as the hub does. */
function http(limits: Partial<Limits>, attachments: object = {}) {
  const data = mkdtempSync(join(tmpdir(), 'madoguchi-limits-'))
  folders.push(data)
  const made = testHttp(testConfig({ MADOGUCHI_DATA: data }, { limits, attachments }))
  const { actor, token } = made.visitorTokens.issue('pk_shop')
  const contact = makeId('contact', 'c1')
  made.door.open(contact, actor)
  const ask = async (request: Parameters<typeof made.ask>[0]) => {
    const answer = await made.ask(request)
    made.refusals.splice(0).forEach(count)
    return answer
  }
  const send = (bytes: string) =>
    ask({
      method: 'POST',
      path: `/api/attachments/${contact}?name=a.txt`,
      headers: { authorization: `Bearer ${token}`, 'content-length': String(bytes.length) },
      origin: shopOrigin,
      body: bytes,
    })
  const signIn = (name: string) =>
    ask({
      method: 'POST',
      path: '/api/agent/sign-in',
      headers: { 'x-madoguchi': '1' },
      origin: 'http://hub.test',
      body: { name, password: 'not this one' },
    })
  const ticket = () =>
    ask({ method: 'POST', path: '/api/visitor/ticket', origin: shopOrigin, body: { site: 'pk_shop' } })
  return { ...made, send, signIn, ticket, actor, contact }
}

/** One try for each: the compiler asks for the missing one. */
const tries: Record<LimitName, () => Promise<void>> = {
  async socketsBeforeHelloPerAddress() {
    const peer = { address: '192.0.2.1', origin: shopOrigin }
    const gate = new Gate(testHttp().clock, { ...defaults, socketsBeforeHelloPerAddress: 2 }, () => true, count)
    expect([gate.refusal(peer), gate.refusal(peer), gate.refusal(peer)]).toEqual([null, null, 429])
    gate.passed(peer)
    expect(gate.refusal(peer)).toBeNull()
  },
  async upgradesPerMinutePerAddress() {
    const peer = { address: '192.0.2.1', origin: shopOrigin }
    const gate = new Gate(testHttp().clock, { ...defaults, upgradesPerMinutePerAddress: 1 }, () => true, count)
    expect([gate.refusal(peer), gate.refusal(peer)]).toEqual([null, 429])
    expect(gate.refusal({ ...peer, address: '192.0.2.2' })).toBeNull()
  },
  async ticketsPerMinutePerAddress() {
    const hub = http({ ticketsPerMinutePerAddress: 1 })
    expect((await hub.ticket()).status).toBe(200)
    expect(jsonOf(await hub.ticket())).toEqual({ code: 'request.tooMany', retryAfterS: 60 })
  },
  async signInsPerMinutePerAddress() {
    const hub = http({ signInsPerMinutePerAddress: 1 })
    expect((await hub.signIn('a')).status).toBe(401)
    expect(jsonOf(await hub.signIn('b'))).toEqual({ code: 'request.tooMany', retryAfterS: 60 })
  },
  async uploadsPerMinutePerAddress() {
    const hub = http({ uploadsPerMinutePerAddress: 1 })
    expect((await hub.send('a')).status).toBe(201)
    expect(jsonOf(await hub.send('a'))).toEqual({ code: 'request.tooMany', retryAfterS: 60 })
  },
  async wrongPasswordsPerAccount() {
    const hub = http({ wrongPasswordsPerAccount: 1 })
    expect((await hub.signIn('a')).status).toBe(401)
    expect(jsonOf(await hub.signIn('a'))).toEqual({ code: 'signIn.locked', retryAfterS: 30 })
    expect((await hub.signIn('b')).status).toBe(401)
  },
  async wrongPasswordsPerAddress() {
    const hub = http({ wrongPasswordsPerAddress: 1 })
    expect((await hub.signIn('a')).status).toBe(401)
    expect(jsonOf(await hub.signIn('b'))).toEqual({ code: 'signIn.locked', retryAfterS: 30 })
  },
  async perContactMax() {
    const hub = http({}, { perContactMax: 1 })
    expect((await hub.send('a')).status).toBe(201)
    expect(jsonOf(await hub.send('a'))).toEqual({ code: 'attachment.tooMany' })
  },
  async megabytesMax() {
    const hub = http({}, { megabytesMax: 1 })
    const response = await hub.send('a'.repeat(megabyte + 1))
    expect([response.status, jsonOf(response)]).toEqual([413, { code: 'attachment.tooLarge' }])
    expect((await hub.send('a'.repeat(megabyte))).status).toBe(201)
    expect(hub.door.bytesAside).toBe(0)
  },
  async megapixelsMax() {
    const hub = http({}, { megapixelsMax: 1 })
    const gif = (width: number, height: number): string =>
      `GIF89a${String.fromCharCode(width & 255, width >> 8, height & 255, height >> 8)}\0\0\0`
    // No byte is above 127, so that the text is the bytes.
    const response = await hub.send(gif(0x478, 0x401))
    expect([response.status, jsonOf(response)]).toEqual([413, { code: 'attachment.tooManyPixels' }])
    expect((await hub.send(gif(0x368, 0x301))).status).toBe(201)
  },
  async requestsPerMinutePerSession() {
    const counter = await opened({}, { requestRate: { perSecond: 1, burst: 2 } })
    const { customer, contact } = await counter.begin()
    const send = { contact, text: 'hello', attachments: [] }
    expect(await customer.refusal('message.send', send)).toBe('done')
    expect(await customer.refusal('message.send', send)).toBe('request.tooMany')
  },
  async contactsMax() {
    const counter = await opened({ contactsMax: 2 })
    const { customer, contact } = await counter.begin(visitor('one'))
    await counter.begin(visitor('two'))
    expect(await begin(counter, 'three')).toEqual(['hub.full', 30_000])
    // What is open goes on, and makes room when it is over.
    await customer.ask('message.send', { contact, text: 'still here', attachments: [] })
    await customer.ask('contact.end', { contact })
    expect(await begin(counter, 'three')).toEqual(['done', undefined])
    await counter.restart()
    expect(await begin(counter, 'four')).toEqual(['hub.full', 30_000])
  },
  async contactsPerSiteMax() {
    const counter = await opened({ contactsPerSiteMax: 1 })
    await counter.begin(visitor('one'))
    expect(await begin(counter, 'two')).toEqual(['hub.full', 30_000])
    await counter.restart()
    expect(await begin(counter, 'two')).toEqual(['hub.full', 30_000])
  },
  async contactsPerHourPerVisitor() {
    const counter = await opened({ contactsPerHourPerVisitor: 2 })
    for (let times = 0; times < 2; times++) {
      const { customer, contact } = await counter.begin(visitor('one'))
      await customer.ask('contact.end', { contact })
      await customer.vanish()
    }
    const [code, retryAfterMs] = await begin(counter, 'one')
    expect([code, (await begin(counter, 'two'))[0]]).toEqual(['contact.tooMany', 'done'])
    await counter.pass(retryAfterMs!)
    expect((await begin(counter, 'one'))[0]).toBe('done')
  },
  async contactsPerHourPerAddress() {
    const counter = await opened({ contactsPerHourPerAddress: 1 })
    await counter.begin(visitor('one'))
    expect(await begin(counter, 'two')).toEqual(['contact.tooMany', expect.any(Number)])
  },
  async contactsPerMinutePerSite() {
    const counter = await opened({ contactsPerMinutePerSite: 1 })
    await counter.begin(visitor('one'))
    const [code, retryAfterMs] = await begin(counter, 'two')
    expect(code).toBe('hub.full')
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  },
  async messagesPerContactMax() {
    const counter = await opened({ messagesPerContactMax: 10 })
    const { customer, contact } = await counter.begin()
    const codes: string[] = []
    for (let at = 0; at < 10; at++)
      codes.push(await customer.refusal('message.send', { contact, text: `${at}`, attachments: [] }))
    expect([...new Set(codes)]).toEqual(['done', 'contact.full'])
    expect(counter.hub.live.file(contact)!.head).toBe(10)
    // It can still be ended, and another begun.
    await customer.ask('contact.end', { contact })
    expect(await customer.refusal('contact.start', firstWords)).toBe('done')
  },
  async messagesPerMinutePerSession() {
    const counter = await opened({ messagesPerMinutePerSession: 3 })
    const { customer, contact } = await counter.begin()
    const ids = Array.from({ length: 5 }, (_, at) =>
      customer.put('message.send', { contact, text: `${at}`, attachments: [] }),
    )
    await counter.until(() => customer.of('reply').length + customer.of('refusal').length === 1 + ids.length)
    expect(customer.of('refusal').map((frame) => frame.slice(1, 3))).toEqual(
      ids.slice(3).map((id) => [id, 'request.tooMany']),
    )
    expect(customer.of('refusal')[0]![3]).toBeGreaterThan(1_000)
  },
  async textMegabytesPerContactMax() {
    const counter = await opened({ textMegabytesPerContactMax: 0.01 })
    const { customer, contact } = await counter.begin()
    const long = { contact, text: 'あ'.repeat(1_500), attachments: [] }
    expect(await customer.refusal('message.send', long)).toBe('done')
    await counter.restart()
    const again = await counter.page(visitor())
    expect(await again.refusal('message.send', long)).toBe('done')
    expect(await again.refusal('message.send', long)).toBe('contact.full')
    expect(await again.refusal('message.send', { ...long, text: 'short' })).toBe('done')
  },
  async attachmentMegabytesPerContactMax() {
    const counter = await opened({ attachmentMegabytesPerContactMax: 3 })
    const talk = await counter.begin()
    expect(await upload(counter, talk, 2 * megabyte)).toBeNull()
    expect(await upload(counter, talk, 2 * megabyte)).toBe('attachment.tooMuch')
    await counter.restart()
    expect(await upload(counter, talk, 2 * megabyte)).toBe('attachment.tooMuch')
    expect(await upload(counter, talk, megabyte)).toBeNull()
  },
  async attachmentMegabytesPerDayPerVisitor() {
    const counter = await opened({ attachmentMegabytesPerDayPerVisitor: 3 })
    const talk = await counter.begin()
    expect(await upload(counter, talk, 2 * megabyte)).toBeNull()
    const refused = counter.hub.door.fileRoom(visitor(), talk.contact, 2 * megabyte)
    expect(refused).toMatchObject({ code: 'attachment.tooMuch' })
    expect((refused as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(7 * 3_600_000)
    await counter.restart()
    expect(await upload(counter, talk, 2 * megabyte)).toBe('attachment.tooMuch')
  },
  async attachmentGigabytesMax() {
    const counter = await opened({ attachmentGigabytesMax: 3 / 1024 })
    const one = await counter.begin(visitor('one'))
    expect(await upload(counter, one, 2 * megabyte, 'one')).toBeNull()
    const two = await counter.begin(visitor('two'))
    expect(await upload(counter, two, 2 * megabyte, 'two')).toBe('storage.full')
    await counter.restart()
    expect(await upload(counter, two, 2 * megabyte, 'two')).toBe('storage.full')
    expect(await upload(counter, two, megabyte, 'two')).toBeNull()
    expect(counter.hub.quotas.attachmentBytes).toBe(3 * megabyte)
  },
  async freeMegabytesMin() {
    const small = { ...machine, freeBytes: 50 * megabyte }
    const counter = await opened({ freeMegabytesMin: 10 }, { quotas: { limits: noQuotas.limits, machine: small } })
    const talk = await counter.begin()
    small.freeBytes = 10 * megabyte - 1
    expect(await upload(counter, talk, 1)).toBe('storage.full')
    expect(await begin(counter, 'two')).toEqual(['storage.full', 30_000])
    const message = { contact: talk.contact, text: 'still here', attachments: [] }
    expect(await talk.customer.refusal('message.send', message)).toBe('done')
    small.freeBytes = 50 * megabyte
    expect(await begin(counter, 'two')).toEqual(['done', undefined])
  },
  async memoryMegabytesMax() {
    const busy = { ...machine, memoryBytes: 100 * megabyte }
    const counter = await opened({ memoryMegabytesMax: 200 }, { quotas: { limits: noQuotas.limits, machine: busy } })
    const talk = await counter.begin()
    busy.memoryBytes = 201 * megabyte
    expect(await begin(counter, 'two')).toEqual(['hub.full', 30_000])
    const { door } = counter.hub
    expect(door.newcomerRefusal(visitor('two'))).toEqual({ code: 'hub.full', retryAfterMs: 30_000 })
    expect(door.newcomerRefusal(visitor())).toBeNull()
    const message = { contact: talk.contact, text: 'still here', attachments: [] }
    expect(await talk.customer.refusal('message.send', message)).toBe('done')
    await counter.arrive()
    busy.memoryBytes = 100 * megabyte
    busy.heapIsTight = true
    expect((await begin(counter, 'two'))[0]).toBe('hub.full')
  },
}

describe('every limit strikes, says so, and is counted', () => {
  test.each(Object.entries(tries))('%s', async (limit, strikes) => {
    await strikes()
    expect(struck[limit as LimitName]).toBeGreaterThan(0)
  })

  test('none of the configuration is left out', () => {
    expect(Object.keys(tries).toSorted()).toEqual(limitNames(defaults).toSorted())
  })

  test('each stands among the metrics, also before it has refused anybody', async () => {
    const metrics = new Registry()
    const counter = await opened({})
    const refused = limitMeasures(metrics, limitNames(defaults), { ...defaults }, () => counter.hub)
    await counter.begin()
    refused('contactsMax')
    const text = await metrics.metrics()
    for (const limit of limitNames(defaults))
      expect(text).toContain(`madoguchi_limit_refusals_total{limit="${limit}"} ${limit === 'contactsMax' ? 1 : 0}`)
    expect(text).toContain('madoguchi_limit_used{limit="contactsMax"} 1')
    expect(text).toContain('madoguchi_limit{limit="contactsMax"} 200000')
  })
})

describe('what a limit takes', () => {
  test('is given back when the tick could not be kept, so that asking again costs nothing', async () => {
    const counter = await opened({ contactsPerHourPerVisitor: 1 })
    const page = await counter.page(visitor())
    counter.disk.broken = true
    expect(await page.refusal('contact.start', firstWords, 'same')).toBe('storage.unavailable')
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(await page.refusal('contact.start', firstWords, 'same')).toBe('done')
    await page.ask('contact.end', { contact: page.item('visit', 'contact')!.contact })
    expect(await page.refusal('contact.start', firstWords)).toBe('contact.tooMany')
  })

  test('of room for files is free again when nothing came of them', async () => {
    const counter = await opened({ attachmentMegabytesPerContactMax: 2, attachmentMegabytesPerDayPerVisitor: 2 })
    const { contact } = await counter.begin()
    const ask = (bytes: number) => counter.hub.door.fileRoom(visitor(), contact, bytes)
    const first = ask(2 * megabyte)
    expect([first.kind, ask(1).kind]).toEqual(['room', 'refused'])
    if (first.kind === 'room') first.release(0)
    const second = ask(2 * megabyte)
    expect(second.kind).toBe('room')
  })

  test('a repeated request for a contact takes nothing more', async () => {
    const counter = await opened({ contactsPerHourPerVisitor: 1 })
    const page = await counter.page(visitor())
    const first = await page.ask('contact.start', firstWords, 'once')
    expect(await page.ask('contact.start', firstWords, 'once')).toEqual(first)
  })

  test('room that is refused over HTTP has a status, a code and a time', async () => {
    const hub = http({})
    hub.door.fileRefusal = { kind: 'refused', code: 'storage.full', retryAfterMs: 30_000 }
    const full = await hub.send('a')
    expect([full.status, jsonOf(full), headerOf(full, 'retry-after')]).toEqual([
      507,
      { code: 'storage.full', retryAfterS: 30 },
      '30',
    ])
    hub.door.newcomers = { code: 'hub.full', retryAfterMs: 30_000 }
    const ticket = await hub.ticket()
    expect([ticket.status, jsonOf(ticket)]).toEqual([503, { code: 'hub.full', retryAfterS: 30 }])
  })
})

test('data from before there was a sum of all files is counted once', async () => {
  const counter = await opened({})
  const talk = await counter.begin()
  await upload(counter, talk, 5)
  await upload(counter, talk, 7)
  await counter.settled(counter.hub.door.write([{ table: 'meta', key: ['attachmentBytes'], value: null }]))
  await counter.restart()
  expect(counter.hub.quotas.attachmentBytes).toBe(12)
})

test('a refusal frame says nothing of time where nothing is known', async () => {
  const counter = await opened({})
  const { customer, contact } = await counter.begin()
  await customer.refusal('message.send', { contact, text: ' ', attachments: [] })
  expect(customer.of('refusal').at(-1)).toEqual([frameKinds.refusal, expect.any(String), 'message.empty'])
})
