/**
 * One of a few, kept by its key. A customer may press it, or type its number, its words in either language, one of the
 * other words for it, or a part that only one of them has.
 */
import { folded, normal, squeezed } from '../normal.ts'
import { formed, list, maybe, namePattern, record, text, words, type Words } from '../shape.ts'
import type { Read, ValueKind } from './kind.ts'

export interface Choice {
  readonly key: string
  readonly label: Words
  /** Other words for it, in any language. */
  readonly also?: readonly string[]
}

export interface DeclaredChoice {
  readonly choices: readonly Choice[]
}

function read(typed: string, { choices }: DeclaredChoice): Read {
  const found = byNumber(typed, choices) ?? byName(typed, choices) ?? byPart(typed, choices)
  return found === null ? { problem: (sentences) => sentences.askChoice } : { value: found.key }
}

/** `2`, `２`, `②`, `2番`. */
function byNumber(typed: string, choices: readonly Choice[]): Choice | null {
  const [, digits] = /^(\d{1,2})(?: ?番(?:目)?|[.)])?$/u.exec(normal(typed)) ?? []
  return digits === undefined ? null : (choices[Number(digits) - 1] ?? null)
}

const namesOf = ({ key, label, also = [] }: Choice): string[] => [key, label.en, label.ja, ...also].map(squeezed)

function byName(typed: string, choices: readonly Choice[]): Choice | null {
  const said = squeezed(typed)
  return choices.find((choice) => namesOf(choice).includes(said)) ?? null
}

/** What was said stands in the words of one choice only, or the words of one choice only stand in what was said. */
function byPart(typed: string, choices: readonly Choice[]): Choice | null {
  const said = squeezed(typed)
  // A single kana or letter stands in too much; a single kanji says a lot.
  if (said.length < 2 && !/\p{Script=Han}/u.test(said)) return null
  const holding = choices.filter((choice) => namesOf(choice).some((name) => name.includes(said)))
  if (holding.length === 1) return holding[0]!
  const held = choices.filter((choice) => namesOf(choice).some((name) => name.length >= 2 && saysName(typed, name)))
  const [only] = held
  if (held.length !== 1) return null
  // "Delivery" also stands in "change delivery day": who says it may mean either.
  const others = choices.filter((choice) => choice !== only).flatMap(namesOf)
  const own = namesOf(only!).filter((name) => name.length >= 2 && saysName(typed, name))
  return own.some((name) => !others.some((other) => other.includes(name))) ? only! : null
}

/** Whole words in a language that has spaces. */
function saysName(typed: string, name: string): boolean {
  if (!/^[\x20-\x7e]+$/.test(name)) return squeezed(typed).includes(name)
  const said = folded(typed).split(' ')
  return said.some((_, at) => {
    for (let end = at + 1; end <= said.length; end++) if (said.slice(at, end).join('') === name) return true
    return false
  })
}

export const choice: ValueKind<DeclaredChoice> = {
  properties: {
    choices: list(
      record(
        { key: formed(namePattern, 'a short key'), label: words, also: maybe(list(text(60), 0, 20)) },
        '{ "key", "label", "also" }',
      ),
      1,
      20,
    ),
  },
  fault({ choices }) {
    for (const [at, one] of choices.entries())
      for (const before of choices.slice(0, at)) {
        const both = namesOf(one).find((name) => namesOf(before).includes(name))
        if (both !== undefined)
          return {
            at: `choices/${at}`,
            problem: `"${both}" means both "${before.key}" and "${one.key}"`,
            remedy: 'give each choice words of its own',
          }
      }
    return null
  },
  read,
  fit: (value, { choices }) => choices.find(({ key }) => key === value)?.key ?? null,
  show: (value, { choices }, locale) => choices.find(({ key }) => key === value)?.label[locale] ?? String(value),
}
