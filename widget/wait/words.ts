/** What the page says beside the chat, in both languages. */

export interface WaitWords {
  readonly title: string
  readonly lead: string
  readonly allow: string
  readonly allowed: string
  readonly denied: string
  readonly failed: string
  readonly nothing: string
}

export const waitWords: { readonly [Lang in 'en' | 'ja']: WaitWords } = {
  en: {
    title: 'Your place in line',
    lead: 'Your chat is open here too. You may close the page that you came from.',
    allow: 'Tell me also when this page is closed',
    allowed: 'We tell you when it is your turn, also when this page is closed.',
    denied: 'Your browser does not let us tell you. Please keep this page open.',
    failed: 'That did not work. Please keep this page open.',
    nothing: 'There is nothing to wait for here. Please open this page from the chat.',
  },
  ja: {
    title: '順番をお待ちです',
    lead: 'チャットはこのページでもご利用いただけます。元のページは閉じてもかまいません。',
    allow: 'このページを閉じても知らせる',
    allowed: 'このページを閉じていても、順番が来ましたらお知らせします。',
    denied: 'ブラウザの設定によりお知らせできません。このページを開いたままお待ちください。',
    failed: '設定できませんでした。このページを開いたままお待ちください。',
    nothing: 'お待ちの順番はありません。チャットからこのページを開いてください。',
  },
}
