/** What the composer proposes for what is asked: quick replies in the customer's language, or colleagues to tell. */
import { html, type TemplateResult } from 'lit'
import { keyNames } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { Aids } from '../writing/aids.ts'
import type { Asked } from '../writing/asked.ts'
import { blanksOf, filled } from '../writing/blanks.ts'
import { findPeople, findReplies, type Reply } from '../writing/find.ts'
import type { Proposal } from './suggest.ts'

interface Proposals {
  readonly label: string
  readonly proposals: readonly Proposal[]
  /** Said where there are none. */
  readonly none: string
}

/** So many are listed; a letter more finds the rest. */
const shownMax = 40

/** Null where nothing is asked for. `take`: puts a text in place of what was asked; `openOwn`: goes on to the replies of one's own. */
export function proposals(
  asked: Asked | null,
  aids: Aids,
  speech: Speech,
  take: (asked: Asked, text: string) => void,
  openOwn: () => void,
): Proposals | null {
  if (asked === null) return null
  const { writing } = speech.words.desk
  if (asked.sign === '@') {
    const people = findPeople(aids.people, asked.query).slice(0, shownMax)
    // An at-sign may be just one.
    if (people.length === 0) return null
    return {
      label: writing.people,
      none: '',
      proposals: people.map(({ agent, name }) => ({
        key: agent,
        title: name,
        typed: '',
        more: '',
        take: () => take(asked, `@${name} `),
      })),
    }
  }
  // At the end of all. Where letters were typed Enter must not lead away from what may be no question at all.
  const toOwn: Proposal = {
    key: ' own',
    title: speech.words.desk.own.manage,
    typed: '',
    more: '',
    take: () => {
      take(asked, '')
      openOwn()
    },
  }
  const found = findReplies(aids.replies ?? [], aids.queue, asked.query).slice(0, shownMax)
  return {
    label: writing.replies,
    none:
      aids.replies === null
        ? writing.repliesLoading
        : asked.query === ''
          ? writing.noReplies
          : `${writing.noReply(asked.query)} ${speech.words.desk.own.make(keyNames.ownReplies)}`,
    proposals: [
      ...found.map((reply) => replyProposal(reply, aids, speech, (text) => take(asked, text))),
      ...(aids.replies === null || asked.query !== '' ? [] : [toOwn]),
    ],
  }
}

function replyProposal(reply: Reply, aids: Aids, speech: Speech, take: (text: string) => void): Proposal {
  const other = aids.locale === 'ja' ? 'en' : 'ja'
  // A reply that nobody has put into the customer's language is better than none.
  const template = reply.text[aids.locale] || reply.text[other]
  const text = filled(template, aids.known)
  return {
    key: reply.key,
    title: reply.isOwn === true ? speech.words.desk.own.mine : speech.both(reply.title) || reply.key,
    typed: `/${reply.key}`,
    more: marked(text),
    take: () => take(text),
  }
}

/** What is not known stands out. */
function marked(text: string): TemplateResult {
  const blanks = blanksOf(text)
  const ends = [0, ...blanks.map(({ to }) => to)]
  return html`${blanks.map((blank, at) => html`${text.slice(ends[at], blank.from)}<mark>${blank.text}</mark>`)}${text.slice(ends.at(-1))}`
}
