/** The same in Japanese. */
import type { enSections } from './en-sections.ts'

export const jaSections: typeof enSections = {
  queues: 'キュー',
  agents: 'キューとスキル',
  hours: '営業時間',
  reasons: '離席の理由',
  replies: '定型文',
  tags: 'タグ',
  links: '外部システムへのリンク',
  thresholds: 'しきい値',
  retention: '保存期間',
  audit: '監査',
  health: '稼働状況',
  customers: 'お客様のデータ',
  users: 'アカウント',
  roles: '役割',
  keys: 'APIキー',
  sites: 'サイト',
  flows: 'フロー',
  guide: 'はじめの設定',
  versions: '変更履歴',
  file: 'ファイル',
  draft: '未適用の変更',
}
