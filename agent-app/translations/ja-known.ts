/** The sentences of what is known of a customer and of their contact in Japanese. Part of ja.ts. */
import type { Words } from './en.ts'

export const jaKnown: Words['known'] = {
  groups: { customer: 'お客様について', topic: '今回のお問い合わせについて' },
  standing: {
    signed: '署名済み',
    page: 'ページの値（未確認）',
    visitor: 'お客様の入力',
    lookedUp: '照会結果',
    guessed: '推定',
    agent: '担当者の入力',
  },
  standingHint: {
    signed: '自社のサーバーが署名した値です。',
    page: '表示中のページが渡した値です。ページを開いた人が書き換えられるため、確認が必要です。',
    visitor: 'お客様が入力または選択した値です。',
    lookedUp: 'アシスタントが社内システムに照会した結果です。',
    guessed: 'アシスタントがやりとりから推定した値です。',
    agent: '対応した担当者が入力した値です。',
  },
  writtenBy: (name) => `${name}が入力`,
  places: {
    attribute: 'チャット要素の属性の値です。',
    script: 'チャット要素のスクリプトの値です。',
    data: 'ページ内の目印の付いた文字です。',
    url: 'ページのアドレスに含まれていた値です。',
    command: 'ページのプログラムが渡した値です。',
  },
  sure: (share) => `確度${share}`,
  step: (name) => `ステップ「${name}」。`,
  mode: { hidden: 'お客様には表示されていません。', locked: 'お客様は変更できません。' },
  masked: '伏せ字',
  maskedHint: '全体は保存されていないため、表示できません。',
  copy: (label) => `${label}をコピー`,
  copied: 'コピーしました',
  notCopied: 'このブラウザではコピーできません。',
  more: (n) => `ほか${n}件を表示`,
  identified: '本人確認済み',
  identifiedHint: '自社のサーバーがお客様ご本人であることを確認しています。',
  bot: 'ボット',
  withBot: (site, n) => `${site}のアシスタントが${n}件に対応中です`,
}
