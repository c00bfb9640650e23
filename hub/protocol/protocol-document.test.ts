/** PROTOCOL.md against the code, both ways: what the one has, the other has, written alike. */
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'

vi.mock('./shape.ts', async (original) => (await import('./shape-notes.ts')).noted(await original()))
const { noteOf } = await import('./shape-notes.ts')
const {
  closeCodes,
  entryShapes,
  finalCloseCodes,
  frameKinds,
  hints,
  limits,
  packEntry,
  refusalCodes,
  requests,
  topics,
} = await import('./index.ts')

const page = readFileSync(new URL('PROTOCOL.md', import.meta.url), 'utf8')

/** The text below a heading, up to the next of its rank or above. */
function parts(text: string, rank: string): Map<string, string> {
  const pieces = text.split(new RegExp(`^${rank} `, 'm')).slice(1)
  return new Map(pieces.map((piece) => [piece.slice(0, piece.indexOf('\n')), piece.slice(piece.indexOf('\n'))]))
}

const sections = parts(page, '##')
const headings = (section: string): Map<string, string> => parts(sections.get(section) ?? '', '###')

/** The block of types below a heading, its lines joined; without one, ''. */
const typesOf = (text: string): string => (/```text\n([^`]*)```/.exec(text)?.[1] ?? '').replace(/\s+/g, ' ').trim()

/** Cells of the rows of a section's last table. */
const rowsOf = (section: string): string[][] =>
  (sections.get(section) ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )

describe('headings', () => {
  const items = Object.entries(topics).flatMap(([topic, kinds]) => Object.keys(kinds).map((kind) => `${topic}.${kind}`))
  test.each([
    ['Frames', Object.keys(frameKinds)],
    ['Requests', Object.keys(requests)],
    ['Hints', Object.keys(hints)],
    ['Live lists', items],
    ['Entries', Object.keys(entryShapes)],
  ])('%s', (section, names) => {
    expect([...headings(section).keys()].sort()).toEqual([...names].sort())
  })
})

describe('types', () => {
  test.each(Object.entries(frameKinds))('frame %s begins with its number', (name, kind) => {
    expect(typesOf(headings('Frames').get(name) ?? '')).toMatch(new RegExp(`^\\[${kind}[,\\]]`))
  })

  test.each(Object.entries(requests))('%s', (verb, { body, reply }) => {
    const text = headings('Requests').get(verb) ?? ''
    expect(typesOf(text)).toBe(`body ${noteOf(body).words} reply ${noteOf(reply).words}`)
  })

  test.each(Object.entries(hints))('%s', (verb, body) => {
    expect(typesOf(headings('Hints').get(verb) ?? '')).toBe(`body ${noteOf(body).words}`)
  })

  const items = Object.entries(topics).flatMap(([topic, kinds]) =>
    Object.entries<object>(kinds).map(([kind, shape]) => [`${topic}.${kind}`, shape] as const),
  )
  test.each(items)('%s', (name, shape) => {
    expect(typesOf(headings('Live lists').get(name) ?? '')).toBe(`item ${noteOf(shape).words}`)
  })

  test.each(Object.entries(entryShapes))('entry %s', (kind, shape) => {
    const written = /^entry (\d+) (.*)$/.exec(typesOf(headings('Entries').get(kind) ?? ''))
    expect(written?.[2]).toBe(noteOf(shape).words)
    const noNames = { name: '', agentName: '', toAgentName: '', byName: '', fromName: '', toName: '' }
    const blank = {
      kind,
      attachments: [],
      mentions: [],
      added: [],
      removed: [],
      requestId: '',
      text: '',
      note: '',
      comment: '',
      ...noNames,
    }
    const names = {
      queue: { en: '', ja: '' },
      disposition: { en: '', ja: '' },
      at: 0,
      from: 'bot',
      by: 'system',
      cause: 'new',
    }
    const packed = packEntry({ ...blank, ...names } as never) as readonly unknown[]
    expect(packed[0]).toBe(Number(written?.[1]))
  })
})

describe('tables', () => {
  test('refusal codes', () => {
    expect(rowsOf('Refusal codes').map(([code]) => code)).toEqual([...refusalCodes])
  })

  test('close codes', () => {
    const written = rowsOf('Close codes').map(([code, name, final]) => [Number(code), name, final])
    const coded = Object.entries(closeCodes).map(([name, code]) => [
      code,
      name,
      finalCloseCodes.includes(code) ? 'yes' : 'no',
    ])
    expect(written).toEqual(coded)
  })

  test('limits', () => {
    const written = rowsOf('Limits').map(([name, value]) => [name, Number(value)])
    expect(written).toEqual(Object.entries(limits))
  })
})

test('every dotted name that the text quotes exists', () => {
  const items = Object.entries(topics).flatMap(([topic, kinds]) => Object.keys(kinds).map((kind) => `${topic}.${kind}`))
  const known = new Set<string>([...refusalCodes, ...Object.keys(requests), ...Object.keys(hints), ...items])
  const quoted = [...page.matchAll(/`([a-z]+[A-Za-z]*\.[a-z][A-Za-z]*)`/g)].map(([, name]) => name as string)
  expect(quoted.length).toBeGreaterThan(50)
  expect(quoted.filter((name) => !known.has(name) && name !== 'scan.ts')).toEqual([])
})
