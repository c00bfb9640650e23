/** The answers that a company has written, in both languages, and how their file is read: with the line of every fault. */
import { Faults, type Fault } from '../flow/faults.ts'
import { readJson } from '../flow/json.ts'
import { formed, list, maybe, record, text, type Shaped } from '../flow/shape.ts'

const wordings = maybe(list(text(200), 0, 30))

const answerMax = 2_000
const both = (max: number) =>
  record({ en: text(max), ja: text(max) }, 'a text in both languages, { "en": "…", "ja": "…" }')

const entryShape = record(
  {
    id: formed(/^[a-z][a-z0-9-]{0,59}$/, 'a short key of small letters, digits and -'),
    /** As customers ask. */
    question: both(300),
    answer: both(answerMax),
    /** Other ways to ask the same, and other words for it. */
    also: maybe(record({ en: wordings, ja: wordings })),
  },
  'an entry { "id", "question", "answer", "also" }',
)
export type Entry = Shaped<typeof entryShape>

const documentShape = record({ entries: list(entryShape, 1, 5_000) }, 'a list of answers, { "entries": […] }')

export type KnowledgeRead = { readonly entries: readonly Entry[] } | { readonly faults: readonly Fault[] }

/** Reads a file of answers. */
export function readEntries(written: string): KnowledgeRead {
  const json = readJson(written)
  return 'fault' in json ? { faults: [json.fault] } : looked(json.value, json.lines)
}

/** Entries that stand in no file of their own: faults have a place and no line. */
export const entriesOf = (entries: readonly unknown[]): KnowledgeRead => looked({ entries }, new Map())

function looked(document: unknown, lines: ReadonlyMap<string, number>): KnowledgeRead {
  const reading = { faults: new Faults(lines), mentions: [] }
  const entries = documentShape.read(document, '', reading)?.entries ?? []
  const seen = new Set<string>()
  for (const [at, { id }] of entries.entries()) {
    if (seen.has(id))
      reading.faults.add(`entries/${at}/id`, `the key "${id}" stands twice`, 'give one of the two another')
    seen.add(id)
  }
  return reading.faults.none ? { entries } : { faults: reading.faults.list }
}
