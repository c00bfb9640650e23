/** Sizes as a customer reads them. */
import { expect, test } from 'vitest'
import { fileSize } from './controllers/format.ts'

test.each([
  ['en', 38, '38B'],
  ['ja', 38, '38B'],
  ['en', 999, '999B'],
  ['en', 1_500, '1.5 kB'],
  ['ja', 2_400_000, '2.4 MB'],
])('%s: %i bytes are %s', (lang, bytes, text) => {
  expect(fileSize(lang, bytes)).toBe(text)
})
