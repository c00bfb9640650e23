/**
 * The talk as a file that the customer keeps: plain text, or a page that opens anywhere. Loaded when it is asked for.
 * The page is built as a document, never as a string of markup, so that no message can become part of it.
 */
import { dayName, timeOfDay } from './controllers/format.ts'
import { saveBlob } from './controllers/save.ts'
import type { TalkItem } from './state.ts'
import type { Words } from './translations/words.ts'
import { quietLine } from './translations/quiet-line.ts'

interface Options {
  readonly form: 'txt' | 'html'
  readonly words: Words
  readonly title: string
  /** When the contact began. */
  readonly at: number
}

/** One line of the transcript: a day, something that happened, or a message. */
export type TranscriptLine = { readonly kind: 'day' | 'quiet' | 'message'; readonly text: string }

export function transcriptLines(items: readonly TalkItem[], words: Words): readonly TranscriptLine[] {
  return items.flatMap((item): TranscriptLine[] => {
    if (item.kind === 'day') return [{ kind: 'day', text: dayName(words.lang, item.at) }]
    if (item.kind === 'quiet') return [{ kind: 'quiet', text: quietLine(words, item.entry) }]
    const name = item.from === 'customer' ? words.you : item.name || (item.from === 'bot' ? words.bot : words.house)
    return item.bubbles.map(({ text, attachments }) => ({
      kind: 'message',
      text: `${timeOfDay(words.lang, item.at)} ${name}: ${[text, ...attachments.map((file) => `[${file.name}]`)].join(' ').trim()}`,
    }))
  })
}

const pageStyle =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:42em;margin:2em auto;padding:0 1em;white-space:pre-wrap}.day{font-weight:600}.quiet{color:#545e69}'

function page(lines: readonly TranscriptLine[], words: Words, title: string): string {
  const made = document.implementation.createHTMLDocument(title)
  made.documentElement.lang = words.lang
  const charset = made.createElement('meta')
  charset.setAttribute('charset', 'utf-8')
  made.head.prepend(charset)
  made.body.appendChild(made.createElement('h1')).textContent = title
  for (const { kind, text } of lines) {
    const line = made.body.appendChild(made.createElement('p'))
    line.className = kind
    line.textContent = text
  }
  // As text, since a style in any document that the host's page makes is held to the policy of that page.
  const markup = made.documentElement.outerHTML.replace('</head>', `<style>${pageStyle}</style></head>`)
  return `<!doctype html>${markup}`
}

export function saveTranscript(items: readonly TalkItem[], { form, words, title, at }: Options): void {
  const lines = transcriptLines(items, words)
  const heading = `${title} ${new Intl.DateTimeFormat(words.lang, { dateStyle: 'long' }).format(at)}`
  const plain = [heading, '', ...lines.map(({ text }) => text), ''].join('\r\n')
  const content = form === 'txt' ? plain : page(lines, words, heading)
  const blob = new Blob([content], { type: form === 'txt' ? 'text/plain;charset=utf-8' : 'text/html;charset=utf-8' })
  saveBlob(blob, `chat-${new Date(at).toISOString().slice(0, 10)}.${form}`)
}
