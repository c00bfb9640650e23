/** What a notice says, in both languages. Apart from the page's words, so that the worker is one file. */
export const noticeWords = {
  en: { yourTurn: 'It is your turn', turnOver: 'It was your turn' },
  ja: { yourTurn: '順番が来ました', turnOver: '順番が来ていました' },
} as const
