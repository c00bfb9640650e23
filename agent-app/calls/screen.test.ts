/** What a call's screen shows, by what the hub and the line say; and which call is whose to answer, name and act upon. */
import { describe, expect, test } from 'vitest'
import type { DeskCall } from '#protocol'
import { ann, ben, call, customerParty, FakeLine, party, seated } from '../test/calls.ts'
import { actOnCall } from './act.ts'
import { farewell } from './farewell.ts'
import { callKey, mayPropose, type CallAsk } from './key.ts'
import { atHand, kindOf, ringing, setAsk } from './kind.ts'
import { callScreen, grade } from './screen.ts'

const status = (part: Partial<DeskCall>, seat = seated()) => callScreen(call(part), seat).status
const leg = <T>(key: string): T => `leg_${key}` as T
const stream = {} as MediaStream

describe('what a call is', () => {
  test('a proposal is ours or the customer’s, an invitation is neither', () => {
    expect(kindOf(call({ phase: 'proposed', by: 'agent' }))).toBe('asking')
    expect(kindOf(call({ phase: 'proposed', by: 'customer' }))).toBe('proposed')
    expect(kindOf(call({ part: 'asked', leg: null }))).toBe('invited')
    expect(kindOf(call())).toBe('running')
  })
  test('what waits for a yes or no rings, the longest first; what we have asked ourselves does not', () => {
    const calls = [
      call({ phase: 'proposed', since: 9, customerName: 'late' }),
      call({ part: 'asked', since: 3, customerName: 'early' }),
      call({ phase: 'proposed', by: 'agent', since: 1 }),
      call(),
    ]
    expect(ringing(calls).map(({ customerName }) => customerName)).toEqual(['early', 'late'])
  })
  test('a key means the call on screen, else the one that we are in, never one that rings', () => {
    const mine = call()
    const other = call({ contact: 'cnt_2' as DeskCall['contact'], leg: null, phase: 'proposed' })
    const calls = new Map([
      ['cnt_2', other],
      ['cnt_1', mine],
    ])
    expect(atHand(calls, 'cnt_1')).toBe(mine)
    expect(atHand(calls, 'cnt_2')).toBe(mine)
    expect(atHand(new Map([['cnt_2', other]]), 'cnt_2')).toBeNull()
  })
  test('mute and camera are asked apart from each other', () => {
    const { contact } = call()
    expect(callKey(setAsk(contact, { muted: true }))).toBe('call.set cnt_1 muted')
    expect(callKey(setAsk(contact, { cameraOff: false }))).toBe('call.set cnt_1 cameraOff')
    expect(callKey({ verb: 'call.end', body: { contact } })).toBe('call.end cnt_1')
  })
  test('a call is proposed in a talk only, and only where calls can be carried', () => {
    const talk = { phase: 'active', calledUntil: null, message: null } as const
    expect(mayPropose(talk, true, false)).toBe(true)
    expect(mayPropose(talk, false, false)).toBe(false)
    expect(mayPropose(talk, true, true)).toBe(false)
    expect(mayPropose({ ...talk, phase: 'wrapUp' }, true, false)).toBe(false)
    expect(mayPropose({ ...talk, message: true }, true, false)).toBe(false)
    expect(mayPropose({ ...talk, calledUntil: 9 as DeskCall['since'] }, true, false)).toBe(false)
  })
})

describe('the state of a call', () => {
  test('is of the line while that does not stand', () => {
    expect(callScreen(call(), null).status.is).toBe('joining')
    expect(callScreen(call(), { at: 'elsewhere' }).status.is).toBe('elsewhere')
    for (const [state, is] of [
      ['waiting', 'joining'],
      ['joining', 'joining'],
      ['reconnecting', 'reconnecting'],
      ['failed', 'failed'],
      ['moved', 'elsewhere'],
    ] as const)
      expect(status({}, seated({ state })).is).toBe(is)
  })
  test('is held while the customer is, unless somebody is consulted meanwhile', () => {
    const held = customerParty({ held: true })
    const consulted = ben({ mode: 'consult', partner: leg('ann') })
    expect(status({}).is).toBe('talking')
    expect(status({ parties: [held, ann()] }).is).toBe('held')
    expect(status({ parties: [held, ann(), consulted] })).toEqual({
      is: 'consulting',
      name: 'Ben Carter',
      heard: false,
    })
    expect(status({ parties: [customerParty(), ann(), consulted] })).toMatchObject({ heard: true })
    expect(status({ parties: [customerParty(), ann({ held: true }), consulted] })).toMatchObject({ heard: false })
    expect(status({ parties: [customerParty(), ann({ held: true }), ben()] }).is).toBe('aside')
  })
  test('names who consults us, and how a supervisor is in it', () => {
    const guest = { leg: leg<DeskCall['leg']>('ben'), part: 'guest' } as const
    const parties = [customerParty({ held: true }), ann(), ben({ mode: 'consult', partner: leg('ann') })]
    expect(status({ ...guest, parties })).toEqual({ is: 'consulted', name: 'Ann' })
    for (const mode of ['monitor', 'whisper', 'barge'] as const) {
      const sue = party('sue', { role: 'supervisor', mode })
      const listens = { leg: leg<DeskCall['leg']>('sue'), part: 'listener', parties: [customerParty(), ann(), sue] }
      expect(status(listens as Partial<DeskCall>).is).toBe(mode)
    }
  })
})

describe('people and pictures', () => {
  test('the customer comes first and ourselves last, and a muted voice has no level', () => {
    const parties = [ann(), party('sue', { role: 'supervisor', mode: 'barge' }), ben({ muted: true }), customerParty()]
    const speaking = new Map([
      [leg<never>('ben'), 0.7],
      [leg<never>('carl'), 0.4],
    ])
    const { people } = callScreen(call({ parties }), seated({ speaking }))
    expect(people.map(({ party: { leg: of }, level }) => [of, level])).toEqual([
      ['leg_carl', 0.4],
      ['leg_ben', 0],
      ['leg_sue', 0],
      ['leg_ann', 0],
    ])
  })
  test('a screen of others is shown large, our own is not; without pictures it is a voice call', () => {
    const of = (part: Parameters<typeof seated>[0]) => callScreen(call(), seated(part)).stage
    const from = (part: object) => new Map([[leg<never>('carl'), { voice: null, camera: null, screen: null, ...part }]])
    expect(of({})).toBe('voice')
    expect(of({ ownScreen: stream })).toBe('voice')
    expect(of({ ownCamera: stream })).toBe('people')
    expect(of({ received: from({ camera: stream }) })).toBe('people')
    expect(of({ received: from({ camera: stream, screen: stream }) })).toBe('screen')
  })
})

describe('troubles', () => {
  const troubles = (part: Parameters<typeof seated>[0], of: Partial<DeskCall> = {}) =>
    callScreen(call(of), seated(part)).troubles
  const device = (state: 'refused' | 'off' | 'missing') => ({ state, deviceId: '', label: '' })
  test('are told of a microphone that is not there, but not of one that is muted or not wanted', () => {
    expect(troubles({ microphone: device('refused') })).toEqual([{ kind: 'microphone', state: 'refused' }])
    expect(troubles({ microphone: device('off') })).toEqual([])
    const parties = [customerParty(), ann(), party('sue', { role: 'supervisor', mode: 'monitor' })]
    expect(troubles({ microphone: device('missing') }, { parties, leg: leg('sue'), part: 'listener' })).toEqual([])
  })
  test('are told of a camera only when it should be on', () => {
    expect(troubles({ camera: device('missing') })).toEqual([])
    expect(troubles({ camera: device('missing') }, { parties: [customerParty(), ann({ cameraOff: false })] })).toEqual([
      { kind: 'camera', state: 'missing' },
    ])
  })
  test('name the side whose connection is poor', () => {
    expect(troubles({ poor: 'own' })).toEqual([{ kind: 'poor', name: '', role: 'own' }])
    expect(troubles({ poor: leg('carl') })).toEqual([{ kind: 'poor', name: '', role: 'customer' }])
    expect(troubles({ poor: leg('nobody') })).toEqual([])
  })
  test('sound that the browser keeps off comes first', () => {
    expect(troubles({ soundBlocked: true, poor: 'own' })[0]).toEqual({ kind: 'soundBlocked' })
  })
  test('the worse direction is the grade', () => {
    const quality = (mos: number) => ({ lossRatio: 0, jitterMs: 1, roundTripMs: 20, mos })
    expect(grade({ up: null, down: null })).toBe('unknown')
    expect(grade({ up: quality(4.4), down: null })).toBe('good')
    expect(grade({ up: quality(4.4), down: quality(3.5) })).toBe('fair')
    expect(grade({ up: quality(2), down: quality(4) })).toBe('poor')
  })
})

describe('what may be done', () => {
  const controls = (part: Partial<DeskCall>, seat = seated()) => [...callScreen(call(part), seat).controls].sort()
  test('who holds the contact has all of it; in a consultation the customer’s music is not touched', () => {
    expect(controls({})).toEqual(
      ['camera', 'devices', 'end', 'hold', 'keypad', 'mute', 'people', 'quality', 'screen'].sort(),
    )
    const parties = [customerParty({ held: true }), ann(), ben({ mode: 'consult', partner: leg('ann') })]
    expect(controls({ parties })).not.toContain('hold')
  })
  test('who listens has no microphone to mute, and what is elsewhere can only be left', () => {
    const listens = (mode: 'monitor' | 'whisper'): Partial<DeskCall> => ({
      leg: leg('sue'),
      part: 'listener',
      parties: [customerParty(), ann(), party('sue', { role: 'supervisor', mode })],
    })
    expect(controls(listens('monitor'))).toEqual(['devices', 'end', 'modes', 'quality', 'takeOver'])
    expect(controls(listens('whisper'))).toContain('mute')
    expect(controls({}, seated({ state: 'moved' }))).toEqual(['end'])
  })
})

describe('what is asked', () => {
  function press(action: Parameters<typeof actOnCall>[0], part: Partial<DeskCall> = {}, line = new FakeLine()) {
    const asked: CallAsk[] = []
    const done = actOnCall(action, call(part), { at: 'here', line }, (ask) => asked.push(ask))
    return { done, asked, line: line.asked }
  }
  test('muting is silence at once; to be heard again waits for the hub', () => {
    expect(press('callMute')).toMatchObject({ asked: [{ body: { muted: true } }], line: ['microphone false'] })
    const muted = { parties: [customerParty(), ann({ muted: true })] }
    const off = { microphone: { state: 'off', deviceId: '', label: '' } } as const
    expect(press('callMute', muted, new FakeLine(off))).toMatchObject({ asked: [{ body: { muted: false } }], line: [] })
  })
  test('a mute that the hub never heard of is undone here alone', () => {
    const line = new FakeLine({ microphone: { state: 'off', deviceId: '', label: '' } })
    expect(press('callMute', {}, line)).toMatchObject({ done: true, asked: [], line: ['microphone true'] })
  })
  test('hold is turned round, a screen is asked of the browser first, and hanging up fits what the call is', () => {
    expect(press('callHold').asked).toEqual([{ verb: 'call.hold', body: { contact: 'cnt_1', held: true } }])
    const held = { parties: [customerParty({ held: true }), ann()] }
    expect(press('callHold', held).asked).toMatchObject([{ body: { held: false } }])
    expect(press('callScreen')).toMatchObject({ asked: [], line: ['screen true'] })
    expect(press('callEnd').asked).toMatchObject([{ verb: 'call.end' }])
    expect(press('callEnd', { part: 'asked', leg: null }).asked).toMatchObject([
      { verb: 'call.answer', body: { accept: false } },
    ])
    expect(press('callKeypad').done).toBe(false)
  })
})

describe('what is heard', () => {
  const heard = (was: DeskCall, now: DeskCall | null, here = true, endedHere = false) =>
    farewell(
      new Map([['cnt_1', was]]),
      new Map(now === null ? [] : [['cnt_1', now]]),
      () => here,
      () => endedHere,
    )
  const asking = call({ phase: 'proposed', by: 'agent', leg: null })
  test('a proposal that comes to nothing sounds busy, unless it was taken back here', () => {
    expect(heard(asking, null)).toBe('busy')
    expect(heard(asking, null, true, true)).toBeNull()
    expect(heard(asking, call())).toBeNull()
    expect(heard(call({ phase: 'proposed' }), null)).toBeNull()
  })
  test('a call that is over sounds so in the window that had it', () => {
    expect(heard(call(), null)).toBe('ended')
    expect(heard(call(), call({ leg: null }))).toBe('ended')
    expect(heard(call(), null, false)).toBeNull()
    expect(heard(call(), call())).toBeNull()
  })
})
