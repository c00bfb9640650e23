/** Test support: every kind of question and form that a customer can see, in their language, by what leads there. */
import type { Page } from 'playwright-core'
import type { FormInput, SiteFormField, VisitQuestion } from '#protocol'
import { plainSite, type FakeHub } from './fake-hub.ts'
import { command } from './stage.ts'

const inputOf = (field: string, label: string, more: Partial<FormInput> = {}): FormInput => ({
  field,
  label,
  kind: 'text',
  choices: [],
  optional: false,
  known: '',
  locked: false,
  sensitive: false,
  problem: '',
  ...more,
})

const english: Record<string, Omit<VisitQuestion, 'contact' | 'ask'>> = {}
const japanese: typeof english = {}
const usual = { problem: '', choices: [], inputs: [], sensitive: false }
const topics = ['Where is my order?', 'Change the delivery day', 'Return something', 'Something else']
const themes = ['ご注文の状況', 'お届け日の変更', '返品・交換について', 'そのほかのお問い合わせ']
const choicesOf = (labels: readonly string[]) => labels.map((label, at) => ({ key: `c${at}`, label }))

/** One of each kind, in both languages. */
function question(name: string, en: Partial<VisitQuestion>, ja: Partial<VisitQuestion>): void {
  const kind = en.kind ?? 'text'
  english[name] = { ...usual, text: '', ...en, kind }
  japanese[name] = { ...usual, text: '', ...en, ...ja, kind }
}
question(
  'choice',
  { kind: 'choice', text: 'What is it about?', choices: choicesOf(topics) },
  { text: 'どのようなご用件でしょうか。', choices: choicesOf(themes) },
)
question(
  'choice once more',
  { kind: 'choice', text: 'What is it about?', problem: 'Please choose one of these.', choices: choicesOf(topics) },
  { text: 'どのようなご用件でしょうか。', problem: '次の中からお選びください。', choices: choicesOf(themes) },
)
question('text', { text: 'What is your order number?' }, { text: 'ご注文番号を教えてください。' })
question('date', { kind: 'date', text: 'Which day suits you?' }, { text: 'ご希望のお届け日はいつですか。' })
question(
  'telephone once more',
  { kind: 'telephone', text: 'Where can we call you?', problem: 'Please give a telephone number with its area code.' },
  { text: 'お電話番号を教えてください。', problem: '市外局番から始まる電話番号をご入力ください。' },
)
question('secret', { text: 'Your PIN, please.', sensitive: true }, { text: '暗証番号を入力してください。' })
question('file', { kind: 'file', text: 'Please send us a picture of it.' }, { text: '商品の写真をお送りください。' })
question(
  'score',
  { kind: 'score', text: 'How was it?', choices: choicesOf(['1', '2', '3', '4', '5']) },
  { text: 'いかがでしたか。' },
)
question(
  'help',
  { kind: 'help', text: 'Did this answer your question?', choices: choicesOf(['Yes', 'No']) },
  { text: 'こちらの回答で解決しましたか？', choices: choicesOf(['はい', 'いいえ']) },
)
question(
  'form',
  {
    kind: 'form',
    text: 'Please tell us where to send it.',
    problem: 'Please check what is marked.',
    inputs: [
      inputOf('name', 'Name', { known: 'Yuki Sato', locked: true }),
      inputOf('postcode', 'Postcode', {
        kind: 'postcode',
        problem: 'Please give a postcode of seven digits, such as 100-0001.',
      }),
      inputOf('day', 'Delivery day', { kind: 'date', known: '5 January 2026' }),
      inputOf('reason', 'Reason', { kind: 'choice', choices: choicesOf(['Too late', 'Broken']), optional: true }),
      inputOf('pin', 'PIN', { sensitive: true }),
    ],
  },
  {
    text: 'お届け先を教えてください。',
    problem: '印のある項目をご確認ください。',
    inputs: [
      inputOf('name', 'お名前', { known: '佐藤 美咲', locked: true }),
      inputOf('name.kana', 'フリガナ'),
      inputOf('postcode', '郵便番号', {
        kind: 'postcode',
        problem: '「100-0001」のような7桁の郵便番号をご入力ください。',
      }),
      inputOf('day', 'お届け日', { kind: 'date', known: '2026年1月5日' }),
      inputOf('reason', '理由', { kind: 'choice', choices: choicesOf(['遅れている', '壊れている']), optional: true }),
      inputOf('pin', '暗証番号', { sensitive: true }),
    ],
  },
)

const siteField = (field: string, en: string, ja: string, more: Partial<SiteFormField> = {}): SiteFormField => ({
  field,
  label: { en, ja },
  kind: 'text',
  choices: [],
  optional: false,
  known: '',
  locked: false,
  ...more,
})
export const siteForm: readonly SiteFormField[] = [
  siteField('name', 'Name', 'お名前', { known: '佐藤 美咲', locked: true }),
  siteField('customer.number', 'Customer number', 'お客様番号', { known: 'A-1' }),
  siteField('order.id', 'Order number', 'ご注文番号'),
  siteField('telephone', 'Telephone', '電話番号', { kind: 'telephone', optional: true }),
]

const isJapanese = (page: Page): Promise<boolean> => page.evaluate(() => document.documentElement.lang === 'ja')
/** Opens the window on a question of the bot's. */
export async function asked(hub: FakeHub, page: Page, name: string): Promise<void> {
  const texts = (await isJapanese(page)) ? japanese : english
  hub.ask(texts[name]!)
  await command(page, 'open')
  await page.locator('mdg-ask .person').waitFor()
}

/** A form that wants a file. */
export const askedForFile = (hub: FakeHub): void =>
  hub.ask({ kind: 'form', text: 'Please show us.', inputs: [inputOf('picture', 'Picture', { kind: 'file' })] })

type State = (hub: FakeHub, page: Page) => Promise<unknown>
const rating =
  (scale: 'csat' | 'nps', pressed: string): State =>
  async (hub, page) => {
    hub.begin('Where is my order?')
    hub.answer()
    hub.survey = { contact: hub.contact!.contact, scale }
    hub.close()
    await command(page, 'open')
    await page.locator('mdg-survey').getByText(pressed, { exact: true }).click()
    await page.locator('mdg-survey textarea').waitFor()
  }

export const askStates: Record<string, State> = {
  ...Object.fromEntries(
    Object.keys(english).map((name): [string, State] => [`asked: ${name}`, (hub, page) => asked(hub, page, name)]),
  ),
  'form of the site': async (hub, page) => {
    hub.site = { ...plainSite, form: siteForm }
    await command(page, 'open')
    await page.locator('mdg-prechat .main').click()
    await page.locator('mdg-prechat .field .wrong').waitFor()
  },
  'the bot begins': async (hub, page) => {
    hub.site = { ...plainSite, bot: true }
    await command(page, 'open')
    await page.locator('mdg-prechat textarea').waitFor()
  },
  rating: rating('csat', '4'),
  recommending: rating('nps', '7'),
}
