/** The words of forms and questions in English. */
import type { AskWords } from './words.ts'

export const words: AskWords = {
  greeting: 'How can we help you?',
  staffed: 'We are here. Write to us.',
  unstaffed: 'Nobody is here right now. Write to us and keep this page open: we answer here as soon as we are back.',
  botLead: 'Our assistant answers first. You can ask for a person at any time.',
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

  choose: 'Please choose',
  locked: 'This is known already and cannot be changed here.',
  known: (value) => `So far: ${value}`,
  problems: {
    needed: 'Please fill this in.',
    telephone: 'Please give a telephone number with its area code.',
    email: 'Please give an e-mail address such as name@example.com.',
    postcode: 'Please give a postcode of seven digits, such as 100-0001.',
    number: 'Please give a number.',
  },
  check: 'Please check what is marked.',

  answer: 'Your answer',
  answerSend: 'Send answer',
  dateHint: 'You can also write the date below.',
  file: 'Choose a file',
  personAsked: 'We take you to a person.',

  rate: { csat: 'How was our help?', nps: 'How likely are you to recommend us?' },
  rateAgain: {
    csat: 'You were here earlier. How was our help?',
    nps: 'You were here earlier. How likely are you to recommend us?',
  },
  ends: { csat: ['Very bad', 'Very good'], nps: ['Not at all likely', 'Very likely'] },
  comment: 'Is there anything you would like to tell us?',
  rateSend: 'Send rating',
  notNow: 'Not now',
}
