/** The words of a call in Japanese. */
import type { CallWords } from './words.ts'

export const words: CallWords = {
  asked: (agent, media) =>
    `${agent || '担当者'}より、${media === 'video' ? 'ビデオ通話' : '音声通話'}でお話ししたいとのご案内です`,
  accept: '通話に出る',
  notNow: '今はしない',
  asking: '通話をお願いしています…',
  takeBack: '取り消す',

  checkTitle: { audio: '音声通話', video: 'ビデオ通話' },
  checkLead: {
    audio: 'お客様の声が相手に届きます。何かお話しください。マイクが働いていれば、バーが動きます。',
    video: 'このように相手に見え、声が届きます。カメラはいつでもオフにできます。',
  },
  start: '通話を始める',
  join: '通話に入る',
  back: '戻る',
  wait: 'お待ちください…',
  preview: 'お客様の映像',
  noPreview: 'カメラはオフです',
  level: 'マイクの音量',
  microphone: 'マイク',
  camera: 'カメラ',
  speaker: 'スピーカー',
  usual: '既定',
  trouble: {
    microphone: {
      refused: 'ブラウザでマイクの使用が許可されていません。アドレスの横の表示から許可して、もう一度お試しください。',
      missing: 'マイクが見つかりません。接続してお試しください。お聞きになるだけでしたら、このまま入れます。',
      busy: 'マイクが別のアプリで使われています。終了してから、もう一度お試しください。',
    },
    camera: {
      refused: 'ブラウザでカメラの使用が許可されていません。アドレスの横の表示から許可して、もう一度お試しください。',
      missing: 'カメラが見つかりません。カメラがなくてもお話しいただけます。',
      busy: 'カメラが別のアプリで使われています。終了してから、もう一度お試しください。',
    },
  },
  again: 'もう一度試す',

  status: {
    joining: '接続しています…',
    waiting: '担当者におつなぎするまで、音楽を流してお待ちいただいています',
    held: '保留中です',
    reconnecting: '接続が切れました。つなぎ直しています…',
    failed: '接続できませんでした。自動的にもう一度試します。',
  },
  talking: (names) => `${names.join('、')}と通話中`,
  time: '通話時間',
  call: '通話',
  poor: (name) => `${name}の接続が不安定です`,
  poorOwn: 'お客様の接続が不安定です。カメラをオフにすると改善することがあります。',
  blocked: 'ブラウザが音声を止めています。',
  hear: '押して音声を聞く',
  elsewhere: '通話は別のタブまたはウィンドウで続いています。',
  here: 'ここで続ける',

  you: 'お客様',
  muted: 'マイクはオフ',
  screenOf: (name) => `${name}の画面`,
  sharing: 'お客様の画面を見せています',

  mute: 'マイクをオフ',
  unmute: 'マイクをオン',
  cameraOn: 'カメラをオン',
  cameraOff: 'カメラをオフ',
  share: '画面を見せる',
  shareEnd: '画面を見せるのをやめる',
  keypad: 'キーパッド',
  devices: 'マイクとカメラの設定',
  fullScreen: '全画面表示',
  fullScreenEnd: '全画面表示を終了',
  picture: '映像を別の小窓で表示',
  chat: 'チャット',
  end: '通話を終了',

  recordAsk: 'この通話を録音してもよろしいですか。',
  recordYes: '録音に同意する',
  recordNo: '同意しない',
  recording: '録音中',
  recordEnd: '録音を止める',
}
