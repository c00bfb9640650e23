/** The rules of CALLS.md: a table of calls that happen, and properties over calls of any legs at all. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeId, type LegId } from '../hub/model/ids.ts'
import type { CallLeg, LegPart, Source } from '../hub/ports/media-call.ts'
import { bridge, tapped } from './call-bridge.ts'

const id = (name: string): LegId => makeId('leg', name)
type State = Partial<Pick<CallLeg, 'muted' | 'cameraOff' | 'held' | 'sharing'>>
const leg = (name: string, part: LegPart, state: State = {}): CallLeg => ({
  ...part,
  id: id(name),
  muted: false,
  cameraOff: true,
  held: false,
  sharing: false,
  ...state,
})
const customer = (state?: State): CallLeg => leg('carl', { role: 'customer', mode: 'talk' }, state)
const agent = (state?: State, name = 'ann'): CallLeg => leg(name, { role: 'agent', mode: 'talk' }, state)
const bob = (state?: State): CallLeg => agent(state, 'bob')
const consults = (partner: string, state?: State): CallLeg =>
  leg('bob', { role: 'agent', mode: 'consult', partner: id(partner) }, state)
const boss = (mode: 'talk' | 'barge' | 'monitor', state?: State): CallLeg =>
  leg('sue', { role: 'supervisor', mode }, state)
const whispers = (partner: string, state?: State): CallLeg =>
  leg('sue', { role: 'supervisor', mode: 'whisper', partner: id(partner) }, state)

/** As `ann>carl`, by one source; music as `>carl`. */
function told(legs: readonly CallLeg[], source: Source = 'microphone'): string {
  const { links, music } = bridge(legs)
  const name = (of: LegId): string => of.slice('leg_'.length)
  const said = links.filter((link) => link.source === source).map(({ from, to }) => `${name(from)}>${name(to)}`)
  return [...said, ...(source === 'microphone' ? music.map((to) => `>${name(to)}`) : [])].join(' ')
}

const held = { held: true }
const muted = { muted: true }
test.each<[string, CallLeg[], string]>([
  ['[HW1] somebody alone hears nothing', [customer()], ''],
  ['[HW2] a customer and an agent', [customer(), agent()], 'carl>ann ann>carl'],
  ['[HW2] a conference of three', [customer(), agent(), bob()], 'carl>ann carl>bob ann>carl ann>bob bob>carl bob>ann'],
  ['[HW2] a supervisor who barges in', [customer(), agent(muted), boss('barge')], 'carl>ann carl>sue sue>carl sue>ann'],
  ['[HW2] a supervisor who took over', [customer(), boss('talk')], 'carl>sue sue>carl'],
  ['[HW3] an agent who is muted', [customer(), agent(muted)], 'carl>ann'],
  ['[HW4] [HW5] a customer on hold', [customer(held), agent()], '>carl'],
  [
    '[HW4] a customer on hold whom a supervisor would hear',
    [customer(held), agent(), boss('monitor')],
    'ann>sue >carl',
  ],
  ['[HW5] a customer who waits alone for another agent', [customer(held)], '>carl'],
  ['[HW4] an agent put aside while others go on', [customer(), agent(held), bob()], 'carl>bob bob>carl >ann'],
  [
    '[HW6] a consultation while the customer is on hold',
    [customer(held), agent(), consults('ann')],
    'ann>bob bob>ann >carl',
  ],
  [
    '[HW6] [HW5] a consultation out of a conference',
    [customer(), agent(held), consults('ann'), agent({}, 'cid')],
    'carl>cid ann>bob bob>ann cid>carl',
  ],
  [
    '[HW6] a consultation with a customer who is not on hold',
    [customer(), agent(), consults('ann')],
    'carl>ann ann>carl ann>bob bob>ann',
  ],
  ['[HW7] a consultation with a customer', [customer(), agent(), consults('carl')], 'carl>ann ann>carl'],
  ['[HW7] a consultation with somebody who is gone', [customer(held), consults('ann')], '>carl'],
  ['[HW7] one who consults and is held', [agent(), consults('ann', held)], '>bob'],
  ['[HW8] a monitor', [customer(), agent(), boss('monitor')], 'carl>ann carl>sue ann>carl ann>sue'],
  [
    '[HW8] a monitor of a consultation',
    [customer(held), agent(held), consults('ann'), boss('monitor')],
    'ann>bob ann>sue bob>ann bob>sue >carl',
  ],
  ['[HW8] a monitor of an agent who is put aside', [customer(), agent(held), boss('monitor')], 'carl>sue >ann'],
  ['[HW9] a whisper', [customer(), agent(), whispers('ann')], 'carl>ann carl>sue ann>carl ann>sue sue>ann'],
  ['[HW9] a whisper to an agent who is put aside', [agent(held), whispers('ann')], 'sue>ann >ann'],
  ['[HW9] a whisper to the customer', [customer(), agent(), whispers('carl')], 'carl>ann carl>sue ann>carl ann>sue'],
  ['[HW9] a whisper to somebody who is gone', [customer(), whispers('ann')], 'carl>sue'],
  ['[HW10] a blind transfer, done', [customer(), bob()], 'carl>bob bob>carl'],
  ['[HW10] a warm transfer, done', [customer(), bob()], 'carl>bob bob>carl'],
])('%s', (_, legs, wanted) => expect(told(legs)).toBe(wanted))

describe('what is seen', () => {
  const on = { cameraOff: false }
  test.each<[string, CallLeg[], string, string]>([
    [
      '[HW3] a camera goes on being seen while its leg is muted',
      [customer({ ...on, muted: true }), agent(on)],
      'carl>ann ann>carl',
      '',
    ],
    ['[HW3] a screen is shared by one whose camera is off', [customer(), agent({ sharing: true })], '', 'ann>carl'],
    [
      '[HW4] neither camera nor screen of a customer on hold',
      [customer({ ...on, held: true, sharing: true }), agent(on)],
      '',
      '',
    ],
    ['[HW6] a consultation sees each other', [customer(held), agent(on), consults('ann', on)], 'ann>bob bob>ann', ''],
    ['[HW8] nobody sees a monitor', [customer(), boss('monitor', { ...on, sharing: true })], '', ''],
    [
      '[HW9] nobody sees who whispers',
      [customer(), agent(on), whispers('ann', { ...on, sharing: true })],
      'ann>carl ann>sue',
      '',
    ],
  ])('%s', (_, legs, cameras, screens) => {
    expect(told(legs, 'camera')).toBe(cameras)
    expect(told(legs, 'screen')).toBe(screens)
    expect(told(legs, 'screenSound')).toBe(screens)
  })
})

const names = ['leg_a', 'leg_b', 'leg_c', 'leg_d', 'leg_e', 'leg_f'] as LegId[]
const partner = fc.constantFrom(...names)
const part = fc.oneof<fc.Arbitrary<LegPart>[]>(
  fc.constant({ role: 'customer', mode: 'talk' }),
  fc.constant({ role: 'agent', mode: 'talk' }),
  fc.record({ role: fc.constant('supervisor'), mode: fc.constantFrom('talk', 'barge', 'monitor') }),
  fc.record({ role: fc.constant('supervisor'), mode: fc.constant('whisper'), partner }),
  fc.record({ role: fc.constantFrom('agent', 'supervisor'), mode: fc.constant('consult'), partner }),
)
const flags = fc.record({ muted: fc.boolean(), cameraOff: fc.boolean(), held: fc.boolean(), sharing: fc.boolean() })
const legs: fc.Arbitrary<CallLeg[]> = fc
  .array(fc.tuple(part, flags), { minLength: 1, maxLength: names.length, size: 'max' })
  .map((drawn) => drawn.map(([of, state], index) => ({ ...of, ...state, id: names[index]! })))

/** Checks something of each link of any call, and that calls with such a link were drawn at all. */
function everyLink(
  holds: (from: CallLeg, to: CallLeg, source: Source, all: readonly CallLeg[]) => boolean | null,
): void {
  let tried = 0
  fc.assert(
    fc.property(legs, (all) => {
      const of = new Map(all.map((one) => [one.id, one]))
      for (const { from, to, source } of bridge(all).links) {
        const held = holds(of.get(from)!, of.get(to)!, source, all)
        if (held !== null) tried++
        expect(held).not.toBe(false)
      }
    }),
    { numRuns: 2_000 },
  )
  expect(tried).toBeGreaterThan(10)
}

describe('of any call', () => {
  test('[HW1] nobody hears or sees themselves', () => everyLink((from, to) => from !== to))

  test('[HW3] nothing comes from what is off', () =>
    everyLink((from, _to, source) =>
      source === 'microphone' ? !from.muted : source === 'camera' ? !from.cameraOff : from.sharing,
    ))

  test('[HW4] nobody hears or sees a held customer', () => everyLink((from) => from.role !== 'customer' || !from.held))

  test('[HW4] a held customer hears and sees nobody', () =>
    everyLink((_from, to) => to.role !== 'customer' || !to.held))

  test('[HW6] a customer hears and sees nobody who consults, nor they the customer', () =>
    everyLink(
      (from, to) =>
        ![from, to].some((one) => one.role === 'customer') || ![from, to].some((one) => one.mode === 'consult'),
    ))

  test('[HW8] nobody hears or sees a monitor', () => everyLink((from) => from.mode !== 'monitor'))

  test('[HW9] nobody hears a whisper but the agent it is for, and nobody sees who whispers', () =>
    everyLink((from, to, source) =>
      from.mode === 'whisper' ? source === 'microphone' && to.role === 'agent' && to.id === from.partner : null,
    ))

  test('[HW2] who takes part is heard by all others who take part, unless muted', () => {
    fc.assert(
      fc.property(legs, (all) => {
        const inIt = all.filter((one) => ['talk', 'barge'].includes(one.mode) && !one.held)
        const heard = new Set(told(all).split(' '))
        for (const from of inIt)
          for (const to of inIt)
            if (from !== to) expect(heard.has(`${from.id.slice(4)}>${to.id.slice(4)}`)).toBe(!from.muted)
      }),
    )
  })

  test('[HW5] music is for held legs alone, always for a held customer, and never beside the voice of who takes part', () => {
    fc.assert(
      fc.property(legs, (all) => {
        const { music, links } = bridge(all)
        const of = new Map(all.map((one) => [one.id, one]))
        expect(music.every((to) => of.get(to)!.held)).toBe(true)
        const heldCustomers = all.filter((one) => one.role === 'customer' && one.held).map((one) => one.id)
        expect(music).toEqual(expect.arrayContaining(heldCustomers))
        // The only voice that may come beside it is a whisper to an agent who is put aside.
        const beside = links.filter(({ to }) => music.includes(to)).map(({ from }) => of.get(from)!.mode)
        expect(beside.filter((mode) => mode !== 'whisper')).toEqual([])
      }),
    )
  })

  test('[HW10] the bridge names only legs of the call', () => {
    fc.assert(
      fc.property(legs, (all) => {
        const [gone, ...rest] = all
        const after = bridge(rest)
        const named = [...after.links.flatMap(({ from, to }) => [from, to]), ...after.music]
        expect(named.every((one) => rest.some((leg) => leg.id === one))).toBe(true)
        if (gone) expect(named).not.toContain(gone.id)
      }),
    )
  })
})

test.each<[string, CallLeg[], string]>([
  ['[HW11] both who talk', [customer(), agent()], 'carl ann'],
  ['[HW11] not who is muted, nor who listens or whispers', [customer(), agent(muted), whispers('ann')], 'carl'],
  ['[HW11] who barges in', [customer(), agent(), boss('barge')], 'carl ann sue'],
  ['[HW11] nobody while the customer is on hold', [customer(held), agent()], ''],
  ['[HW11] nothing of a consultation', [customer(held), agent(), consults('ann')], ''],
  ['[HW11] nor of one beside a conference', [customer(), agent(held), boss('talk'), consults('ann')], 'carl sue'],
])('%s may be taken along', (_, legs, names) => {
  const call = { id: makeId('call', 'c'), revision: 1, legs }
  expect(
    tapped({ ...call, recorded: true })
      .map((leg) => leg.slice('leg_'.length))
      .join(' '),
  ).toBe(names)
  expect([tapped(call), tapped({ ...call, recorded: false })]).toEqual([[], []])
})
