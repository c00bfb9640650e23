import { expect, test } from 'vitest'
import { decode, encode, frameKinds } from '#protocol'
import type { Dialect } from './dialect.ts'
import { bareContacts, typing } from './typing.ts'

const base: Dialect = {
  name: 'base',
  path: () => '/',
  hello: () => [],
  message: () => [],
  read: () => -1,
  readAll: () => true,
}
const contacts = bareContacts(2)
const sent = (dialect: Dialect, pair: number, number: number): Buffer =>
  Buffer.from(dialect.message(pair, number)[0]!.payload)
/** As the hub tells the other side. */
const told = (bytes: Buffer): Buffer => {
  const [, verb, body] = decode(bytes) as readonly unknown[]
  return Buffer.from(encode([frameKinds.hinted, verb, body]))
}

test.each([
  ['passed on as they are', (bytes: Buffer) => bytes],
  ['told by the hub', told],
])('hints %s are counted, each pair for itself', (_, passed) => {
  const dialect = typing(base, contacts)
  for (const number of [1, 2, 3])
    for (const pair of [0, 1]) expect(dialect.read(pair, passed(sent(dialect, pair, number)), true)).toBe(number)
  expect(dialect.readAll).toBeUndefined()
})

test('a hint that is lost is noticed with the next', () => {
  const dialect = typing(base, contacts)
  expect(dialect.read(0, sent(dialect, 0, 1), true)).toBe(1)
  expect(dialect.read(0, sent(dialect, 0, 3), true)).toBe(3)
})

test('one of another pair is an error, and something else is none', () => {
  const dialect = typing(base, contacts)
  expect(() => dialect.read(1, sent(dialect, 0, 1), true)).toThrow(/another contact/)
  expect(dialect.read(1, Buffer.from(encode([frameKinds.beaten, 1])), true)).toBe(-1)
})
