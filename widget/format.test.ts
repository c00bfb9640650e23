/** Sizes and times as a customer reads them. */
import { expect, test, vi } from 'vitest'
import { fileSize, timeOfDay } from './controllers/format.ts'

test.each([
  ['en', 38, '38B'],
  ['ja', 38, '38B'],
  ['en', 999, '999B'],
  ['en', 1_500, '1.5 kB'],
  ['ja', 2_400_000, '2.4 MB'],
])('%s: %i bytes are %s', (lang, bytes, text) => {
  expect(fileSize(lang, bytes)).toBe(text)
})

test('a clock is made once for a language, however many groups a talk has', () => {
  let made = 0
  const counting = new Proxy(Intl.DateTimeFormat, {
    construct: (target, args) => ((made += 1), Reflect.construct(target, args) as object),
  })
  vi.stubGlobal('Intl', { ...Intl, DateTimeFormat: counting })
  const at = new Date(2026, 0, 5, 14, 5).getTime()
  for (let group = 0; group < 50; group++) {
    expect(timeOfDay('en-GB', at)).toBe('14:05')
    expect(timeOfDay('ja-JP', at)).toBe('14:05')
  }
  vi.unstubAllGlobals()
  expect(made).toBe(2)
})
