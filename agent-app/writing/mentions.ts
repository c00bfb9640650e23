/** PURE: the colleagues that a note names with an at-sign. */
import { mentionsMax } from '#protocol'
import type { Person } from './find.ts'

/** A piece of a note: words, or somebody's name with its at-sign. */
export interface Piece {
  readonly text: string
  readonly who: Person | null
}

/** The note in pieces. Of two names that begin alike the longer one is meant. */
export function piecesOf(text: string, people: readonly Person[]): readonly Piece[] {
  const byLength = people.filter(({ name }) => name !== '').toSorted((a, b) => b.name.length - a.name.length)
  const pieces: Piece[] = []
  let [from, at] = [0, text.search(/[@＠]/)]
  while (at !== -1) {
    const who = byLength.find(({ name }) => text.startsWith(name, at + 1))
    const end = at + 1 + (who?.name.length ?? 0)
    if (who !== undefined) {
      if (at > from) pieces.push({ text: text.slice(from, at), who: null })
      pieces.push({ text: text.slice(at, end), who })
      from = end
    }
    const next = text.slice(end).search(/[@＠]/)
    at = next === -1 ? -1 : end + next
  }
  if (from < text.length) pieces.push({ text: text.slice(from), who: null })
  return pieces
}

/** Who is told of it, each once, and no more than may be. */
export function mentioned(text: string, people: readonly Person[]): readonly string[] {
  const agents = piecesOf(text, people).flatMap(({ who }) => (who === null ? [] : [who.agent]))
  return [...new Set(agents)].slice(0, mentionsMax)
}
