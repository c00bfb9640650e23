/**
 * What of the configuration agents have at hand beside a talk: answers that are written already, tags for contacts, and links
 * into the company's own systems, whose addresses name what is known of a customer.
 */
import Type, { type Static } from 'typebox'
import type { Organisation, Reply, SystemLink } from './app/organisation.ts'
import type { Refuse } from './config-organisation.ts'
import { bothLanguages, choice, closed, key, words } from './config-parts.ts'
import { isFieldName } from './flow/index.ts'
import { makeId } from './model/ids.ts'
import { replyTextMax } from './protocol/index.ts'

const replyText = words(replyTextMax, `a text of 1 to ${replyTextMax} characters`)

export const deskSettings = {
  replies: Type.Optional(
    Type.Array(
      Type.Object(
        {
          key,
          title: bothLanguages,
          text: Type.Object(
            { en: replyText, ja: replyText },
            { ...closed, description: 'a text in both languages, { "en": "...", "ja": "..." }' },
          ),
          queues: Type.Optional(Type.Array(key, { maxItems: 500, description: 'a list of keys of queues' })),
        },
        { ...closed, description: 'a reply { "key", "title", "text", "queues" }' },
      ),
      { maxItems: 500, description: 'a list of at most 500 replies { "key", "title", "text", "queues" }' },
    ),
  ),
  tags: Type.Optional(Type.Array(choice, { maxItems: 200, description: 'a list of at most 200 { "key", "label" }' })),
  links: Type.Optional(
    Type.Array(
      Type.Object(
        { key, label: bothLanguages, url: words(1_000, 'an address of 1 to 1000 characters') },
        { ...closed, description: 'a link { "key", "label", "url" }' },
      ),
      { maxItems: 20, description: 'a list of at most 20 links { "key", "label", "url" }' },
    ),
  ),
} as const
type DeskSettings = Static<Type.TObject<typeof deskSettings>>

/** All of them are sent to each agent at once. */
const replyCharactersMax = 500_000

/** Calls `refuse` for what stands twice, for queues that there are not, and for addresses that lead nowhere. */
export function buildDesk(
  { replies = [], tags = [], links = [] }: DeskSettings,
  known: ReadonlySet<string>,
  refuse: Refuse,
): Pick<Organisation, 'replies' | 'tags' | 'links'> {
  for (const [name, list] of Object.entries({ replies, tags, links })) refuseDoubles(name, list, refuse)
  const characters = replies.reduce((sum, { text }) => sum + text.en.length + text.ja.length, 0)
  if (characters > replyCharactersMax)
    refuse('replies', `${characters} characters`, `at most ${replyCharactersMax} characters together`)
  return {
    replies: replies.map(({ key, title, text, queues = [] }, at): Reply => {
      queues.forEach((queue, nth) => {
        if (!known.has(queue))
          refuse(`replies/${at}/queues/${nth}`, queue, `one of the queues: ${[...known].join(', ')}`)
      })
      return { key, title, text, queues: queues.map((queue) => makeId('queue', queue)) }
    }),
    tags,
    links: links.map((link, at): SystemLink => {
      if (!isTemplate(link.url)) refuse(`links/${at}/url`, link.url, templateWords)
      return link
    }),
  }
}

const names = ['customer.id', 'customer.name', 'customer.email', 'customer.phone', 'customer.company', 'contact.id']
const templateWords = `an address of http or https without name and password, which may hold ${names.map((name) => `{${name}}`).join(', ')} or {field.NAME} behind its host`

/** Whatever a customer is called, the address leads to the same server. */
function isTemplate(template: string): boolean {
  const variables = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!)
  const isKnown = (name: string): boolean =>
    names.includes(name) || (name.startsWith('field.') && isFieldName(name.slice('field.'.length)))
  const [one, other] = ['a', 'b'].map((letter) => template.replace(/\{[^{}]*\}/g, letter))
  if (!variables.every(isKnown) || /[{}]/.test(one!) || !URL.canParse(one!) || !URL.canParse(other!)) return false
  const { protocol, origin, username, password } = new URL(one!)
  return (
    (protocol === 'https:' || protocol === 'http:') && username + password === '' && origin === new URL(other!).origin
  )
}

function refuseDoubles(name: string, list: readonly { readonly key: string }[], refuse: Refuse): void {
  const seen = new Set<string>()
  for (const [at, { key: one }] of list.entries()) {
    if (seen.has(one)) refuse(`${name}/${at}/key`, one, 'different from all others in the list')
    seen.add(one)
  }
}
