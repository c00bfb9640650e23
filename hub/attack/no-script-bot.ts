/**
 * The part of no-script.ts that a bot has: a site whose flow, answers and fields are made of payloads, a page that knows
 * payloads of its visitor from everywhere a page can know things, and a customer who answers in payloads.
 */

export const botSiteKey = 'pk_bot'

export const both = (text: string) => ({ en: text, ja: text })

/** Payloads by the door they go through. */
export interface BotWords {
  readonly said: readonly string[]
  readonly choices: readonly string[]
  readonly labels: readonly string[]
  readonly answers: readonly string[]
}

/** The bot says so much at once, asks with so many choices, for so many fields. */
const saidMax = 12
const choicesMax = 20
const labelsMax = 8
const answersMax = 4
const labelMax = 80

/** The word by which each entry of the knowledge is asked for. */
export const askedFor = (at: number): string => `zebra${'abcdefgh'[at]}`

/** Of these payloads those that a flow can say: what looks like a field in braces must be one, and choices must differ. */
export function botWordsOf(payloads: readonly string[]): BotWords {
  const sayable = payloads.filter((text) => text.trim() !== '' && !/\{[^{}]*\}/.test(text))
  const short = sayable.filter((text) => text.length <= labelMax)
  const named = new Map(short.map((text) => [lettersOf(text), text]))
  return {
    said: sayable.slice(0, saidMax),
    choices: [...named]
      .filter(([letters]) => letters.length > 2)
      .map(([, text]) => text)
      .slice(0, choicesMax),
    labels: short.toReversed().slice(0, labelsMax),
    answers: sayable.toReversed().slice(0, answersMax),
  }
}

/** As customers are understood, who may say a choice in any writing. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** A flow that says all of it: choices, a form, a question that the knowledge answers, and a person. */
export function flowOf({ said, choices, labels }: BotWords): object {
  const steps: Record<string, object> = {}
  for (const [at, text] of said.entries())
    steps[`say-${at}`] = { kind: 'say', text: both(text), next: at + 1 < said.length ? `say-${at + 1}` : 'choose' }
  const fields: Record<string, object> = {
    choice: {
      type: 'choice',
      label: both(labels[0]!),
      choices: choices.map((label, at) => ({ key: `c${at}`, label: both(label) })),
    },
    asked: { type: 'text', label: both(labels[0]!) },
  }
  for (const [at, label] of labels.entries()) fields[`field${at}`] = { type: 'text', label: both(label), max: 1_000 }
  return {
    flow: 'attacked',
    version: '1',
    title: both(said[0]!),
    start: 'say-0',
    person: 'person',
    fields,
    steps: {
      ...steps,
      choose: { kind: 'ask-choice', text: both(said[0]!), hint: both(said.at(-1)!), field: 'choice', next: 'form' },
      form: {
        kind: 'form',
        text: both(said.at(-1)!),
        inputs: labels.map((_, at) => ({ field: `field${at}` })),
        next: 'ask',
      },
      ask: { kind: 'ask-text', text: both(said[0]!), field: 'asked', next: 'answer' },
      answer: { kind: 'answer', question: 'asked', helped: 'person', notHelped: 'person' },
      person: { kind: 'hand-over', queue: 'q0', text: both(said[0]!) },
    },
  }
}

/** What stands in the hub's file beside the site without a bot. */
export const botSettings = (words: BotWords, origin: string) => ({
  site: {
    id: 'bot',
    key: botSiteKey,
    name: both(words.labels[0]!),
    origins: [origin],
    defaultQueue: 'q0',
    bot: { flow: 'attacked' },
    look: { greeting: both(words.said[1]!), launcherText: both(words.labels[1]!) },
    invitations: [{ key: 'now', text: both(words.said[2]!), when: { seconds: 0 }, only: 'always' }],
  },
  flows: [flowOf(words)],
  knowledge: words.answers.map((text, at) => ({
    id: `entry-${at}`,
    question: both(askedFor(at)),
    answer: both(text),
  })),
})

/** A page of a company, which knows these things of its visitor: written as a careful company writes them, and hostile all the same. */
export function botPage(values: readonly string[]): string {
  const [attribute, script, data, ...more] = values
  const escaped = (text: string): string =>
    text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\0', '')
  const json = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>a shop</title>
<p data-madoguchi-field="page.data">${escaped(data!)}</p>
${more.map((text, at) => `<p data-madoguchi-field="page.data${at}">${escaped(text)}</p>`).join('\n')}
<madoguchi-widget site="${botSiteKey}" prefill-params="known" prefill="${escaped(json({ 'page.attribute': attribute }))}">
<script type="application/json" slot="prefill">${json({ 'page.script': script })}</script>
</madoguchi-widget>
<script type="module" src="/w.js"></script></html>`
}
