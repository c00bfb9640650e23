import { expect, test } from 'vitest'
import type { DeskContact } from '#protocol'
import { contact } from './test/scenes.ts'
import { Woken } from './woken.ts'

const talk = (part: Partial<DeskContact>): ReadonlyMap<string, DeskContact> =>
  new Map([['cnt_1', contact('Ann', part)]])

test('a talk that rested and goes on because its customer wrote is woken until it is opened', () => {
  const woken = new Woken()
  expect(woken.follow(talk({ parked: 1 }))).toEqual([])
  expect(woken.follow(talk({ waitingSince: 5 })).map(({ customerName }) => customerName)).toEqual(['Ann'])
  expect(woken.follow(talk({ waitingSince: 5 }))).toEqual([])
  expect([...woken.all]).toEqual(['cnt_1'])
  expect(woken.seen('cnt_1')).toBe(true)
  expect([...woken.all]).toEqual([])
})
test('one whose message waits for room is woken as well', () => {
  const woken = new Woken()
  woken.follow(talk({ parked: 1 }))
  expect(woken.follow(talk({ parked: 1, stirred: 4, waitingSince: 4 }))).toHaveLength(1)
  expect(woken.follow(talk({ waitingSince: 4 }))).toEqual([])
})
test('one that the agent woke, that never rested, or that has ended is not', () => {
  const woken = new Woken()
  woken.follow(talk({ parked: 1 }))
  expect(woken.follow(talk({ waitingSince: null }))).toEqual([])
  expect(woken.follow(talk({ waitingSince: 9 }))).toEqual([])
  woken.follow(talk({ parked: 1 }))
  woken.follow(talk({ waitingSince: 9 }))
  woken.follow(talk({ phase: 'wrapUp' }))
  expect([...woken.all]).toEqual([])
})
