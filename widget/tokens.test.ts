import { describe, expect, test } from 'vitest'
import { colours, tokensCss } from './tokens.ts'

/** Relative luminance of `#rrggbb`, after WCAG 2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const names = colours.map(([name]) => name)
type Name = (typeof names)[number]

/** Each text colour with the grounds it is meant for. */
const readable: readonly (readonly [text: Name, grounds: readonly Name[]])[] = [
  ['text', ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'accent-soft', 'waiting-soft', 'wrong-soft']],
  ['text-2', ['surface-0', 'surface-1', 'surface-2']],
  ['accent', ['surface-0', 'surface-1', 'accent-soft']],
  ['accent-strong', ['surface-0', 'surface-1', 'surface-2', 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['good', ['surface-0', 'surface-1', 'good-soft']],
  ['waiting', ['surface-0', 'surface-1', 'waiting-soft']],
  ['late', ['surface-0', 'surface-1', 'late-soft']],
  ['wrong', ['surface-0', 'surface-1', 'wrong-soft']],
]

describe.each([
  ['light', 1],
  ['dark', 2],
] as const)('%s', (_, column) => {
  const value = (name: Name) => colours.find((colour) => colour[0] === name)![column]

  test.each(readable.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const)))(
    '%s can be read on %s',
    (text, ground) => expect(contrast(value(text), value(ground))).toBeGreaterThanOrEqual(4.5),
  )

  test.each(['surface-0', 'surface-1'] as const)('edges can be seen on %s', (ground) => {
    expect(contrast(value('edge'), value(ground))).toBeGreaterThanOrEqual(3)
  })
})

test('every token is declared for a page and for a shadow root', () => {
  for (const root of [':root', ':host'] as const)
    for (const name of names) expect(tokensCss(root)).toContain(`--mdg-${name}:`)
})
