import { expect, test } from 'vitest'
import type { DeskContact, FloorWaiting } from '#protocol'
import { isSeen } from './asks.ts'
import { contact, waiting } from './test/scenes.ts'

const none = new Map<string, never>()
const mine = (part: Partial<DeskContact> = {}) => new Map([['cnt_1', contact('Ann', part)]])
const waits = (phase: FloorWaiting['phase']) => new Map([['cnt_1', waiting('1', 'Ann', { phase })]])

test('who is taken is seen once they are here, or no longer to be taken', () => {
  expect(isSeen('pull cnt_1', none, none, waits('queued'))).toBe(false)
  expect(isSeen('pull cnt_1', none, none, waits('held'))).toBe(false)
  expect(isSeen('pull cnt_1', none, none, waits('called'))).toBe(true)
  expect(isSeen('pull cnt_1', none, mine(), waits('queued'))).toBe(true)
  expect(isSeen('pull cnt_1', none, none, none)).toBe(true)
})
test('a talk put to rest is seen once it rests or is gone, one taken over once it is here', () => {
  expect(isSeen('park cnt_1', none, mine(), none)).toBe(false)
  expect(isSeen('park cnt_1', none, mine({ parked: 4 }), none)).toBe(true)
  expect(isSeen('park cnt_1', none, none, none)).toBe(true)
  expect(isSeen('takeOver cnt_1', none, none, none)).toBe(false)
  expect(isSeen('takeOver cnt_1', none, mine(), none)).toBe(true)
})
test('what changes no list of this screen is seen with its answer', () => {
  for (const deed of ['presence', 'extend cnt_1', 'assign cnt_1', 'force agt_1', 'rescue agt_1'])
    expect(isSeen(deed, none, mine(), none), deed).toBe(true)
})
