/** The sentences of the section of hours in Japanese. */
import type { HoursWords } from './en-admin-hours.ts'

export const jaAdminHours: HoursWords = {
  title: '営業時間',
  lead: 'キューの営業時間です。同じ営業時間を複数のキューで使えます。',
  none: '営業時間はまだありません。すべてのキューが常に営業中です。',
  add: '新しい営業時間',
  groups: { basics: '名前とタイムゾーン', week: '曜日', holidays: '日本の祝日', dates: '特定の日' },
  keyHelp: 'キューがこの営業時間を指定するときの呼び名です。適用した後は変更できません。',
  zoneHelp: '以下の時刻はこのタイムゾーンのものです（夏時間を含む）。',
  zoneUnknown: 'Asia/Tokyo のようなタイムゾーンにしてください。',
  weekLead: '夜間は2つに分けてください（24:00まで、翌日の00:00から）。',
  likeMonday: '火曜〜金曜を月曜と同じにする',
  holidaysLead: '振替休日も含まれます。',
  holidaysOwn: '祝日は別の営業時間にする',
  onHolidays: '祝日の営業時間',
  ahead: (dates) => `今後の祝日：${dates.join('、')}`,
  datesLead: '曜日や祝日より優先されます。',
  datesLabel: '例外の日',
  newDate: '追加する日',
  addDate: 'この日を追加',
  open: '営業中',
  closed: '営業時間外',
  openUntil: (when) => (when === null ? '（終了の予定なし）' : `${when}まで`),
  closedUntil: (when) => (when === null ? '（開始の予定なし）' : `${when}に開始`),
  unreadable: '入力に誤りがあり、まだ判定できません。下の項目を直してください。',
  usedByQueue: (name) => `キュー「${name}」`,
}
