/** The words of earlier contacts, in both languages: too few to be loaded apart. */

export interface EarlierWords {
  readonly title: string
  readonly back: string
  readonly toList: string
  readonly loading: string
  readonly none: string
  readonly failed: string
  readonly again: string
  readonly open: string
  with(name: string): string
}

export const earlierWords: { readonly [Lang in 'en' | 'ja']: EarlierWords } = {
  en: {
    title: 'Earlier chats',
    back: 'Back to the chat',
    toList: 'Back to the list',
    loading: 'Loading…',
    none: 'There is nothing here yet.',
    failed: 'This could not be loaded.',
    again: 'Try again',
    open: 'Still open',
    with: (name) => `with ${name}`,
  },
  ja: {
    title: 'これまでのお問い合わせ',
    back: 'チャットに戻る',
    toList: '一覧に戻る',
    loading: '読み込んでいます…',
    none: 'これまでのお問い合わせはありません。',
    failed: '読み込めませんでした。',
    again: 'もう一度読み込む',
    open: '対応中',
    with: (name) => `担当：${name}`,
  },
}
