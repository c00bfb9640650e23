import { describe, expect, test } from 'vitest'
import { refusalCodes } from '#protocol'
import { firstLocale, speechOf } from './speech.ts'
import { en } from './translations/en.ts'
import { ja } from './translations/ja.ts'

/** Every path of a dictionary with what stands there. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}.${key}`))
}

describe('words', () => {
  test('both languages have exactly the same sentences', () => {
    expect(leaves(ja).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path))
  })
  test('none is empty', () => {
    expect([...leaves(en), ...leaves(ja)].filter(([, words]) => words === '')).toEqual([])
  })
  test('every refusal has a sentence', () => {
    for (const code of refusalCodes) expect(ja.refusals[code].length * en.refusals[code].length).toBeGreaterThan(0)
  })
})

describe('numbers and times', () => {
  test('durations, in both languages', () => {
    const [english, japanese] = [speechOf('en'), speechOf('ja')]
    expect(english.duration(9_999)).toBe('9 s')
    expect(english.duration(130_000)).toBe('2 min 10 s')
    expect(english.duration(3_900_000)).toBe('1 h 05 min')
    expect(japanese.duration(130_000)).toBe('2分10秒')
    expect(japanese.duration(3_900_000)).toBe('1時間05分')
    expect(english.duration(-5)).toBe('0 s')
  })
  test('days are named while they are near', () => {
    const now = new Date(2026, 10, 21, 12).getTime()
    const speech = speechOf('en')
    expect(speech.day(now - 3_600_000, now)).toBe('Today')
    expect(speech.day(now - 86_400_000, now)).toBe('Yesterday')
    expect(speech.day(now - 3 * 86_400_000, now)).toContain('2026')
  })
  test('sizes', () => {
    expect(speechOf('en').size(812)).toBe('812 B')
    expect(speechOf('en').size(1_572_864)).toBe('1.5 MB')
  })
  test('a customer is addressed, also without a name', () => {
    expect(speechOf('ja').customer('田中')).toBe('田中 様')
    expect(speechOf('ja').customer('')).toBe('お客様')
    expect(speechOf('en').customer('')).toBe('Customer')
  })
})

describe('the first language', () => {
  test('is what was chosen, else what the browser prefers, else English', () => {
    expect(firstLocale('ja', ['en'])).toBe('ja')
    expect(firstLocale(null, ['fr', 'ja-JP', 'en'])).toBe('ja')
    expect(firstLocale('xx', ['fr'])).toBe('en')
  })
})
