/**
 * What of the configuration concerns the world outside: the answers that the bot may give. They may stand in the file
 * themselves, come from one that it names (config-files.ts), or from a version that was kept: so they are looked at once more.
 */
import Type from 'typebox'
import type { Refuse } from './config-organisation.ts'
import { entriesOf, type Entry } from './knowledge/entry.ts'

/** That each is an entry is seen by what reads files of answers, which has better words. */
export const knowledgeSchema = Type.Array(Type.Object({}, { description: 'an entry { "id", "question", "answer" }' }), {
  maxItems: 5_000,
  description: 'a list of at most 5000 answers, or the path of a file of answers such as "answers.json"',
})

/** Calls `refuse` with the first fault. */
export function buildKnowledge(written: readonly object[], refuse: Refuse): readonly Entry[] {
  const read = entriesOf(written)
  if (!('faults' in read)) return read.entries
  const [{ place, problem, remedy }] = read.faults as [(typeof read.faults)[number]]
  return refuse(place.replace(/^entries/, 'knowledge'), written, `without faults: ${problem}; ${remedy}`)
}
