/** PURE: what a new flow and its first cases begin with: a greeting, one question, and a person. */

export const firstFlow = (queue: string) => ({
  flow: 'first',
  version: '1',
  title: { en: 'First flow', ja: 'はじめのフロー' },
  start: 'greet',
  person: 'to-person',
  fields: { question: { type: 'text', label: { en: 'Question', ja: 'ご質問' }, max: 500 } },
  steps: {
    greet: {
      kind: 'say',
      text: { en: 'Welcome. A person answers in a moment.', ja: 'いらっしゃいませ。まもなく担当者がお答えします。' },
      next: 'ask',
    },
    ask: {
      kind: 'ask-text',
      text: { en: 'What is it about?', ja: 'どのようなご用件でしょうか。' },
      field: 'question',
      next: 'to-person',
    },
    'to-person': { kind: 'hand-over', queue },
  },
})

export const firstCases = (flow: string): string =>
  JSON.stringify(
    {
      flow,
      given: { locale: 'en' },
      cases: [{ name: 'a greeting comes first', talk: [{ expects: {} }] }],
    },
    null,
    2,
  )
