import { expect, test } from 'vitest'
import { generatedPassword } from './password.ts'

test('a generated password can be read out, and is another one each time', () => {
  const made = new Set(Array.from({ length: 50 }, () => generatedPassword()))
  expect(made.size).toBe(50)
  for (const one of made) expect(one).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
})

test('no letter is likelier than another', () => {
  let next = 0
  const all = Array.from({ length: 31 }, () => generatedPassword((bytes) => (bytes[0] = next++ & 255)))
  const counts = new Map<string, number>()
  for (const letter of all.join('').replaceAll('-', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect(new Set(counts.values())).toEqual(new Set([16]))
})
