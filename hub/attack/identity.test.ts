/**
 * Who a customer is, from the token that their company's server signs to what they and the agents are shown: over the real
 * routes and lines, by one who is honest and by others who are not. What tokens themselves may hold: auth/identity-token.test.ts.
 */
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fieldsOf, knownOf } from '../app/known.ts'
import { keys, rows } from '../app/records.ts'
import { makeRequest } from '../http/testing.ts'
import type { ContactId, CustomerId, SessionId } from '../model/ids.ts'
import { words } from './inside-cast.ts'
import { bankIssuer, bankKey, bankOrigin, InsideHub, shopIssuer, shopKey, shopOrigin } from './inside-hub.ts'
import { issuerOf, signedBy } from './inside-issuer.ts'
import type { Line } from './inside-line.ts'

let place: InsideHub
let asked = 0
beforeEach(async () => {
  place = await InsideHub.open()
})
afterEach(() => {
  expect(place.fatal).toEqual([])
  place.close()
})

interface Answer {
  readonly status: number
  readonly code?: string
  readonly ticket: string
  readonly token: string
  readonly identityUntil: number | null
}

async function post(path: string, body: object, origin = shopOrigin): Promise<Answer> {
  const address = `10.1.${(asked += 1) >> 8}.${asked & 255}`
  const answer = await place.settled(place.http(makeRequest({ method: 'POST', path, origin, body, address })))
  return { status: answer.status, ...(answer.body === '' ? {} : JSON.parse(String(answer.body))) }
}
const ticket = (body: object = {}): Promise<Answer> => post('/api/visitor/ticket', { site: shopKey, ...body })
const end = (token: string): Promise<Answer> => post('/api/visitor/end', { site: shopKey, token })

const signed = (sub: string, claims: object = {}): string =>
  signedBy(shopIssuer, place.clock.now(), { aud: shopKey, sub, ...claims })

async function lineBy({ ticket: one }: Answer, origin = shopOrigin): Promise<Line> {
  const line = place.knock(origin)
  line.hello(one)
  await place.settle()
  return line
}

const sessionOf = (token: string): SessionId => place.deps.visitorTokens.verify(token)!.session
const customerOf = (token: string): CustomerId =>
  rows.visitor.get(place.store, keys.visitor(sessionOf(token)))!.customer

/** Begins a contact and says which. */
async function begin(line: Line, name = 'Yuki'): Promise<ContactId> {
  expect(await line.ask('contact.start', { ...words('lonely'), name })).toBe('done')
  return line.item('visit', 'contact')!.contact
}
async function earlierOf(line: Line): Promise<readonly ContactId[]> {
  const id = `e${(asked += 1)}`
  expect(await line.ask('visit.earlier', { limit: 50 }, id)).toBe('done')
  return line.reply('visit.earlier', id).contacts.map(({ contact }) => contact)
}

describe('who is named', () => {
  test('is told until when, and keeps session and line as they prove it anew', async () => {
    const first = await ticket()
    expect(first).toMatchObject({ status: 200, identityUntil: null })
    const named = await ticket({ token: first.token, identity: signed('yamada') })
    expect(named).toMatchObject({
      status: 200,
      token: first.token,
      identityUntil: expect.closeTo(place.clock.now() + 600_000, -3.5),
    })
    const line = await lineBy(named)
    const contact = await begin(line)
    await keepAlive(line, 590_000)
    const renewed = await ticket({ token: first.token, identity: signed('yamada') })
    expect(renewed.token).toBe(first.token)
    await keepAlive(line, 300_000)
    expect(line.closedWith).toBeNull()
    expect(line.item('visit', 'contact')!.contact).toBe(contact)
  })

  test('and does not prove it anew has the line closed a minute after the end, and comes back with the next token', async () => {
    const first = await ticket({ identity: signed('yamada') })
    const line = await lineBy(first)
    const contact = await begin(line)
    await keepAlive(line, 650_000)
    expect(line.closedWith).toBeNull()
    await keepAlive(line, 20_000)
    expect(line.closedWith).toBe(4401)
    expect(await ticket({ token: first.token })).toMatchObject({ status: 401, code: 'identity.expired' })
    const files = await fetchFile(first.token)
    expect(files).toBe('signIn.needed')
    const again = await ticket({ token: first.token, identity: signed('yamada') })
    expect(again).toMatchObject({ status: 200, token: first.token })
    expect((await lineBy(again)).item('visit', 'contact')!.contact).toBe(contact)
  })

  test('needs no new proof within its time, also after a restart of what is in memory', async () => {
    const first = await ticket({ identity: signed('yamada') })
    expect(await ticket({ token: first.token })).toMatchObject({ status: 200, identityUntil: first.identityUntil })
  })

  test('has a session on each device, and reads on each what was said on the others', async () => {
    const phone = await lineBy(await ticket({ identity: signed('yamada') }))
    const contact = await begin(phone)
    const laptopVisit = await ticket({ identity: signed('yamada') })
    const laptop = await lineBy(laptopVisit)
    expect(laptop.item('visit', 'contact')).toBeUndefined()
    expect(await earlierOf(laptop)).toEqual([contact])
    expect(await laptop.ask('visit.read', { contact, after: 0, limit: 10 }, 'read')).toBe('done')
    expect(laptop.reply('visit.read', 'read').head).toBeGreaterThan(0)
    // The contact before them is no earlier one.
    const second = await begin(laptop)
    expect(await earlierOf(laptop)).toEqual([contact])
    expect(await earlierOf(phone)).toEqual([second])
    expect(await phone.ask('message.send', { contact: second, text: 'from the other device', attachments: [] })).toBe(
      'contact.gone',
    )
  })
})

describe('somebody unknown who is named', () => {
  test('brings along what they said before: one customer, the whole history, and a record of it', async () => {
    const elsewhere = await lineBy(await ticket({ identity: signed('yamada') }))
    const known = await begin(elsewhere)
    await place.pass(1_000)
    const unknown = await ticket()
    const line = await lineBy(unknown)
    const first = await begin(line, 'somebody')
    await line.ask('contact.end', { contact: first })
    const open = await begin(line, 'somebody')
    const before = customerOf(unknown.token)
    expect(await line.ask('visit.earlier', { limit: 5 })).toBe('contact.gone')

    const named = await ticket({ token: unknown.token, identity: signed('yamada', { name: '山田 花子' }) })
    expect(named.token).toBe(unknown.token)
    const customer = customerOf(unknown.token)
    expect(customer).not.toBe(before)
    expect(await earlierOf(line)).toEqual([first, known])
    expect(line.item('visit', 'contact')!.contact).toBe(open)
    expect(place.hub.live.file(open)).toMatchObject({ customer, identified: true })
    expect([...place.store.range('customerContact', { prefix: [before] })]).toEqual([])
    expect([...place.store.range('customerContact', { prefix: [customer] })]).toHaveLength(3)
    expect(rows.customer.get(place.store, keys.customer(before))).toBeUndefined()
    const record = [...place.store.range('audit', { reverse: true, limit: 1 })][0]!
    expect(Buffer.from(record.value).toString('latin1')).toContain('customer.merged')
    const exported = (await place.settled(place.hub.door.exportCustomer(customer, 'hub'))) as Record<string, unknown[]>
    expect(exported.contacts).toHaveLength(3)
    expect(exported.identities).toMatchObject([{ subject: 'yamada', fields: { 'customer.name': '山田 花子' } }])
  })

  test('and is the first of that name stays the customer that they were', async () => {
    const unknown = await ticket()
    await begin(await lineBy(unknown))
    const before = customerOf(unknown.token)
    await ticket({ token: unknown.token, identity: signed('yamada') })
    expect(customerOf(unknown.token)).toBe(before)
  })
})

describe('what the server says of them', () => {
  const told = { name: '山田 花子', attrs: { 'customer.tier': 'gold' } }
  const fieldsIn = (contact: ContactId) => {
    const file = place.hub.live.file(contact)!
    return fieldsOf(knownOf(place.hub.live.sealing, file))
  }
  const signedAs = (value: string) => ({ value, trust: 'signed', mode: 'locked', source: 'token' })

  test('is known of every contact from its beginning, and no page says it otherwise', async () => {
    const line = await lineBy(await ticket({ identity: signed('yamada', told) }))
    expect(line.item('visit', 'site')).toMatchObject({ identified: true, customerName: '山田 花子' })
    const given = (name: string, value: string) => ({ name, value, mode: 'overwrite' as const, source: 'script' })
    const fields = [given('customer.tier', 'platinum'), given('order.id', 'A-1')]
    expect(await line.ask('contact.start', { ...words('lonely'), name: 'Mallory', fields })).toBe('done')
    const { contact } = line.item('visit', 'contact')!
    expect(fieldsIn(contact)).toMatchObject({
      'customer.id': signedAs('yamada'),
      'customer.name': signedAs('山田 花子'),
      'customer.tier': signedAs('gold'),
      'order.id': { value: 'A-1', trust: 'page' },
    })
    const file = place.hub.live.file(contact)!
    expect(place.hub.live.sealing.about(file)).toMatchObject({ customerName: '山田 花子' })
  })

  test('comes to be known of an open contact when they are named, and again when it is proved anew', async () => {
    const { token } = await ticket()
    const line = await lineBy(await ticket({ token }))
    expect(line.item('visit', 'site')).toMatchObject({ identified: null })
    const contact = await begin(line)
    await ticket({ token, identity: signed('yamada', told) })
    expect(fieldsIn(contact)).toMatchObject({ 'customer.tier': signedAs('gold') })
    expect(line.item('visit', 'site')).toMatchObject({ identified: true })
    await ticket({ token, identity: signed('yamada', { ...told, attrs: { 'customer.tier': 'silver' } }) })
    expect(fieldsIn(contact)).toMatchObject({ 'customer.tier': signedAs('silver') })
  })
})

describe('another customer at the same browser', () => {
  test('gets a session of their own; the line of the former ends, and shows nothing of either to the other', async () => {
    const first = await ticket({ identity: signed('yamada') })
    const line = await lineBy(first)
    const contact = await begin(line)
    const token = signed('suzuki')
    const second = await ticket({ token: first.token, identity: token })
    expect(second).toMatchObject({ status: 200 })
    expect(second.token).not.toBe(first.token)
    expect(line.closedWith).toBe(4403)
    // An answer that was lost may be asked for again.
    expect((await ticket({ token: first.token, identity: token })).token).toBe(second.token)
    const other = await lineBy(second)
    expect(other.item('visit', 'contact')).toBeUndefined()
    expect(await earlierOf(other)).toEqual([])
    expect(await other.ask('visit.read', { contact, after: 0, limit: 10 })).toBe('contact.gone')
    expect(await ticket({ token: first.token })).toMatchObject({ status: 401, code: 'identity.expired' })
    const back = await ticket({ token: first.token, identity: signed('yamada') })
    expect((await lineBy(back)).item('visit', 'contact')!.contact).toBe(contact)
  })

  test('cannot join what two pages of one browser have said at once', async () => {
    const { token } = await ticket()
    await begin(await lineBy(await ticket({ token })))
    const [one, two] = await Promise.all([
      ticket({ token, identity: signed('yamada') }),
      ticket({ token, identity: signed('suzuki') }),
    ])
    expect([one.status, two.status].sort()).toEqual([200, 401])
  })
})

describe('log-out', () => {
  test('ends the session: token, tickets, line and open contact; what they left to be answered stays', async () => {
    const visit = await ticket({ identity: signed('yamada') })
    const unused = await ticket({ token: visit.token })
    const line = await lineBy(visit)
    const contact = await begin(line)
    expect(await end(visit.token)).toMatchObject({ status: 204 })
    expect(line.closedWith).toBe(4403)
    expect(place.hub.live.file(contact)).toBeUndefined()
    expect((await lineBy(unused)).closedWith).not.toBeNull()
    expect(await fetchFile(visit.token)).toBe('signIn.needed')
    const after = await ticket({ token: visit.token })
    expect(after).toMatchObject({ status: 200, identityUntil: null })
    expect(after.token).not.toBe(visit.token)
    expect((await lineBy(after)).item('visit', 'contact')).toBeUndefined()
    expect(await end(visit.token)).toMatchObject({ status: 204 })
    expect(await end('nothing of ours')).toMatchObject({ status: 204 })

    const next = await ticket({ identity: signed('yamada') })
    const waiting = await lineBy(next)
    expect(await waiting.ask('contact.leave', { ...words('lonely'), reach: 'h@example.jp' })).toBe('done')
    const left = waiting.item('visit', 'contact')!.contact
    await end(next.token)
    expect(place.hub.live.file(left)).toBeDefined()
  })

  test('of somebody unknown ends theirs as well', async () => {
    const visit = await ticket()
    const line = await lineBy(visit)
    await begin(line)
    await end(visit.token)
    expect(line.closedWith).toBe(4403)
    expect((await ticket({ token: visit.token })).token).not.toBe(visit.token)
  })

  test('from a page of another site is not heard', async () => {
    const visit = await ticket()
    expect(await post('/api/visitor/end', { site: shopKey, token: visit.token }, bankOrigin)).toMatchObject({
      code: 'site.forbidden',
    })
  })
})

describe('forgetting', () => {
  test('takes who they are with what they said: on every device, in every table', async () => {
    const phone = await ticket({ identity: signed('yamada', { name: '山田 花子' }) })
    const phoneLine = await lineBy(phone)
    await begin(phoneLine)
    const laptop = await ticket({ identity: signed('yamada') })
    const laptopLine = await lineBy(laptop)
    await place.settled(place.hub.door.eraseCustomer(customerOf(phone.token), 'hub'))
    expect([phoneLine.closedWith, laptopLine.closedWith]).toEqual([4403, 4403])
    for (const table of ['identity', 'proven', 'customer', 'visitor', 'customerContact'] as const)
      expect([table, [...place.store.range(table, {})]]).toEqual([table, []])
    // Known again, as somebody new.
    const again = await ticket({ token: laptop.token, identity: signed('yamada') })
    expect(await earlierOf(await lineBy(again))).toEqual([])
  })

  test('the last contact takes along whoever has no other', async () => {
    const visit = await ticket({ identity: signed('yamada') })
    const line = await lineBy(visit)
    const contact = await begin(line)
    await line.ask('contact.end', { contact })
    await place.settled(place.hub.door.eraseContact(contact, 'hub'))
    expect([...place.store.range('identity', {}), ...place.store.range('proven', {})]).toEqual([])
  })
})

describe('whoever is not', () => {
  const now = () => place.clock.now()
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const mallory = issuerOf(shopOrigin)

  test.each<[string, () => string, string]>([
    ['nothing', () => '', 'identity.invalid'],
    ['no token', () => 'a.b.c', 'identity.invalid'],
    ['signed by somebody else', () => signedBy(mallory, now(), { aud: shopKey, sub: 'yamada' }), 'identity.invalid'],
    ['of another site', () => signedBy(bankIssuer, now(), { aud: bankKey, sub: 'yamada' }), 'identity.invalid'],
    [
      'of another site, for this one',
      () => signedBy(bankIssuer, now(), { aud: shopKey, sub: 'yamada' }),
      'identity.invalid',
    ],
    ['for another site', () => signed('yamada', { aud: bankKey }), 'identity.invalid'],
    [
      'over for more than a minute',
      () => signed('yamada', { iat: 1, exp: Math.floor(now() / 1_000) - 61 }),
      'identity.expired',
    ],
    ['for a day', () => signed('yamada', { exp: Math.floor(now() / 1_000) + 86_400 }), 'identity.invalid'],
    ['unsigned', () => `${part({ alg: 'none' })}.${signed('yamada').split('.')[1]}.`, 'identity.invalid'],
    [
      'with the public key as a secret',
      () => {
        const [, body] = signed('yamada').split('.')
        const head = `${part({ alg: 'HS256', kid: 'k1' })}.${body}`
        return `${head}.${createHmac('sha256', JSON.stringify(shopIssuer.jwk)).update(head).digest('base64url')}`
      },
      'identity.invalid',
    ],
    [
      'bringing its own key',
      () => signedBy(mallory, now(), { aud: shopKey, sub: 'yamada' }, { alg: 'EdDSA', kid: 'k1', jwk: mallory.jwk }),
      'identity.invalid',
    ],
  ])('a token that is %s names nobody and changes nothing', async (_, token, code) => {
    const { token: own } = await ticket()
    const before = place.kept()
    expect(await ticket({ token: own, identity: token() })).toMatchObject({ status: 401, code })
    expect(await ticket({ identity: token() })).toMatchObject({ status: 401, code })
    expect(place.kept() === before).toBe(true)
  })

  test('a token that was overheard is worth nothing on another session, before or after it was used', async () => {
    const token = signed('yamada')
    const visit = await ticket({ identity: token })
    expect(await ticket({ token: visit.token, identity: token })).toMatchObject({ status: 200, token: visit.token })
    expect(await ticket({ identity: token })).toMatchObject({ status: 401, code: 'identity.invalid' })
    const { token: eve } = await ticket()
    expect(await ticket({ token: eve, identity: token })).toMatchObject({ status: 401, code: 'identity.invalid' })
  })

  test('a token that is too long is not looked at', async () => {
    expect(await ticket({ identity: 'a'.repeat(4_097) })).toMatchObject({ status: 400, code: 'request.malformed' })
  })

  test('the same name at two sites is two customers', async () => {
    const shop = await lineBy(await ticket({ identity: signed('yamada') }))
    await begin(shop)
    const identity = signedBy(bankIssuer, now(), { aud: bankKey, sub: 'yamada' })
    const bank = await lineBy(await post('/api/visitor/ticket', { site: bankKey, identity }, bankOrigin), bankOrigin)
    expect(await earlierOf(bank)).toEqual([])
  })

  test('nothing of a token, nor of whom it names, is in the log', async () => {
    const token = signed('yamada-taro', { email: 'h@example.jp' })
    await ticket({ identity: token })
    await ticket({ identity: token })
    const log = place.log.join('\n')
    for (const secret of [token, token.split('.')[2]!, 'yamada-taro', 'h@example.jp']) expect(log).not.toContain(secret)
    expect(place.kept()).not.toContain(Buffer.from('yamada-taro').toString('base64'))
  })
})

/** Time passes while the line beats. */
async function keepAlive(line: Line, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10_000) {
    await place.pass(10_000)
    line.beat()
    await place.settle()
  }
}

async function fetchFile(token: string): Promise<string | undefined> {
  const headers = { authorization: `Bearer ${token}` }
  const { body } = await place.settled(
    place.http(makeRequest({ path: '/api/attachments/att_nobodys', origin: shopOrigin, headers })),
  )
  return (JSON.parse(String(body)) as { code?: string }).code
}
