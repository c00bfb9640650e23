/**
 * Who may what (P22), as a table of our own and a matrix made from it: every verb and hint of the registry, asked by
 * everybody of every object they have, somebody else has, and nobody has. What is refused changes nothing, tells nobody
 * else anything, and is answered with the same bytes whether the object is a stranger's or does not exist.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import { encode, frameKinds, hints, requests, type HintVerb, type Verb } from '../protocol/index.ts'
import {
  castOf,
  foreignPhases,
  isStaff,
  parts,
  words,
  type Cast,
  type OwnPhase,
  type Part,
  type StaffPart,
} from './inside-cast.ts'
import { deskRows } from './may-desk-rows.ts'
import { callRows, flowRows, offerBody, type Offer, type Row, type Who } from './may-rows.ts'
import { InsideHub, queueOf, shopOrigin } from './inside-hub.ts'
import { requestBytes, type Line } from './inside-line.ts'

const nobodys = makeId('contact', 'nobodys')
const missingOffer: Offer = { offer: makeId('offer', '1.nobodys'), epoch: 1 }

const isLeader = (part: Part): boolean => part === 'supervisor' || part === 'administrator'
const may = (who: Who, part: Part): boolean =>
  who === 'leaders' ? isLeader(part) : who === 'everybody' || (who === 'staff') === isStaff(part)

const rows: { readonly [V in Verb]: Row<V> } = {
  // The visitor has a contact open already, the other one too; only the visitor of the other site has none.
  'contact.start': {
    who: 'visitors',
    object: 'none',
    body: words('orders'),
    own: { visitor: 'contact.open', otherVisitor: 'contact.open' },
  },
  ...callRows,
  ...flowRows,
  ...deskRows,
  'contact.leave': {
    who: 'visitors',
    object: 'none',
    body: { ...words('orders'), reach: 'carl@example.jp' },
    own: { visitor: 'contact.open', otherVisitor: 'contact.open' },
  },
  // Theirs is in talk: there is no place to keep, nothing to come back to.
  'contact.hold': {
    who: 'visitors',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'contact.notWaiting',
  },
  'contact.resume': {
    who: 'visitors',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'callBack.gone',
  },
  'contact.end': { who: 'visitors', object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.close': { who: 'staff', object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.transfer': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, queue: queueOf('billing'), agent: null, note: 'please' }),
  },
  'contact.wrapUp': {
    who: 'staff',
    object: 'contact',
    phase: 'wrapUp',
    body: (contact) => ({ contact, disposition: '', note: 'noted' }),
  },
  'contact.pull': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    leadersSeeAll: true,
    ends: 'contact.notWaiting',
  },
  'contact.park': { who: 'staff', object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.extendWrapUp': { who: 'staff', object: 'contact', phase: 'wrapUp', body: (contact) => ({ contact }) },
  'contact.assign': {
    who: 'leaders',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, agent: makeId('agent', 'ben'), force: false }),
    leadersSeeAll: true,
    ends: 'agent.unavailable',
  },
  'contact.takeOver': {
    who: 'leaders',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    leadersSeeAll: true,
    ends: 'agent.same',
  },
  'contact.why': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    leadersSeeAll: true,
  },
  'agent.figures': { who: 'staff', object: 'none', body: { from: 0 }, own: {} },
  'agent.force': {
    who: 'leaders',
    object: 'none',
    body: { agent: makeId('agent', 'ben'), status: 'away', reason: '' },
    own: {},
  },
  'agent.rescue': {
    who: 'leaders',
    object: 'none',
    body: { agent: makeId('agent', 'ben') },
    own: { supervisor: 'agent.here', administrator: 'agent.here' },
  },
  'agent.tell': {
    who: 'leaders',
    object: 'none',
    body: { agent: makeId('agent', 'nobody'), text: 'Well done.' },
    own: { supervisor: 'agent.unknown', administrator: 'agent.unknown' },
  },
  'agent.rules': {
    who: 'leaders',
    object: 'none',
    body: { agent: makeId('agent', 'ben'), queues: [], skills: [] },
    own: {},
  },
  'alert.seen': { who: 'leaders', object: 'none', body: { alert: 'long que_orders' }, own: {} },
  'contact.watch': {
    who: 'leaders',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, on: true }),
    leadersSeeAll: true,
  },
  'contact.earlier': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, limit: 10 }),
    leadersSeeAll: true,
  },
  'contact.read': {
    who: 'staff',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, earlier: contact, after: 0, limit: 10 }),
    leadersSeeAll: true,
    servedToo: true,
  },
  'message.send': {
    who: 'everybody',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, text: 'Is anybody there?', attachments: [] }),
  },
  'offer.accept': { who: 'staff', object: 'offer', phase: 'offered', body: offerBody },
  'offer.decline': { who: 'staff', object: 'offer', phase: 'offered', body: offerBody },
  'presence.set': { who: 'staff', object: 'none', body: { status: 'away', reason: '' }, own: {} },
  'push.subscribe': {
    who: 'visitors',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, endpoint: 'https://push.example/1', p256dh: 'BA', auth: 'AA' }),
    ends: 'push.unusable',
  },
  'survey.answer': {
    who: 'visitors',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, score: 5, comment: 'Thanks' }),
    ends: 'survey.gone',
  },
  // Nobody here was named by the company's server: identity.test.ts has those who were.
  'visit.earlier': {
    who: 'visitors',
    object: 'none',
    body: { limit: 10 },
    own: { visitor: 'contact.gone', otherVisitor: 'contact.gone', otherSite: 'contact.gone' },
  },
  'visit.read': {
    who: 'visitors',
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, after: 0, limit: 10 }),
    ends: 'contact.gone',
  },
}

/** Scenes that only refused requests have seen, which change nothing. */
const scenes = new Map<string, Cast>()
const opened: InsideHub[] = []
afterAll(() => opened.forEach((place) => place.close()))

async function fresh(holder: StaffPart, phase: OwnPhase): Promise<Cast> {
  const cast = await castOf(holder, phase)
  opened.push(cast.place)
  return cast
}

async function shared(holder: StaffPart, phase: OwnPhase): Promise<Cast> {
  const name = `${holder} ${phase}`
  const cast = scenes.get(name) ?? (await fresh(holder, phase))
  scenes.set(name, cast)
  return cast
}

const holderFor = (part: Part): StaffPart => (part === 'supervisor' || part === 'administrator' ? part : 'agent')
const canOwn = (part: Part): boolean => ['visitor', 'agent', 'supervisor', 'administrator'].includes(part)
const hex = (line: Line): string => line.heard.map((bytes) => Buffer.from(bytes).toString('hex')).join(' ')

/** Says the bytes for this part. Tells what it was answered, and fails when anything changed or anybody else was told. */
async function refused(
  cast: Cast,
  part: Part,
  bytes: Uint8Array,
): Promise<{ readonly code: string; readonly told: string }> {
  const line = cast.lines[part]
  const everybodyElse = [...parts.filter((other) => other !== part).map((other) => cast.lines[other]), ...cast.others]
  for (const one of [line, ...everybodyElse]) one.forget()
  const before = cast.place.kept()
  line.say(bytes)
  await cast.place.settle()
  expect(cast.place.kept() === before).toBe(true)
  expect(everybodyElse.flatMap((other) => other.frames())).toEqual([])
  expect(cast.place.fatal).toEqual([])
  return { code: line.outcome('same'), told: hex(line) }
}

/** Contacts that are not this part's: those of strangers in every phase, and the visitor's where it is not theirs. */
function foreignTo(part: Part, cast: Cast, served = false): readonly (readonly [string, ContactId])[] {
  const theirs: Partial<Record<Part, readonly string[]>> = {
    otherVisitor: ['active'],
    stranger: served ? ['active', 'wrapUp', 'closed'] : ['active', 'wrapUp'],
  }
  const strangers = foreignPhases
    .filter((phase) => !(theirs[part] ?? []).includes(phase))
    .map((phase) => [phase, cast.foreign[phase]] as const)
  return canOwn(part) ? strangers : [...strangers, ['the visitor’s', cast.own], ['the visitor’s earlier', cast.earlier]]
}

const rowOf = (verb: Verb): Row<Verb> => rows[verb] as Row<Verb>

describe('over the socket', () => {
  test('every verb and hint has its row', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(requests).sort())
    expect(Object.keys(hintRows).sort()).toEqual(Object.keys(hints).sort())
  })

  for (const verb of Object.keys(requests) as Verb[])
    for (const part of parts)
      test(`${part}: ${verb}`, async () => {
        const row = rowOf(verb)
        const holder = holderFor(part)
        if (row.object === 'none') {
          const cast = await fresh(holder, 'active')
          const expected = may(row.who, part) ? (row.own[part] ?? 'done') : 'request.forbidden'
          if (expected !== 'done')
            expect((await refused(cast, part, requestBytes(verb, row.body, 'same'))).code).toBe(expected)
          else expect(await cast.lines[part].ask(verb, row.body)).toBe('done')
          return
        }
        const cast = await shared(holder, row.phase)
        const [gone, missing, strangers] =
          row.object === 'contact'
            ? [
                'contact.gone',
                row.body(nobodys),
                foreignTo(part, cast, row.servedToo).map(([name, id]) => [name, row.body(id)] as const),
              ]
            : [
                'offer.gone',
                row.body(missingOffer),
                foreignOffers(part, cast).map(([name, offer]) => [name, row.body(offer)] as const),
              ]
        const toMissing = await refused(cast, part, requestBytes(verb, missing, 'same'))
        expect(toMissing.code).toBe(may(row.who, part) ? gone : 'request.forbidden')
        const seesAll = row.object === 'contact' && row.leadersSeeAll === true && isLeader(part)
        for (const [name, body] of seesAll ? [] : strangers)
          expect([name, await refused(cast, part, requestBytes(verb, body, 'same'))]).toEqual([name, toMissing])
        if (!canOwn(part)) return
        const own = await fresh(holder, row.phase)
        const body = row.object === 'contact' ? row.body(own.own) : row.body(own.ownOffer!)
        const ends = row.object === 'contact' ? (row.ends ?? 'done') : 'done'
        if (may(row.who, part)) expect(await own.lines[part].ask(verb, body)).toBe(ends)
        // A verb that is not theirs is refused on their own contact as on anybody's.
        else expect(await refused(own, part, requestBytes(verb, body, 'same'))).toEqual(toMissing)
      })

  function foreignOffers(part: Part, cast: Cast): readonly (readonly [string, Offer])[] {
    const old = { ...cast.foreignOffer, epoch: cast.foreignOffer.epoch + 1 }
    const strangers = [
      ['another’s', cast.foreignOffer],
      ['of another epoch', old],
    ] as const
    return canOwn(part) ? strangers : [...strangers, ['the holder’s', cast.ownOffer!]]
  }

  test('a second object is looked at as the first', async () => {
    const cast = await shared('agent', 'active')
    const { own, earlier, foreign, ownFile, foreignFile } = cast
    const send = (text: string, attachment: AttachmentId) =>
      requestBytes('message.send', { contact: own, text, attachments: [attachment] }, 'same')
    for (const part of ['visitor', 'agent'] as const) {
      const missing = await refused(cast, part, send('', makeId('attachment', 'nobodys')))
      expect(missing.code).toBe('attachment.unknown')
      expect(await refused(cast, part, send('', foreignFile))).toEqual(missing)
    }
    const read = (other: ContactId) =>
      requestBytes('contact.read', { contact: own, earlier: other, after: 0, limit: 10 }, 'same')
    const missing = await refused(cast, 'agent', read(nobodys))
    expect(missing.code).toBe('contact.gone')
    for (const phase of foreignPhases)
      expect([phase, await refused(cast, 'agent', read(foreign[phase]))]).toEqual([phase, missing])
    const done = await fresh('agent', 'active')
    expect(
      await done.lines.agent.ask('contact.read', { contact: done.own, earlier: done.earlier, after: 0, limit: 10 }),
    ).toBe('done')
    expect(
      await done.lines.agent.ask('message.send', { contact: done.own, text: '', attachments: [done.ownFile] }),
    ).toBe('done')
    expect(earlier).not.toBe(own)
    expect(ownFile).not.toBe(foreignFile)
  })

  test('nobody: before the hello, and after a hello with a ticket that is not good, nothing is understood', async () => {
    const { place, own } = await shared('agent', 'active')
    const before = place.kept()
    const request = requestBytes('message.send', { contact: own, text: 'Let me in', attachments: [] }, 'same')
    const hint = encode([frameKinds.hint, 'message.typing', [own, true]])
    for (const bytes of [request, hint, encode([frameKinds.beat]), encode([frameKinds.bye])]) {
      const line = place.knock()
      line.say(bytes)
      expect([line.closedWith, line.heard]).toEqual([4400, []])
    }
    const line = place.knock()
    line.hello('a ticket that nobody was given')
    line.say(request)
    await place.settle()
    expect([line.closedWith, line.heard]).toEqual([4401, []])
    expect(place.kept()).toBe(before)
  })

  test('a ticket is good once, from its own origin, for 30 seconds', async () => {
    const place = await InsideHub.open()
    opened.push(place)
    const { actor } = place.visitor()
    const end = async (ticket: string, origin = shopOrigin): Promise<number | null> => {
      const line = place.knock(origin)
      line.hello(ticket)
      await place.settle()
      return line.closedWith
    }
    const ticket = place.tickets.issue(actor, shopOrigin)!
    expect([await end(ticket), await end(ticket)]).toEqual([null, 4401])
    const carried = place.tickets.issue(actor, shopOrigin)!
    expect([await end(carried, 'https://evil.example'), await end(carried)]).toEqual([4401, 4401])
    const old = place.tickets.issue(actor, shopOrigin)!
    await place.pass(30_000)
    expect(await end(old)).toBe(4401)
  })
})

test('whoever is signed out while their hello is on its way to the disk is not let in', async () => {
  const place = await InsideHub.open()
  opened.push(place)
  const { actor } = await place.agent('ann')
  const line = place.knock('')
  line.hello(place.tickets.issue(actor, '')!)
  place.hub.door.endSession(actor.session)
  await place.settle()
  expect([line.closedWith, line.heard]).toEqual([4403, []])
})

/** What shows that a hint was taken: somebody else hears of it, or a mark is kept. */
const hintRows: { readonly [V in HintVerb]: (contact: ContactId) => readonly unknown[] } = {
  'message.typing': (contact) => [frameKinds.hint, 'message.typing', [contact, true]],
  'message.mark': (contact) => [frameKinds.hint, 'message.mark', [contact, 1, 1]],
  'offer.lost': () => [frameKinds.hint, 'offer.lost', ['ofr_1.1']],
  'call.ask': (contact) => [frameKinds.hint, 'call.ask', [contact, 1, '{"verb":"capabilities"}']],
  'call.told': (contact) => [frameKinds.hint, 'call.told', [contact, null, '{}']],
}
/** What only the hub says. */
const hubsOnly: readonly HintVerb[] = ['offer.lost', 'call.told']
/** What nobody but the sender hears of; no calls are carried here. */
const unheard: readonly HintVerb[] = ['call.ask']

describe('hints', () => {
  for (const verb of Object.keys(hints) as HintVerb[])
    for (const part of parts)
      test(`${part}: ${verb}`, async () => {
        const bytesFor = (contact: ContactId): Uint8Array => encode(hintRows[verb](contact))
        const cast = await shared(holderFor(part), 'active')
        for (const [name, contact] of [['nobody’s', nobodys] as const, ...foreignTo(part, cast)]) {
          const { told } = await refused(cast, part, bytesFor(contact))
          expect([name, told]).toEqual([name, ''])
        }
        if (!canOwn(part)) return
        const own = await fresh(holderFor(part), 'active')
        if (hubsOnly.includes(verb) || unheard.includes(verb)) return void (await refused(own, part, bytesFor(own.own)))
        const otherSide = isStaff(part) ? own.lines.visitor : own.lines[holderFor(part)]
        own.lines[part].say(bytesFor(own.own))
        await own.place.settle()
        expect(otherSide.frames().length).toBeGreaterThan(0)
      })
})
