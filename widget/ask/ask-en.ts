/** The words of forms and questions in English. */
import type { AskWords } from './words.ts'

export const words: AskWords = {
  greeting: 'How can we help you?',
  staffed: 'We are here. Write to us.',
  unstaffed: 'Nobody is here right now. Write to us and keep this page open: we answer here as soon as we are back.',
  name: 'Your name',
  optional: '(optional)',
  topic: 'Topic',
  firstMessage: 'Your message',
  firstMessageHint: 'What is it about?',
  firstMessageMissing: 'Please write a message.',
  start: 'Start chat',
  leaveTitle: 'Leave us a message',
  leaveLead: 'We cannot take chats right now. Leave a message, and find our answer here when you come back.',
  reach: 'E-mail or telephone',
}
