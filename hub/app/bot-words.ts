/** What the hub itself says in the bot's place, in both languages. What a flow says stands in the flow. */
import type { Locale } from '../protocol/index.ts'

interface BotWords {
  /** The queue that the flow hands over to takes nobody. */
  readonly nobody: string
  /** No person can come now; somebody answers later. */
  readonly later: string
}

export const botWords: Readonly<Record<Locale, BotWords>> = {
  en: {
    nobody: 'We are sorry: nobody can take your contact at the moment. Please try again a little later.',
    later: 'Nobody can answer right now. We have kept what you wrote, and will answer as soon as we can.',
  },
  ja: {
    nobody: '申し訳ございません。ただいま担当者におつなぎできません。しばらくしてからもう一度お試しください。',
    later: 'ただいま担当者がすぐに対応できません。お問い合わせの内容をお預かりし、順番にお答えいたします。',
  },
}
