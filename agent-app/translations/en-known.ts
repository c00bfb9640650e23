/** The sentences of what is known of a customer and of their contact in English. Part of en.ts; ja-known.ts fills the same. */
import type { Standing } from '../known.ts'

const standing: Readonly<Record<Standing, string>> = {
  signed: 'signed',
  page: 'from the page, unverified',
  visitor: 'by the customer',
  lookedUp: 'looked up',
  guessed: 'guessed',
  agent: 'by a colleague',
}

const standingHint: Readonly<Record<Standing, string>> = {
  signed: 'The company’s own server has signed it.',
  page: 'The page says so. Whoever opens the page can change it.',
  visitor: 'The customer wrote or chose it.',
  lookedUp: 'The assistant asked one of the company’s systems.',
  guessed: 'The assistant took it from what was said.',
  agent: 'Somebody who served the customer has written it.',
}

export const enKnown = {
  groups: { customer: 'Known of the customer', topic: 'Known of this contact' },
  standing,
  standingHint,
  writtenBy: (name: string) => `by ${name}`,
  places: {
    attribute: 'It stands on the chat’s element.',
    script: 'It stands in a script beside the chat’s element.',
    data: 'It is text of the page, marked for the chat.',
    url: 'It stands in the page’s address.',
    command: 'The page’s program has given it.',
  } as Readonly<Record<string, string>>,
  sure: (share: string) => `${share} sure`,
  step: (name: string) => `Step “${name}”.`,
  mode: { hidden: 'The customer does not see it.', locked: 'The customer cannot change it.' },
  masked: 'masked',
  maskedHint: 'Nobody can see it in full: it was not kept.',
  copy: (label: string) => `Copy ${label}`,
  copied: 'Copied',
  notCopied: 'This browser does not let it be copied.',
  more: (n: number) => (n === 1 ? 'Show 1 more' : `Show ${n} more`),
  identified: 'Identified',
  identifiedHint: 'The company’s own server says who this is.',
  bot: 'Bot',
  withBot: (site: string, n: number) =>
    n === 1 ? `1 contact is with the assistant of ${site}` : `${n} contacts are with the assistant of ${site}`,
}
