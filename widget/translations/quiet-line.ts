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
    case 'callDeclined':
      return words[entry.kind]
    case 'callBegan':
      return words.callBegan[entry.media]
    case 'callEnded': {
      const seconds = Math.round(entry.talkMs / 1_000)
      return words.callEnded(seconds > 0 ? words.duration(Math.floor(seconds / 60), seconds % 60) : '')
    }
    case 'surveyed':
      return words.surveyed(entry.score)
    case 'callRecording':
      return words.callRecording[entry.state]
    case 'closed':
      return { customer: words.closedByYou, agent: words.closedByAgent, system: words.closedBySystem }[entry.by]
  }
}
