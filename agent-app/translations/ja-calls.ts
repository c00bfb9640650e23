/** The sentences of en-calls.ts in Japanese. */
import type { Words } from './en.ts'

const media = { audio: '音声通話', video: 'ビデオ通話' }
const recording = {
  on: 'ここから通話を録音しています',
  off: '通話の録音を停止しました',
  refused: 'お客様が通話の録音を希望されませんでした',
}

export const jaCalls: Words['calls'] = {
  section: '通話',
  channel: { voice: '音声通話', video: 'ビデオ通話' },
  call: '通話',
  video: 'ビデオ通話',
  proposing: 'お客様に確認しています…',
  listen: 'モニタリング',
  listenTo: (name) => `${name}との通話をモニタリング`,
  listening: { monitor: 'モニタリング中', whisper: 'ささやき中', barge: '通話に参加中', talk: '通話に参加中' },
  show: '表示',
  showCall: (name) => `${name}との通話を表示`,
  media,
  quiet: {
    began: (what, by) => (by === 'agent' ? `${media[what]}を開始しました` : `お客様が${media[what]}を開始されました`),
    ended: (time) => `通話が終了しました（通話時間 ${time}）`,
    missed: '応答前に通話が終了しました',
    declined: (what, by) =>
      by === 'agent' ? `${media[what]}の希望を見送りました` : `お客様が${media[what]}を希望されませんでした`,
    part: {
      talk: (name) => `${name}が通話に参加しました`,
      consult: (name) => `${name}に相談しています（お客様には聞こえません）`,
      monitor: (name) => `${name}が通話をモニタリングしています`,
      whisper: (name) => `${name}が担当者にささやいています`,
      barge: (name) => `${name}が割り込み、全員と通話しています`,
      left: (name) => `${name}が通話から退出しました`,
    },
    recording,
  },
}
