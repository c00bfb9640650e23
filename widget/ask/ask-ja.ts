/** The words of forms and questions in Japanese. */
import type { AskWords } from './words.ts'

export const words: AskWords = {
  greeting: 'どのようなご用件でしょうか',
  staffed: '担当者がお答えします。お気軽にご入力ください。',
  unstaffed: 'ただいま担当者が不在です。ご用件を送り、このページを開いたままお待ちいただければ、戻り次第お答えします。',
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
}
