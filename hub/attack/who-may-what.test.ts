/**
 * Who may what (P22), as a matrix made from the table of rights (auth/rights-table.ts): every verb and hint of the registry,
 * asked by everybody of every object they have, somebody else has, and nobody has. What everybody is to each object this file
 * knows by itself. What is refused changes nothing, tells nobody else anything, and is answered with the same bytes whether
 * the object is a stranger's or does not exist.
 */
import { afterAll, describe, expect, test } from 'vitest'
import { mayAsk } from '../auth/authorize.ts'
import { verbRows, type Relation, type Row as RightsRow } from '../auth/rights-table.ts'
import { makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import { rights } from '../model/rights.ts'
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
import { callRows, flowRows, offerBody, type Offer, type Row } from './may-rows.ts'
import { InsideHub, queueOf, shopOrigin } from './inside-hub.ts'
import { requestBytes, type Line } from './inside-line.ts'

const nobodys = makeId('contact', 'nobodys')
const missingOffer: Offer = { offer: makeId('offer', '1.nobodys'), epoch: 1 }

const rightsRow = (verb: Verb | HintVerb): RightsRow => verbRows[verb]

/** The relations that open this verb to this part. */
function opening(verb: Verb | HintVerb, { known }: Cast, part: Part): readonly Relation[] {
  const { visitors, staff = [] } = rightsRow(verb)
  const { actor } = known[part]
  if (actor.kind === 'visitor') return visitors === undefined ? [] : [visitors]
  return staff.filter(([needed]) => needed.every((right) => actor.rights.has(right))).map(([, to]) => to)
}

const rows: { readonly [V in Verb]: Row<V> } = {
  // The visitor has a contact open already, the other one too; only the visitor of the other site has none.
  'contact.start': {
    object: 'none',
    body: words('orders'),
    own: { visitor: 'contact.open', otherVisitor: 'contact.open' },
  },
  ...callRows,
  ...flowRows,
  ...deskRows,
  'contact.leave': {
    object: 'none',
    body: { ...words('orders'), reach: 'carl@example.jp' },
    own: { visitor: 'contact.open', otherVisitor: 'contact.open' },
  },
  // Theirs is in talk: there is no place to keep, nothing to come back to.
  'contact.hold': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'contact.notWaiting',
  },
  'contact.resume': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'callBack.gone',
  },
  'contact.end': { object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.close': { object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.transfer': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, queue: queueOf('billing'), agent: null, note: 'please' }),
  },
  'contact.wrapUp': {
    object: 'contact',
    phase: 'wrapUp',
    body: (contact) => ({ contact, disposition: '', note: 'noted' }),
  },
  'contact.pull': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'contact.notWaiting',
  },
  'contact.park': { object: 'contact', phase: 'active', body: (contact) => ({ contact }) },
  'contact.extendWrapUp': { object: 'contact', phase: 'wrapUp', body: (contact) => ({ contact }) },
  'contact.assign': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, agent: makeId('agent', 'ben'), force: false }),
    ends: 'agent.unavailable',
  },
  'contact.takeOver': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
    ends: 'agent.same',
  },
  'contact.why': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact }),
  },
  'agent.figures': { object: 'none', body: { from: 0 }, own: {} },
  'agent.force': {
    object: 'none',
    body: { agent: makeId('agent', 'ben'), status: 'away', reason: '' },
    own: {},
  },
  'agent.rescue': {
    object: 'none',
    body: { agent: makeId('agent', 'ben') },
    own: { supervisor: 'agent.here', administrator: 'agent.here' },
  },
  'agent.tell': {
    object: 'none',
    body: { agent: makeId('agent', 'nobody'), text: 'Well done.' },
    own: { supervisor: 'agent.unknown', administrator: 'agent.unknown' },
  },
  'agent.rules': {
    object: 'none',
    body: { agent: makeId('agent', 'ben'), queues: [], skills: [] },
    own: {},
  },
  'alert.seen': { object: 'none', body: { alert: 'long que_orders' }, own: {} },
  'contact.watch': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, on: true }),
  },
  'contact.earlier': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, limit: 10 }),
  },
  'contact.read': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, earlier: contact, after: 0, limit: 10 }),
  },
  'message.send': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, text: 'Is anybody there?', attachments: [] }),
  },
  'offer.accept': { object: 'offer', phase: 'offered', body: offerBody },
  'offer.decline': { object: 'offer', phase: 'offered', body: offerBody },
  'presence.set': { object: 'none', body: { status: 'away', reason: '' }, own: {} },
  'push.subscribe': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, endpoint: 'https://push.example/1', p256dh: 'BA', auth: 'AA' }),
    ends: 'push.unusable',
  },
  'survey.answer': {
    object: 'contact',
    phase: 'active',
    body: (contact) => ({ contact, score: 5, comment: 'Thanks' }),
    ends: 'survey.gone',
  },
  // Nobody here was named by the company's server: identity.test.ts has those who were.
  'visit.earlier': {
    object: 'none',
    body: { limit: 10 },
    own: { visitor: 'contact.gone', otherVisitor: 'contact.gone', otherSite: 'contact.gone' },
  },
  'visit.read': {
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
/** Whose contact it is: the customer's, and the holder's. */
const owns = (part: Part): boolean => part === 'visitor' || part === holderFor(part)
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

const working: readonly Relation[] = ['own', 'inCall', 'inSight', 'served']
type Named = 'own' | 'earlier' | (typeof foreignPhases)[number]
const named: readonly Named[] = ['own', 'earlier', ...foreignPhases]
/** What somebody is to the contacts of the scene, beside whose the visitor's own is; to all others nobody is anything. */
const standing: Partial<Record<Part, Partial<Record<Named, readonly Relation[]>>>> = {
  visitor: { own: ['own', 'past'], earlier: ['past'] },
  otherVisitor: { active: ['own', 'past'] },
  stranger: { active: working, wrapUp: working, closed: ['served'] },
}
const isTo = (part: Part, name: Named): readonly Relation[] =>
  standing[part]?.[name] ?? (name === 'own' && owns(part) ? working : [])
const idOf = (cast: Cast, name: Named): ContactId =>
  name === 'own' ? cast.own : name === 'earlier' ? cast.earlier : cast.foreign[name]

/** Contacts of the scene that this verb does not open to this part. */
function closedTo(verb: Verb | HintVerb, part: Part, cast: Cast): readonly (readonly [string, ContactId])[] {
  const opens = opening(verb, cast, part)
  return named
    .filter((name) => !opens.includes('any') && !isTo(part, name).some((relation) => opens.includes(relation)))
    .map((name) => [name, idOf(cast, name)] as const)
}

const rowOf = (verb: Verb): Row<Verb> => rows[verb] as Row<Verb>

const mayServe = ({ known }: Cast, part: Part): boolean => {
  const { actor } = known[part]
  return actor.kind === 'agent' && actor.rights.has('contacts.serve')
}

describe('over the socket', () => {
  test('every verb and hint has its row', () => {
    expect(Object.keys(rows).sort()).toEqual(Object.keys(requests).sort())
    expect(Object.keys(hintRows).sort()).toEqual(Object.keys(hints).sort())
    // What a request names is tried as what it is.
    for (const verb of Object.keys(requests) as Verb[]) {
      const { of } = rightsRow(verb)
      const tried = of === 'contact' || of === 'offer' ? of : 'none'
      expect([verb, rowOf(verb).object]).toEqual([verb, tried])
    }
  })

  for (const verb of Object.keys(requests) as Verb[])
    for (const part of parts)
      test(`${part}: ${verb}`, async () => {
        const row = rowOf(verb)
        const holder = holderFor(part)
        const cast = await shared(holder, row.object === 'none' ? 'active' : row.phase)
        const may = mayAsk(cast.known[part].actor, verb)
        /** What changes nothing is tried in the scene that all share, what is done in one of its own. */
        const meets = async (expected: string, body: (of: Cast) => object): Promise<string> => {
          if (expected !== 'done')
            return (await refused(cast, part, requestBytes(verb, body(cast) as never, 'same'))).code
          const own = await fresh(holder, row.object === 'none' ? 'active' : row.phase)
          return own.lines[part].ask(verb, body(own) as never)
        }
        if (row.object === 'none') {
          const expected = may ? (row.own[part] ?? 'done') : 'request.forbidden'
          return expect(await meets(expected, () => row.body)).toBe(expected)
        }
        const [gone, missing, closed] =
          row.object === 'contact'
            ? [
                'contact.gone',
                row.body(nobodys),
                closedTo(verb, part, cast).map(([name, id]) => [name, row.body(id)] as const),
              ]
            : [
                'offer.gone',
                row.body(missingOffer),
                foreignOffers(part, cast).map(([name, offer]) => [name, row.body(offer)] as const),
              ]
        const toMissing = await refused(cast, part, requestBytes(verb, missing, 'same'))
        expect(toMissing.code).toBe(may ? gone : 'request.forbidden')
        // A verb that is not theirs is refused on their own contact as on anybody's.
        for (const [name, body] of closed)
          expect([name, await refused(cast, part, requestBytes(verb, body, 'same'))]).toEqual([name, toMissing])
        const opens = opening(verb, cast, part)
        const reads = opens.includes('any') && isStaff(part) && !mayServe(cast, part)
        const isOpen =
          row.object === 'offer' ? may : isTo(part, 'own').some((one) => opens.includes(one)) || opens.includes('any')
        if (!may || !isOpen || !(owns(part) || reads)) return
        const ends = row.object === 'contact' ? (row.ends ?? 'done') : 'done'
        expect(await meets(ends, (of) => (row.object === 'contact' ? row.body(of.own) : row.body(of.ownOffer!)))).toBe(
          ends,
        )
      })

  function foreignOffers(part: Part, cast: Cast): readonly (readonly [string, Offer])[] {
    const old = { ...cast.foreignOffer, epoch: cast.foreignOffer.epoch + 1 }
    const strangers = [
      ['another’s', cast.foreignOffer],
      ['of another epoch', old],
    ] as const
    return owns(part) ? strangers : [...strangers, ['the holder’s', cast.ownOffer!]]
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

  test('a key of a program opens no socket, whatever it may, and is not used up by trying', async () => {
    const place = await InsideHub.open()
    opened.push(place)
    const { keys } = place.deps.staff
    const made = await place.settled(
      keys.make({ name: 'all', rights, expiresAt: null }, { by: 'hub', rights: new Set(rights) }),
    )
    const key = 'key' in made ? made.key : ''
    for (const origin of ['', shopOrigin]) {
      const line = place.knock(origin)
      line.hello(key)
      await place.settle()
      expect([line.closedWith, line.heard]).toEqual([4401, []])
    }
    expect(keys.prove(key, '192.0.2.1').kind).toBe('key')
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
        for (const [name, contact] of [['nobody’s', nobodys] as const, ...closedTo(verb, part, cast)]) {
          const { told } = await refused(cast, part, bytesFor(contact))
          expect([name, told]).toEqual([name, ''])
        }
        if (!owns(part)) return
        if (hubsOnly.includes(verb) || unheard.includes(verb))
          return void (await refused(cast, part, bytesFor(cast.own)))
        const own = await fresh(holderFor(part), 'active')
        const otherSide = isStaff(part) ? own.lines.visitor : own.lines[holderFor(part)]
        own.lines[part].say(bytesFor(own.own))
        await own.place.settle()
        expect(otherSide.frames().length).toBeGreaterThan(0)
      })
})
