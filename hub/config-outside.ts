/**
 * What of the configuration concerns the world outside: the answers that the bot may give. They may stand in the file
 * themselves, come from one that it names (config-files.ts), or from a version that was kept: so they are looked at once more.
 */
import Type, { type Static } from 'typebox'
import type { Organisation } from './app/organisation.ts'
import type { Refuse } from './config-organisation.ts'
import { closed, key, whole, words } from './config-parts.ts'
import { entriesOf, type Entry } from './knowledge/entry.ts'
import { seconds } from './model/time.ts'

/** That each is an entry is seen by what reads files of answers, which has better words. */
export const knowledgeSchema = Type.Array(Type.Object({}, { description: 'an entry { "id", "question", "answer" }' }), {
  maxItems: 5_000,
  description: 'a list of at most 5000 answers, or the path of a file of answers such as "answers.json"',
})

export const answererSchema = Type.Object(
  {
    url: words(500, 'an address such as https://llm.example.jp/v1, without name and password'),
    model: words(200, 'the name of a model, 1 to 200 characters'),
    timeoutSeconds: Type.Optional(whole(1, 25, 'seconds')),
    tokensPerAnswer: Type.Optional(whole(50, 4_000, 'tokens')),
    tokensPerContact: Type.Optional(whole(100, 1_000_000, 'tokens')),
    tokensPerDay: Type.Optional(whole(100, 1_000_000_000, 'tokens')),
  },
  { ...closed, description: 'a language model { "url", "model", ... }' },
)

export const botsSchema = Type.Array(
  Type.Object(
    {
      id: key,
      url: Type.Optional(words(500, 'an address such as https://bot.example.jp/madoguchi, without name and password')),
      keys: Type.Array(key, { minItems: 1, maxItems: 5, description: 'a list of 1 to 5 names of keys' }),
    },
    { ...closed, description: 'a bot { "id", "url", "keys" }' },
  ),
  { maxItems: 100, description: 'a list of at most 100 bots { "id", "url", "keys" }' },
)

/** Bots of the company's own. Calls `refuse` for what is no address, and for what is named twice: a key says which bot speaks. */
export function buildBots(written: Static<typeof botsSchema>, refuse: Refuse): NonNullable<Organisation['bots']> {
  const seen = new Set<string>()
  const once = (name: string, place: string): void => {
    if (seen.has(`${place.split('/')[2]} ${name}`)) refuse(place, name, 'different from all others of all bots')
    seen.add(`${place.split('/')[2]} ${name}`)
  }
  for (const [at, { id, url, keys }] of written.entries()) {
    once(id, `bots/${at}/id`)
    keys.forEach((name, nth) => once(name, `bots/${at}/keys/${nth}`))
    if (url !== undefined && !isPlainUrl(url))
      refuse(`bots/${at}/url`, url, 'an address such as https://bot.example.jp/madoguchi, without name and password')
  }
  return written
}

/** Where the language model is and what it may cost. Calls `refuse` for what is no address. */
export function buildAnswerer(
  written: Static<typeof answererSchema>,
  refuse: Refuse,
): NonNullable<Organisation['answerer']> {
  const { url, model, timeoutSeconds = 10, tokensPerAnswer = 500 } = written
  if (!isPlainUrl(url))
    refuse('answerer/url', url, 'an address such as https://llm.example.jp/v1, without name and password')
  const { tokensPerContact = 20_000, tokensPerDay = 500_000 } = written
  return { url, model, timeoutMs: seconds(timeoutSeconds), tokensPerAnswer, tokensPerContact, tokensPerDay }
}

/** An address of http or https that holds no secret. */
export function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username + password + hash === ''
}

/** Calls `refuse` with the first fault. */
export function buildKnowledge(written: readonly object[], refuse: Refuse): readonly Entry[] {
  const read = entriesOf(written)
  if (!('faults' in read)) return read.entries
  const [{ place, problem, remedy }] = read.faults as [(typeof read.faults)[number]]
  return refuse(place.replace(/^entries/, 'knowledge'), written, `without faults: ${problem}; ${remedy}`)
}
