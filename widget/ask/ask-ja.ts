/** The words of forms and questions in Japanese. */
import type { AskWords } from './words.ts'

export const words: AskWords = {
  greeting: 'どのようなご用件でしょうか',
  staffed: '担当者がお答えします。お気軽にご入力ください。',
  unstaffed: 'ただいま担当者が不在です。ご用件を送り、このページを開いたままお待ちいただければ、戻り次第お答えします。',
  botLead: 'はじめに自動応答がご案内します。いつでも担当者におつなぎできます。',
  name: 'お名前',
  optional: '(任意)',
  topic: 'ご用件の種類',
  firstMessage: 'メッセージ',
  firstMessageHint: 'ご用件をお書きください',
  firstMessageMissing: 'メッセージを入力してください。',
  start: 'チャットを始める',
  leaveTitle: 'メッセージを残す',
  leaveLead:
    'ただいまチャットをお受けできません。メッセージを残していただければ、次にお越しの際、こちらで返信をご覧いただけます。',
  reach: 'メールアドレスまたは電話番号',

  choose: '選択してください',
  locked: 'すでに確認できている内容のため、ここでは変更できません。',
  known: (value) => `現在の内容: ${value}`,
  problems: {
    needed: 'こちらを入力してください。',
    telephone: '市外局番から始まる電話番号を入力してください。',
    email: 'メールアドレスをご確認ください。',
    postcode: '「100-0001」のような7桁の郵便番号を入力してください。',
    number: '数字で入力してください。',
  },
  check: '印のある項目をご確認ください。',

  answer: 'ご回答',
  answerSend: '回答を送る',
  dateHint: '日付は下の欄に入力することもできます。',
  file: 'ファイルを選ぶ',
  personAsked: '担当者におつなぎします。',

  rate: { csat: '今回の対応はいかがでしたか', nps: '当社のサービスを親しい方にすすめたいと思いますか' },
  rateAgain: {
    csat: '先ほどのご相談の対応はいかがでしたか',
    nps: '先ほどはありがとうございました。当社のサービスを親しい方にすすめたいと思いますか',
  },
  ends: { csat: ['とても不満', 'とても満足'], nps: ['まったく思わない', '強く思う'] },
  comment: 'ご意見がございましたらお聞かせください',
  rateSend: '評価を送る',
  notNow: '今はしない',
}
