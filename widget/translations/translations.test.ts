import { describe, expect, test } from 'vitest'
import { en } from './en.ts'
import { ja } from './ja.ts'
import type { WaitRange, Words } from './words.ts'

/** Every sentence of a language, the blanks filled with a name that is in neither. */
const sentences = (words: Words): [string, string][] =>
  Object.entries({ ...words, ...words.refusals }).flatMap(([key, value]) => {
    if (typeof value === 'object' || key === 'lang') return []
    if (typeof value === 'string') return [[key, value]]
    const blank = key === 'wait' ? { low: 2, high: 5 } : ['place', 'timeLeft', 'missed'].includes(key) ? 3 : '〇'
    return [[key, (value as (...blanks: unknown[]) => string)(blank, blank)]]
  })

test('both languages say the same things', () => {
  expect(sentences(ja).map(([key]) => key)).toEqual(sentences(en).map(([key]) => key))
})

test.each(sentences(en))('English %s is English', (_, sentence) =>
  expect(sentence).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/),
)

test.each(sentences(ja))('Japanese %s is Japanese', (_, sentence) => {
  expect(sentence).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
  expect(sentence).not.toMatch(/[A-Za-z]{3}/)
})

describe('the expected wait', () => {
  const range = (low: number, high: number): WaitRange => ({ low, high })
  test.each([
    [range(0, 1), 'less than 1 min', '1分以内'],
    [range(0, 3), 'up to 3 min', '3分以内'],
    [range(2, 5), 'about 2 to 5 min', '約2〜5分'],
    [range(10, 10), 'about 10 min', '約10分'],
  ])('%o', (wait, english, japanese) => {
    expect(en.wait(wait)).toBe(`Expected wait: ${english}`)
    expect(ja.wait(wait)).toBe(`待ち時間の目安: ${japanese}`)
  })
})
