import { describe, expect, test } from 'vitest'
import type { CallParty, VisitCall, VisitContact } from '#protocol'
import type { DeviceView, LineView, Received } from '../../media/client/index.ts'
import { makeId } from '../../hub/model/ids.ts'
import { agentLeg, callOf, ownLeg, proposalOf } from '../test/fake-call.ts'
import { clock, initial, screenOf, type CallSources, type Running } from './screen.ts'

const contact = { contact: makeId('contact', 'c'), agentName: 'Ann' } as VisitContact
const off: DeviceView = { state: 'off', deviceId: '', label: '' }
const connected: LineView = {
  state: 'connected',
  microphone: off,
  camera: off,
  speakerId: '',
  choices: [],
  ownCamera: null,
  ownScreen: null,
  received: new Map(),
  music: false,
  speaking: new Map(),
  up: null,
  down: null,
  poor: 'none',
  soundBlocked: false,
}
/** Stands for a picture: nothing here looks into it. */
const film = (name: string): MediaStream => ({ id: name }) as MediaStream
const gives = (...all: readonly [number, Partial<Received>][]): ReadonlyMap<CallParty['leg'], Received> =>
  new Map(all.map(([index, given]) => [agentLeg(index), { voice: null, camera: null, screen: null, ...given }]))

const shown = (sources: Partial<CallSources>) =>
  screenOf({ call: undefined, wish: null, isMine: true, line: connected, ...sources })
const run = (call: VisitCall, line: Partial<LineView> | null = {}): Running => {
  const screen = shown({ call, line: line && { ...connected, ...line } })
  if (screen.kind !== 'running') throw new Error(`it is ${screen.kind}`)
  return screen
}
const withAnn = callOf(contact, {}, {}, [{}])

describe('what is shown', () => {
  test('nothing without a call', () => expect(shown({}).kind).toBe('none'))
  test('the check, also over a proposal that is being accepted', () => {
    const wish = { media: 'video', begin: null, accepts: true } as const
    expect(shown({ wish, call: proposalOf(contact, 'audio', 'agent') })).toEqual({ kind: 'check', media: 'video' })
  })
  test('who has proposed it decides which card', () => {
    expect(shown({ call: proposalOf(contact, 'video', 'agent') })).toEqual({ kind: 'asked', media: 'video' })
    expect(shown({ call: proposalOf(contact, 'video', 'customer') })).toEqual({ kind: 'asking' })
  })
  test('a tab that does not have the call says so, and so does one from which it was taken', () => {
    expect(shown({ call: withAnn, isMine: false }).kind).toBe('elsewhere')
    expect(shown({ call: withAnn, line: { ...connected, state: 'moved' } }).kind).toBe('elsewhere')
  })
})

describe('how it stands', () => {
  const waiting = callOf(contact, {}, { held: true })
  const held = callOf(contact, {}, { held: true }, [{}])
  test.each([
    ['joining', withAnn, null],
    ['joining', withAnn, 'joining'],
    ['talking', withAnn, 'connected'],
    ['waiting', waiting, null],
    ['waiting', waiting, 'connected'],
    ['held', held, 'connected'],
    ['reconnecting', withAnn, 'reconnecting'],
    ['reconnecting', held, 'reconnecting'],
    ['failed', withAnn, 'failed'],
  ] as const)('%s', (status, call, state) => expect(run(call, state && { state }).status).toBe(status))

  test('whose connection is poor, by name', () => {
    expect(run(withAnn).poor).toEqual({ whose: 'nobody', name: '' })
    expect(run(withAnn, { poor: 'own' }).poor).toEqual({ whose: 'own', name: '' })
    expect(run(withAnn, { poor: agentLeg(0) }).poor).toEqual({ whose: 'other', name: 'Ann' })
  })
})

describe('who is seen', () => {
  const two = callOf(contact, {}, {}, [{ cameraOff: false }, { name: 'Bob', muted: true }])
  test('everybody but oneself, with the picture of those whose camera is on', () => {
    const received = gives([0, { camera: film('ann') }], [1, { camera: film('bob') }])
    const speaking = new Map([
      [agentLeg(0), 0.4],
      [agentLeg(1), 0.4],
      [ownLeg, 0.9],
    ])
    const { main, strip, hasPicture } = run(two, { received, speaking })
    expect(main.map(({ name, picture, level, muted }) => [name, picture?.id, level, muted])).toEqual([
      ['Ann', 'ann', 0.4, false],
      ['Bob', undefined, 0, true],
    ])
    expect(strip).toEqual([])
    expect(hasPicture).toBe(true)
  })
  test('a shared screen is large and the people stand beside it', () => {
    const call = callOf(contact, {}, {}, [{}, { name: 'Bob', sharing: true }])
    const { main, strip } = run(call, { received: gives([1, { screen: film('slides') }]) })
    expect(main.map(({ kind, name }) => [kind, name])).toEqual([['screen', 'Bob']])
    expect(strip.map(({ kind, name }) => [kind, name])).toEqual([
      ['person', 'Ann'],
      ['person', 'Bob'],
    ])
  })
  test('a screen is nothing before it has come, and no more when it is not shared', () => {
    const sharing = callOf(contact, {}, {}, [{ sharing: true }])
    expect(run(sharing).main.map(({ kind }) => kind)).toEqual(['person'])
    const received = gives([0, { screen: film('late') }])
    expect(run(withAnn, { received }).main.map(({ kind }) => kind)).toEqual(['person'])
  })
  test('a call of voices needs no room for pictures, until somebody is seen', () => {
    expect(run(withAnn).hasPicture).toBe(false)
    expect(run(withAnn, { ownCamera: film('own') }).hasPicture).toBe(true)
    expect(run(callOf(contact, { media: 'video' }, {}, [{}])).hasPicture).toBe(true)
  })
})

test.each([
  [0, '0:00'],
  [7_900, '0:07'],
  [750_000, '12:30'],
  [3_729_000, '1:02:09'],
  [-5, '0:00'],
])('%i ms are %s', (ms, said) => expect(clock(ms)).toBe(said))

test('the letter for whoever is not seen', () => {
  expect([' ann ', '佐藤 美咲', '𠮷田', ''].map(initial)).toEqual(['A', '佐', '𠮷', ''])
})
