/** By what somebody knows a login of theirs again: the browser in two words, and the network that it was in. */
import { neighbour } from '../model/rate-limit.ts'
import type { Device } from './logins.ts'

/** The first that matches counts: most browsers call themselves by the names of older ones as well. */
const browsers: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]
const systems: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** `userAgent` is whatever the browser says of itself; nothing of it is kept but these words. */
export const deviceOf = (userAgent: string, address: string): Device => ({
  browser: [named(browsers, userAgent), named(systems, userAgent)].filter((word) => word !== null).join(', '),
  address: shortened(address),
})

const named = (known: readonly (readonly [RegExp, string])[], text: string): string | null =>
  known.find(([pattern]) => pattern.test(text.slice(0, 500)))?.[1] ?? null

/** `203.0.113.…` and `2001:db8:1:…`: the network, and not who in it. */
function shortened(address: string): string {
  const near = neighbour(address)
  const isPlain = near.includes('.')
  const parts = near.split(isPlain ? '.' : ':')
  return parts.length < 4 ? '' : [...parts.slice(0, 3), '…'].join(isPlain ? '.' : ':')
}
