/** What a visitor downloads, held to its budget on the build that is shipped. Kilobytes of 1,000 bytes, gzip. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWidget } from './test/build.ts'

const budgets = [
  ['w', 2_000],
  ['chat', 30_000],
  ['api', 4_000],
  // With the chat, or at the first word of the page about its visitor.
  ['page-side', 4_000],
  // Where the page wants to be told by title, badge or tone.
  ['alerts', 1_000],
  ['en', 4_000],
  ['ja', 4_000],
  // Screens and line; the rest is loaded when the line joins.
  ['call', 13_500],
  ['call-en', 4_000],
  ['call-ja', 4_000],
  // Forms and questions.
  ['ask', 6_000],
  ['ask-en', 2_000],
  ['ask-ja', 2_000],
  ['hours', 1_000],
  ['pop-out', 700],
  // On idle: how the widget stands on its page.
  ['look', 4_000],
  // Where the site invites, and where the chat is in a frame.
  ['invite', 2_500],
  ['frame', 2_500],
  // Visitors whom the company's server names.
  ['signed', 2_500],
  // Their earlier contacts.
  ['earlier', 2_500],
  ['connection', 31_500],
  // A helper of the bundler's, for the call alone.
  ['rolldown-runtime', 600],
  ['transcript', 2_000],
  ['calling', 2_000],
] as const

let built: Awaited<ReturnType<typeof buildWidget>>
const sizes = new Map<string, number>()
const texts = new Map<string, string>()

beforeAll(async () => {
  built = await buildWidget()
  const folder = join(built.folder, 'widget')
  for (const path of ['w.js', ...(await readdir(join(folder, 'assets'))).map((name) => `assets/${name}`)]) {
    const bytes = await readFile(join(folder, path))
    const name = path.replace(/^assets\//, '').replace(/(-[\w-]{8})?\.js$/, '')
    sizes.set(name, gzipSync(bytes, { level: 9 }).length)
    texts.set(name, bytes.toString())
  }
})
afterAll(() => built.remove())

test.each(budgets)('%s.js is at most %i bytes', (name, most) => {
  expect(sizes.get(name)).toBeGreaterThan(0)
  expect(sizes.get(name)).toBeLessThanOrEqual(most)
})

test('a call is at most 45,000 bytes more, and what carries it is in what is loaded last alone', () => {
  const parts = ['call', 'connection', 'rolldown-runtime'].map((name) => sizes.get(name)!)
  expect(parts.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(45_000)
  for (const [name, text] of texts) if (name !== 'connection') expect(text).not.toMatch(/mediasoup/i)
})

test('nothing is loaded that has no budget', () => {
  expect([...sizes.keys()].sort()).toEqual(budgets.map(([name]) => name).sort())
})

test('the loader is alone: nothing imports it, and it imports nothing until asked', () => {
  expect(texts.get('w')).not.toMatch(/(^|[;}])import[{"'`*]/)
  for (const [name, text] of texts) if (name !== 'w') expect(text).not.toMatch(/from\s*["'`][^"'`]*\/w\.js/)
})

test('the chat comes in one request: it imports nothing before it is asked to', () => {
  expect(texts.get('chat')).not.toMatch(/(^|[;}])import[{"'`*]/)
})

test('no code is made from text, which strict content security policies refuse', () => {
  for (const text of texts.values()) expect(text).not.toMatch(/\beval\(|new Function\b/)
})
