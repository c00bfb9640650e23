import { describe, expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { Canaries } from './canaries.ts'
import { logs } from './logs.ts'

test('a whole talk and every failure at level debug: no secret, and nothing that anybody wrote, in what is printed', async () => {
  const result = await logs()
  console.log(reportLines('logs', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 180_000)

describe('the search finds a word', () => {
  const canaries = new Canaries()
  const words = { plain: canaries.make('plain'), japanese: canaries.make('japanese', true) }

  test.each<[string, (word: string) => string]>([
    ['as it is', (word) => word],
    ['in capitals', (word) => word.toUpperCase()],
    ['in JSON', (word) => JSON.stringify({ word })],
    [
      'in JSON with escapes',
      (word) => [...word].map((one) => (one > '~' ? `\\u${one.charCodeAt(0).toString(16)}` : one)).join(''),
    ],
    ['in an address', (word) => `https://x.example/?q=${encodeURIComponent(word)}&r=1`],
    ['in hexadecimal', (word) => Buffer.from(`before ${word} after`).toString('hex')],
    ['in base64', (word) => Buffer.from(word).toString('base64')],
    ['in base64 behind one byte', (word) => Buffer.from(`a${word}bcd`).toString('base64')],
    ['in base64 behind two', (word) => Buffer.from(`ab${word}c`).toString('base64')],
    ['in base64 for addresses', (word) => Buffer.from(`abcd${word}c`).toString('base64url')],
    ['cut in the middle', (word) => `"${word.slice(0, 20)}..."`],
  ])('%s', (_way, write) => {
    for (const [field, word] of Object.entries(words))
      expect(
        canaries.foundIn(`{"level":"info","msg":"${write(word)}"}`).some((found) => found.startsWith(field)),
        field,
      ).toBe(true)
  })

  test('and nothing where there is none', () => {
    expect(canaries.foundIn('{"level":"info","msg":"the hub serves"}')).toEqual([])
  })
})
