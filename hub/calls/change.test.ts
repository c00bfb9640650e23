import { describe, expect, test } from 'vitest'
import { makeId, type AgentId } from '../model/ids.ts'
import { instant } from '../model/time.ts'
import { change, partOf, wanted, type CallRecord, type Change } from './index.ts'

const contact = makeId('contact', 'c')
const agent = (name: string): AgentId => makeId('agent', name)
const [ann, ben, sue] = [agent('ann'), agent('ben'), agent('sue')]

/** A call that is played step by step, a second each. */
class Story {
  call: CallRecord | null = null
  readonly notes: unknown[] = []
  #now = 1_000

  /** Returns the refusal, or null. */
  does(wish: Change): string | null {
    this.#now += 1_000
    const changed = change(this.call, wish, { now: instant(this.#now), contact, id: makeId('call', 'k') })
    if ('refused' in changed) return changed.refused
    this.call = changed.call
    this.notes.push(...changed.notes)
    return null
  }

  given(...wishes: readonly Change[]): this {
    for (const wish of wishes) expect([wish.type, this.does(wish)]).toEqual([wish.type, null])
    return this
  }

  /** Who is in it, and how: `ann talk`, `customer talk held`. */
  get parts(): string[] {
    return this.call!.parts.map((part) =>
      [part.agent?.slice(4) ?? 'customer', part.mode, ...(part.held ? ['held'] : [])].join(' '),
    )
  }
}

const begins: Change = { type: 'begin', media: 'audio', isContact: true }
const owner = (who: AgentId | null): Change => ({ type: 'owned', owner: who })
const talking = (): Story => new Story().given(begins, owner(ann))
const invite = (who: AgentId, mode: 'talk' | 'consult'): Change => ({ type: 'invite', agent: who, mode })
const joins = (who: AgentId): Change => ({ type: 'join', agent: who })
const consulting = (): Story => talking().given(invite(ben, 'consult'), joins(ben))
const listens = (mode: 'monitor' | 'whisper' | 'barge'): Change => ({ type: 'listen', agent: sue, mode })

describe('beginning', () => {
  test('[CC1] who begins by calling hears music until somebody comes', () => {
    const story = new Story().given(begins)
    expect(story.parts).toEqual(['customer talk held'])
    expect(story.call).toMatchObject({ phase: 'running', isContact: true, answeredAt: null })
    story.given(owner(ann))
    expect(story.parts).toEqual(['customer talk', 'ann talk'])
    expect(story.call!.answeredAt).toBe(3_000)
  })

  test('[CC2] one proposes, the other accepts; nobody accepts their own', () => {
    const story = new Story().given({ type: 'propose', media: 'video', by: 'agent' })
    expect(wanted(story.call!)).toBeNull()
    expect(story.does({ type: 'accept', by: 'agent', owner: ann })).toBe('call.gone')
    expect(story.does({ type: 'propose', media: 'audio', by: 'customer' })).toBe('call.running')
    story.given({ type: 'accept', by: 'customer', owner: ann })
    expect(story.parts).toEqual(['customer talk', 'ann talk'])
    expect(story.notes).toEqual([{ kind: 'callBegan', media: 'video', by: 'agent' }])
    expect(story.does({ type: 'propose', media: 'audio', by: 'customer' })).toBe('call.running')
  })

  test.each(['customer', 'agent'] as const)('[CC2] a proposal that %s says no to, or takes back, is over', (by) => {
    const story = new Story().given({ type: 'propose', media: 'audio', by: 'agent' }, { type: 'decline', by })
    expect(story.call).toBeNull()
    expect(story.notes).toEqual([{ kind: 'callDeclined', media: 'audio', by }])
  })

  test('[CC4] a customer whose agent goes before answering is called by the next', () => {
    const story = new Story().given({ type: 'propose', media: 'audio', by: 'customer' }, owner(null))
    expect(story.parts).toEqual(['customer talk held'])
    expect(story.given(owner(ben)).parts).toEqual(['customer talk', 'ben talk'])
    expect(story.call!.isContact).toBe(false)
  })

  test('[CC4] what an agent proposed goes with the agent', () => {
    const story = new Story().given({ type: 'propose', media: 'audio', by: 'agent' }, owner(null))
    expect(story.call).toBeNull()
  })

  test('[CC5] with video both begin with their cameras on, with audio either may turn theirs on', () => {
    const video = new Story().given({ ...begins, media: 'video' }, owner(ann))
    expect(video.call!.parts.map(({ cameraOff }) => cameraOff)).toEqual([false, false])
    const voice = talking()
    expect(voice.call!.parts.map(({ cameraOff }) => cameraOff)).toEqual([true, true])
    voice.given({ type: 'set', agent: null, muted: null, cameraOff: false, sharing: null })
    expect([voice.call!.media, partOf(voice.call!, null)!.cameraOff]).toEqual(['video', false])
  })
})

describe('the owner', () => {
  test('[CC7] when the owner goes the customer stays, with music, and gets the next', () => {
    const story = talking().given(owner(null))
    expect(story.parts).toEqual(['customer talk held'])
    expect(story.given(owner(ben)).parts).toEqual(['customer talk', 'ben talk'])
  })

  test('[CC7] who consulted with the owner is out, who whispered listens on, and whoever talks stays with the customer', () => {
    const story = consulting().given(listens('whisper'), owner(null))
    expect(story.parts).toEqual(['customer talk held', 'sue monitor'])
    const three = talking().given(invite(ben, 'talk'), joins(ben), owner(null))
    expect(three.parts).toEqual(['customer talk', 'ben talk'])
  })

  test('[CC7] the customer has music again when the last who talked with them goes, or only listens from now on', () => {
    const guest = talking().given(invite(ben, 'talk'), joins(ben), owner(null), { type: 'leave', agent: ben })
    expect(guest.parts).toEqual(['customer talk held'])
    const supervisor = talking().given(listens('barge'), owner(null), listens('monitor'))
    expect(supervisor.parts).toEqual(['customer talk held', 'sue monitor'])
  })

  test('[CC6] a guest or a listener who comes to hold the contact keeps their leg', () => {
    const story = consulting()
    const leg = partOf(story.call!, ben)!.leg
    story.given(owner(ben))
    expect(story.parts).toEqual(['customer talk', 'ben talk'])
    expect(partOf(story.call!, ben)!.leg).toBe(leg)
    const taken = talking().given(listens('monitor'), owner(sue))
    expect(taken.parts).toEqual(['customer talk', 'sue talk'])
  })

  test('a leg that comes back is another one', () => {
    const story = talking()
    const leg = partOf(story.call!, ann)!.leg
    story.given(owner(null), owner(ann))
    expect(partOf(story.call!, ann)!.leg).not.toBe(leg)
  })

  test('[CC8] hold and resume', () => {
    const story = talking().given({ type: 'hold', held: true })
    expect(story.parts).toEqual(['customer talk held', 'ann talk'])
    const { revision } = story.call!
    expect(story.given({ type: 'hold', held: true }).call!.revision).toBe(revision)
    expect(story.given({ type: 'hold', held: false }).parts).toEqual(['customer talk', 'ann talk'])
  })
})

describe('others', () => {
  test('[CC9] who is asked or is in it is not asked again, and comes by accepting alone', () => {
    const story = talking().given(invite(ben, 'talk'))
    expect(story.parts).toEqual(['customer talk', 'ann talk'])
    expect(story.does(invite(ben, 'consult'))).toBe('call.running')
    expect(story.does(invite(ann, 'consult'))).toBe('call.running')
    expect(story.does(joins(sue))).toBe('call.gone')
    expect(story.given(joins(ben)).parts).toEqual(['customer talk', 'ann talk', 'ben talk'])
    expect(story.does(joins(ben))).toBe('call.gone')
  })

  test('[CC9] a supervisor who listens and is asked in is in it once', () => {
    const story = talking().given(invite(sue, 'talk'), listens('monitor'), joins(sue))
    expect(story.parts).toEqual(['customer talk', 'ann talk', 'sue talk'])
    expect(partOf(story.call!, sue)?.role).toBe('agent')
  })

  test('[CC9] no more than ten are asked at a time', () => {
    const story = talking()
    for (let n = 0; n < 10; n++) story.given(invite(agent(`g${n}`), 'talk'))
    expect(story.does(invite(ben, 'talk'))).toBe('call.full')
  })

  test('[CC10] a consultation holds the customer, and its end lets them back', () => {
    const story = consulting()
    expect(story.parts).toEqual(['customer talk held', 'ann talk', 'ben consult'])
    expect(partOf(story.call!, ben)!.partner).toBe(partOf(story.call!, ann)!.leg)
    expect(story.given({ type: 'leave', agent: ben }).parts).toEqual(['customer talk', 'ann talk'])
  })

  test('[CC11] a merge makes it a conference', () => {
    const story = consulting().given({ type: 'merge' })
    expect(story.parts).toEqual(['customer talk', 'ann talk', 'ben talk'])
    expect(story.does({ type: 'merge' })).toBe('call.gone')
  })

  test('[CC12] a supervisor listens, whispers to the owner, barges in, and may change between these', () => {
    const story = talking().given(listens('monitor'), listens('whisper'))
    expect(partOf(story.call!, sue)).toMatchObject({ mode: 'whisper', partner: partOf(story.call!, ann)!.leg })
    expect(story.given(listens('barge')).parts).toEqual(['customer talk', 'ann talk', 'sue barge'])
    expect(partOf(story.call!, sue)!.partner).toBeNull()
    expect(new Story().given(begins).does(listens('whisper'))).toBe('call.gone')
    expect(talking().does({ type: 'listen', agent: ann, mode: 'monitor' })).toBe('call.running')
  })

  test('[CC13] guests leave or are had out, listeners only leave, and neither ends the call', () => {
    const story = talking().given(invite(ben, 'talk'), joins(ben), listens('monitor'))
    expect(story.does({ type: 'remove', agent: sue })).toBe('call.gone')
    expect(story.does({ type: 'leave', agent: ann })).toBe('call.gone')
    story.given({ type: 'remove', agent: ben }, { type: 'leave', agent: sue })
    expect(story.parts).toEqual(['customer talk', 'ann talk'])
  })

  test('[CC14] at most 32 legs', () => {
    const story = talking()
    for (let n = 0; n < 30; n++) story.given(invite(agent(`g${n}`), 'talk'), joins(agent(`g${n}`)))
    expect(story.does(invite(ben, 'talk'))).toBe('call.full')
    expect(story.does(listens('monitor'))).toBe('call.full')
  })

  test('[CC14] who was asked in while there was room finds none any more, and who comes to hold the contact always does', () => {
    const listener = (n: number): Change => ({ type: 'listen', agent: agent(`s${n}`), mode: 'monitor' })
    const story = talking().given(invite(ben, 'talk'))
    for (let n = 0; n < 30; n++) story.given(listener(n))
    expect(story.does(joins(ben))).toBe('call.full')
    story.given(owner(null))
    expect(story.does(listens('monitor'))).toBe('call.full')
    expect(story.given(owner(ben)).call!.parts).toHaveLength(32)
  })
})

describe('the end', () => {
  test.each(['customer', 'agent', 'system'] as const)('[CC15] %s ends it for all', (by) => {
    const story = talking().given({ type: 'end', by })
    expect(story.call).toBeNull()
    expect(story.notes.at(-1)).toEqual({ kind: 'callEnded', by, talkMs: 1_000 })
  })

  test('who was never answered has talked for no time', () => {
    const story = new Story().given(begins, { type: 'end', by: 'customer' })
    expect(story.notes.at(-1)).toEqual({ kind: 'callEnded', by: 'customer', talkMs: 0 })
  })
})

describe('recording', () => {
  const wish = (on: boolean): Change => ({ type: 'record', on })
  const consents = (given: boolean): Change => ({ type: 'consent', given })

  test('[CC17] begins with the customer’s word and stops with either’s', () => {
    const story = talking().given(wish(true))
    expect(story.call!.recording).toBe('asked')
    expect(story.given(consents(true)).call!.recording).toBe('on')
    expect(story.given(wish(false)).call!.recording).toBe('off')
    story.given(wish(true), consents(true), consents(false))
    expect(story.call!.recording).toBe('refused')
    expect(story.does(wish(true))).toBe('call.gone')
  })

  test('[CC17] nobody consents to what was not asked', () => {
    expect(talking().does(consents(true))).toBe('call.gone')
  })
})

test('the media process is told each change under a higher number, and nothing of what changes nothing', () => {
  const story = talking()
  const before = wanted(story.call!)!
  story.given({ type: 'set', agent: ann, muted: true, cameraOff: null, sharing: null })
  const after = wanted(story.call!)!
  expect(after.revision).toBe(before.revision + 1)
  expect(after.legs.map(({ muted }) => muted)).toEqual([false, true])
  const same = story.call
  expect(story.given({ type: 'set', agent: ann, muted: true, cameraOff: null, sharing: null }).call).toBe(same)
})
