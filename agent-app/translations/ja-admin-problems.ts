/** The same in Japanese. */
import type { enAdminProblems } from './en-admin-problems.ts'

export const jaAdminProblems: typeof enAdminProblems = {
  unreachable: 'サーバーに接続できません。通信状態を確認して、もう一度お試しください。',
  'request.forbidden': 'この操作の権限がありません。',
  'request.unknown': 'このサーバーはこの機能に対応していません。',
  'request.malformed': '使用できない値があります。入力内容をご確認ください。',
  'request.tooLarge': 'サイズが大きすぎます。',
  'request.tooMany': '操作の回数が多すぎます。少し待ってからお試しください。',
  'signIn.needed': 'サインアウトされています。もう一度サインインしてください。',
  'storage.unavailable': '現在データを保存できないため、何も変更されていません。「稼働状況」をご確認ください。',
  'customer.unknown': 'このお客様の記録はありません。',
  'account.taken': 'このサインイン名はすでに使われています。',
  'account.login': 'サインイン名は、英小文字・数字・ピリオド・ハイフン・下線で1～40文字です。',
  'account.role': 'この役割は存在しません。',
  'account.beyond': 'ご自身にない権限は与えられません。',
  'account.last': '最後の管理者です。先に別の方を管理者にしてください。',
  'account.unknown': 'このアカウントは存在しません。',
  'password.short': 'パスワードは12文字以上にしてください。',
  'password.common': 'よく使われるパスワードです。別のものにしてください。',
  'password.known': '名前やサインイン名に似たパスワードは使えません。',
  other: '処理できませんでした。何も変更されていません。',
}
