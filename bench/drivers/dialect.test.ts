import { expect, test } from 'vitest'
import { contentOf, numbered, numberIn, numbersIn, textOf } from './dialect.ts'

const encoded = (pair: number): Buffer => Buffer.from(JSON.stringify(contentOf(pair)))

test('every message of a pair has its own number, in the text and in the request id', () => {
  const message = numbered(encoded(7), false)
  for (const number of [1, 42, 9_876_543_210]) {
    const [frame] = message(number)
    const { text, request } = JSON.parse(Buffer.from(frame!.payload).toString()) as { text: string; request: string }
    expect(text).toBe(textOf(7, number))
    expect(request).toBe(`r${String(number).padStart(10, '0')}`)
  }
})

test('the number is read wherever the text stands', () => {
  const [frame] = numbered(encoded(12), false)(345)
  expect(numberIn(Buffer.from(frame!.payload), 12)).toBe(345)
  expect(numberIn(Buffer.from(`42["m",${JSON.stringify({ text: textOf(0, 1) })}]`), 0)).toBe(1)
})

test.each([
  ['another pair', textOf(3, 5)],
  ['a text that lost its end', textOf(2, 5).slice(0, -1)],
  ['a text that was changed', textOf(2, 5).replace('..', '.,')],
  ['a number that is none', textOf(2, 5).replace('0000', '00x0')],
  ['something else', 'pong'],
])('%s is no message', (_, text) => expect(numberIn(Buffer.from(text), 2)).toBe(-1))

test('all numbers of a frame are told in order, and a foreign one is noticed', () => {
  const got: number[] = []
  const bytes = Buffer.from([4, 5, 6].map((number) => textOf(1, number)).join('  '))
  expect(numbersIn(bytes, 1, (number) => got.push(number))).toBe(true)
  expect(got).toEqual([4, 5, 6])
  expect(numbersIn(Buffer.from('nothing'), 1, () => {})).toBe(false)
  expect(() => numbersIn(bytes, 2, () => {})).toThrow(/Pair 2 got message 0000000004 of pair 000001/)
})

test('bytes without a place for the number are refused', () =>
  expect(() => numbered(Buffer.from('{}'), false)).toThrow(/no place/))
