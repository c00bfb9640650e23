import { describe, expect, test } from 'vitest'
import { words as askEn } from '../ask/ask-en.ts'
import { words as askJa } from '../ask/ask-ja.ts'
import { words as callEn } from '../call/call-en.ts'
import { words as callJa } from '../call/call-ja.ts'
import { earlierWords } from '../earlier/earlier-words.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { quietLine } from './quiet-line.ts'
import type { WaitRange } from './words.ts'

const whole = ['surveyed', 'place', 'timeLeft', 'missed', 'duration']

/** Every sentence of a language by its path, the blanks filled with a name that is in neither. */
const sentences = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (key === 'lang') return []
    if (typeof value === 'string') return [[path + key, value]]
    if (typeof value === 'object' && value !== null) return sentences(value, `${path}${key}.`)
    const blank = key === 'wait' ? { low: 2, high: 5 } : key === 'talking' ? ['〇'] : whole.includes(key) ? 3 : '〇'
    return [[path + key, (value as (...blanks: unknown[]) => string)(blank, blank)]]
  })
const inEnglish = [...sentences(en), ...sentences(callEn), ...sentences(askEn), ...sentences(earlierWords.en)]
const inJapanese = [...sentences(ja), ...sentences(callJa), ...sentences(askJa), ...sentences(earlierWords.ja)]

test('both languages say the same things', () => {
  expect(inJapanese.map(([key]) => key)).toEqual(inEnglish.map(([key]) => key))
})

test.each(inEnglish)('English %s is English', (_, sentence) =>
  expect(sentence).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/),
)

test.each(inJapanese)('Japanese %s is Japanese', (_, sentence) => {
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

test.each([
  [0, 'Call ended', '通話が終了しました'],
  [7_400, 'Call ended · 7 s', '通話が終了しました(7秒)'],
  [130_000, 'Call ended · 2 min 10 s', '通話が終了しました(2分10秒)'],
])('a call of %i ms', (talkMs, english, japanese) => {
  const entry = { kind: 'callEnded', at: 0, by: 'agent', talkMs } as const
  expect([quietLine(en, entry), quietLine(ja, entry)]).toEqual([english, japanese])
})
