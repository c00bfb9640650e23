/** The flow of simulated shops, and of tests: a few steps of every sort that the hub must carry out. */
const both = (en: string, ja = en): { en: string; ja: string } => ({ en, ja })

/** Greets, asks what it is about, and then asks a number, a secret, the shop's server or the knowledge, or hands over. */
export const shopFlow = {
  flow: 'shop',
  version: '1',
  title: both('Shop', 'お店'),
  start: 'greet',
  person: 'to-person',
  intents: { order: 'ask-order' },
  fields: {
    topic: {
      type: 'choice',
      label: both('Topic', 'ご用件'),
      choices: [
        { key: 'order', label: both('An order', 'ご注文') },
        { key: 'code', label: both('A code', 'コード') },
        { key: 'question', label: both('A question', 'ご質問') },
        { key: 'call', label: both('Call me', '折り返し') },
        { key: 'bye', label: both('Nothing', 'なし') },
      ],
    },
    'order.id': { type: 'text', label: both('Order number', 'ご注文番号'), pattern: '[A-Z]{2}\\d{6}', capitals: true },
    'order.status': { type: 'text', label: both('Status', '状況') },
    'customer.email': { type: 'email', label: both('E-mail', 'メール'), about: 'customer' },
    'customer.pin': { type: 'text', label: both('Secret code', '暗証番号'), sensitive: true },
    'customer.telephone': { type: 'telephone', label: both('Telephone', '電話番号'), about: 'customer' },
    question: { type: 'text', label: both('Question', 'ご質問') },
  },
  steps: {
    greet: { kind: 'say', text: both('Welcome to the shop.', 'ようこそ。'), next: 'topic' },
    topic: {
      kind: 'ask-choice',
      text: both('What is it about?', 'ご用件は何でしょうか。'),
      field: 'topic',
      to: { order: 'ask-order', code: 'ask-code', question: 'ask-question', call: 'ask-telephone', bye: 'bye' },
      next: 'to-person',
    },
    'ask-order': {
      kind: 'ask-text',
      text: both('Which order?', 'ご注文番号をお願いします。'),
      field: 'order.id',
      waitSeconds: 120,
      next: 'look-up',
    },
    'look-up': {
      kind: 'call-http',
      url: 'https://shop.example.jp/orders/{order.id}',
      save: { 'order.status': '/status' },
      timeoutSeconds: 5,
      attempts: 2,
      failed: 'to-person',
      next: 'tell',
    },
    tell: { kind: 'say', text: both('It is {order.status}.', '{order.status}です。'), next: 'score' },
    score: { kind: 'survey', text: both('How was it?', 'いかがでしたか。'), next: 'bye' },
    'ask-code': { kind: 'ask-text', text: both('Which code?', 'コードは？'), field: 'customer.pin', next: 'to-person' },
    'ask-question': {
      kind: 'ask-text',
      text: both('What do you want to know?', 'ご質問をどうぞ。'),
      field: 'question',
      next: 'answer',
    },
    answer: { kind: 'answer', question: 'question', helped: 'bye', notHelped: 'to-person' },
    'ask-telephone': {
      kind: 'ask-text',
      text: both('Which number?', 'お電話番号は？'),
      field: 'customer.telephone',
      next: 'call-back',
    },
    'call-back': {
      kind: 'call-back',
      queue: 'orders',
      telephone: 'customer.telephone',
      text: both('We call you.', 'お電話いたします。'),
    },
    bye: { kind: 'end', text: both('Goodbye.', 'ありがとうございました。') },
    'to-person': {
      kind: 'hand-over',
      queue: 'orders',
      skills: { 'lang.{locale}': 1 },
      prioritySeconds: 60,
      text: both('Somebody comes.', '担当者におつなぎします。'),
    },
  },
} as const
