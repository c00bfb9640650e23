/** PURE. What happened, as the quiet line between messages says it. */
import type { Quiet } from '../state.ts'
import type { Words } from './words.ts'

export function quietLine(words: Words, entry: Quiet): string {
  const { lang } = words
  switch (entry.kind) {
    case 'queued':
      return entry.cause === 'new' || entry.cause === 'transfer'
        ? words.queued(entry.queue[lang])
        : words.queuedAgain(entry.queue[lang])
    case 'joined':
      return words.joined(entry.agentName)
    case 'transferred':
      return words.transferred(entry.queue[lang], entry.toAgentName)
    case 'held':
    case 'callMissed':
      return words[entry.kind]
    case 'callBegan':
    case 'callEnded':
    case 'callDeclined':
    case 'callPart':
    case 'callRecording':
      return ''
    case 'closed':
      return { customer: words.closedByYou, agent: words.closedByAgent, system: words.closedBySystem }[entry.by]
  }
}
