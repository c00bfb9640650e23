/** The sentences of the administration in Japanese. Keys and their order are those of en-admin.ts. */
import type { AdminWords } from './en-admin.ts'
import { jaSettings } from './ja-settings.ts'

const list = (parts: readonly string[]): string => parts.join('、')

/** The hub says what is allowed in English: the forms that come often are said in Japanese, the rest stays as it is. */
const forms: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /a whole number from (-?[\d.]+)(?: \(.*\))? to ([\d.]+)$/,
    (from, to) => `${from}から${to}までの整数にしてください。`,
  ],
  [
    /^a number from ([\d.]+) to ([\d.]+) with at most three decimals$/,
    (from, to) => `${from}から${to}までの数（小数点以下3桁まで）にしてください。`,
  ],
  [/^a text of 1 to (\d+) characters$/, (max) => `1〜${max}文字で入力してください。`],
  [/^a text in both languages/, () => '日本語と英語の両方を入力してください。'],
  [/^a short key/, () => '英数字・ハイフン・下線で1〜40文字（先頭は小文字か数字）にしてください。'],
  [/^different from all others in the list$/, () => '一覧のほかの項目と異なるものにしてください。'],
  [/^one of the (?:queues|calendars): (.+)$/, (names) => `次のいずれかを選んでください：${names}`],
  [/^another of the queues: (.+)$/, (names) => `ほかのキューを選んでください：${names}`],
  [/^one of (.+)$/, (names) => `次のいずれかにしてください：${names}`],
  [
    /^a requirement such as .+: (?:at character (\d+)|where it ends) there must be (.+)$/,
    (at, what) =>
      `${at === undefined ? '末尾' : `${at}文字目`}を直してください（${what}）。例：lang.ja>=3 && (billing || vip)`,
  ],
  [/^a time zone such as (.+)$/, (zone) => `${zone} のようなタイムゾーンにしてください。`],
  [/^a span within one day/, () => '09:00-12:30 のように、1日の中の時間帯にしてください。'],
  [/^after the span before it$/, () => '前の時間帯より後にしてください。'],
  [/^a list of at most (\d+)/, (max) => `${max}件までにしてください。`],
  [
    /^an address such as (\S+?),/,
    (address) => `${address} のようなアドレスにしてください（名前とパスワードは含められません）。`,
  ],
  [/^false as long as the queue has no dispositions/, () => '対応結果がないキューでは必須にできません。'],
  [/^there if waitMaxSeconds is/, () => '最長の待ち時間と行き先は、両方とも指定してください。'],
  [/^exactly one of waiting/, () => '条件を1つ選んでください。'],
  [/^either a queue or a way$/, () => '行き先を選んでください。'],
]

function allowedWords(allowed: string): string | null {
  for (const [form, words] of forms) {
    const found = form.exec(allowed)
    if (found !== null) return words(...found.slice(1))
  }
  return null
}

export const jaAdmin: AdminWords = {
  title: '管理',
  sectionsLabel: '管理の項目',
  groups: {
    serve: '応対のしかた',
    desk: '応対画面',
    people: '担当者',
    sites: 'サイトとボット',
    data: '設定',
    watch: '見守り',
  },
  loading: '読み込んでいます…',
  failed: '設定を読み込めませんでした。接続を確認してください。',
  notLoaded: 'この項目を読み込めませんでした。ハブが更新された可能性があります。',
  reload: 'ページを読み込み直す',
  again: 'もう一度試す',
  toSections: '項目の一覧',
  changedHere: '未適用の変更あり',
  bar: {
    label: '未適用の変更',
    changes: (n) => (n === 0 ? 'ご自身の変更はありません' : `未適用の変更が${n}件あります`),
    overtaken: (n) => `その間にバージョン${n}が適用されました。変更はその上に引き継いでいます。`,
    unkept: 'このブラウザーには保存できません。ページを閉じると失われます。',
    discard: '破棄',
    look: '確認して適用',
    discardTitle: (n) => `${n}件の変更を破棄しますか？`,
    discardLead: '適用中の設定はそのままです。ここで行った変更は失われます。',
  },
  entries: {
    filter: '検索',
    noMatch: (query) => `「${query}」は見つかりませんでした。`,
    missing: (key) => `「${key}」はありません。`,
    isNew: '新規',
    isChanged: '変更あり',
    refused: '要修正',
    copy: '複製',
    remove: '削除',
    removeTitle: (name) => `「${name}」を削除しますか？`,
    removeLead: '変更を適用すると削除されます。',
    removeUsed: (uses) => `次の場所で使われています：${list(uses)}。そちらも変更しないと、適用できません。`,
    builtInLead: '標準の内容です。設定には何も書かれていません。変更するには、標準の内容を取り込んでください。',
    makeOwn: '標準の内容を取り込む',
  },
  fields: {
    languages: { en: '英語', ja: '日本語' },
    needed: '入力してください。',
    tooLong: (max) => `${max}文字までにしてください。`,
    bothNeeded: { en: '英語を入力してください。', ja: '日本語を入力してください。' },
    between: (min, max, decimals) =>
      decimals === 0
        ? `${min.toLocaleString('ja')}から${max.toLocaleString('ja')}までの整数にしてください。`
        : `${min}から${max}までの数（小数点以下${decimals}桁まで）にしてください。`,
    builtIn: '標準',
    unknownChoice: (key) => `「${key}」はありません。ほかのものを選んでください。`,
    taken: 'このキーはほかの項目で使われています。',
    keyForm: '英数字・ハイフン・下線で1〜40文字（先頭は小文字か数字）にしてください。',
    keyLocked: '保存された記録で使われるため、変更できません。',
    key: 'キー',
    keyHelp: 'ファイルやレポートでの呼び名です。適用した後は変更できません。',
    up: (name) => `${name}を上へ`,
    down: (name) => `${name}を下へ`,
    remove: (name) => `${name}を削除`,
    closed: '休み',
    span: '時間帯',
    addSpan: (label) => `${label}：時間帯を追加`,
    from: '開始',
    to: '終了',
    spanForm: '09:00〜17:30 のように、開始を終了より前にしてください（24:00まで）。',
    spanOrder: '前の時間帯より後にしてください。',
    seconds: '秒',
    percent: '%',
    moveHint: 'Alt+Shift+↑／↓で順番を変えられます。',
  },
  fault: ({ allowed, sentence }) => {
    if (/ is not a setting/.test(sentence)) return 'このハブにはない設定です。'
    return allowed === '' ? sentence : (allowedWords(allowed) ?? `${allowed} にしてください。`)
  },
  changes: {
    entry: (what, name) => (name === '' ? what : `${what}「${name}」`),
    what: {
      site: 'サイト',
      queue: 'キュー',
      calendar: '営業時間',
      reason: '離席の理由',
      agent: '担当者',
      flow: 'フロー',
      attachments: '添付ファイル',
      answerer: '言語モデル',
      answer: '回答',
      bot: 'ボット',
      reply: '定型文',
      tag: 'タグ',
      link: 'リンク',
      threshold: 'しきい値',
      role: '役割',
    },
    whole: { added: '新規', removed: '削除', changed: '' },
    becomes: '変更後',
    notSaid: '標準',
    yes: 'はい',
    no: 'いいえ',
    empty: 'なし',
    nothing: '空欄',
    parts: {
      en: '英語',
      ja: '日本語',
      '(order)': '順番',
      require: '必要なスキル',
      for: '時間',
      prefer: '対象',
      skipIf: '省く条件',
      when: '条件',
      to: '行き先',
      until: '終わり',
      waiting: '待ち人数が超えたら',
      expectedWaitSeconds: '予想待ち時間（秒）が超えたら',
      staffedBelow: '担当者が少なければ',
      closed: '営業時間外',
      alsoWaiting: '待っている人にも',
      orElse: 'できないとき',
      url: 'アドレス',
      text: '本文',
      title: 'タイトル',
      strategy: '割り当て方',
      queue: 'キュー',
      way: '方法',
      label: '表示名',
      name: '名前',
      key: 'キー',
      id: 'キー',
      mon: '月曜日',
      tue: '火曜日',
      wed: '水曜日',
      thu: '木曜日',
      fri: '金曜日',
      sat: '土曜日',
      sun: '日曜日',
    },
  },
  draft: {
    title: '未適用の変更',
    empty: '変更はありません。各項目で変更した内容は、適用する前にここに集まります。',
    asking: '変更の影響を確認しています…',
    failed: 'ハブに確認できませんでした。接続を確認してください。',
    refused: 'このままでは適用できません。',
    toField: '項目へ',
    changesTitle: (n) => (n === 0 ? '適用中の設定と同じです。' : `変更の内容（${n}件）`),
    touchedTitle: '待っているお客様',
    nobodyTouched: '影響を受けるお客様はいません。',
    touched: ({ waiting, losesQueue, newRules, keepsSteps, newSteps }) => {
      const ways = [
        [losesQueue, '新しい受付を終えるキューにいます'],
        [newRules, 'すぐに新しいルールになります'],
        [keepsSteps, '並んだときのステップのままです'],
        [newSteps, '新しいステップを最初から始めます'],
      ] as const
      const told = ways.filter(([n]) => n > 0).map(([n, way]) => `${n}人は${way}`)
      return `${waiting}人待ち：${list(told)}`
    },
    replan: '待っているお客様にも新しいステップを最初から適用する',
    warningsTitle: '確認してください',
    warning: (sentence, queue) => {
      const unserved = /^Nobody serves the queue (.+)\.$/.exec(sentence)?.[1]
      if (unserved !== undefined) return `キュー「${queue(unserved)}」を担当する人がいません。`
      const missing = /^(.+) is named, but has no account\.$/.exec(sentence)?.[1]
      return missing === undefined ? sentence : `「${missing}」のアカウントがありません。`
    },
    note: '変更の理由（任意）',
    noteHelp: '変更履歴に残ります。',
    serve: '適用する',
    serving: '適用しています…',
    notServed: 'ハブから応答がなく、適用されたかどうか分かりません。変更履歴を確認してからもう一度お試しください。',
    served: (version, replanned) =>
      `バージョン${version}を適用しました。${replanned === 0 ? '' : `待っている${replanned}人に新しいステップを適用しました。`}`,
    toVersions: '変更履歴',
    overtaken: (n, when, note) =>
      `作業中に、ほかの人がバージョン${n}を適用しました（${when}${note === '' ? '' : `「${note}」`}）。あなたの変更はまだ適用されていません。新しい設定の上に引き継ぎました。`,
    both: (places) => `両方で変更され、あなたの変更を残した項目：${list(places)}`,
    theirs: (n) => `ほかの人の変更（${n}件）`,
  },
  versions: {
    title: '変更履歴',
    lead: 'これまでに適用した設定です（新しい順）。以前の設定に戻すと、同じ内容の新しいバージョンになります。',
    version: (n) => `バージョン${n}`,
    served: '適用中',
    by: { hub: 'ハブ', 'command line': 'コマンドライン' },
    source: { file: '起動時のファイル', apply: '適用', rollback: '復元' },
    of: (n) => `（バージョン${n}）`,
    look: '変更の内容',
    hide: '閉じる',
    lookAt: (n) => `バージョン${n}の変更の内容`,
    back: 'この設定に戻す',
    backTo: (n) => `この設定に戻す：バージョン${n}`,
    backTitle: (n) => `バージョン${n}に戻しますか？`,
    backLead: '新しいバージョンとしてすぐに適用されます。接続は切れません。',
    backLeadDraft: '新しいバージョンとしてすぐに適用されます。未適用の変更はその上に残ります。',
    backNote: (n) => `バージョン${n}に戻す`,
    done: (version, of) => `バージョン${version}を適用しました（バージョン${of}と同じ内容です）。`,
    failed: '処理できませんでした。変更履歴を確認してください。',
    nothing: '変更はありません。',
    more: (n) => `${n}件すべて表示`,
  },
  file: {
    title: 'ファイル',
    lead: '変更を含む設定の全体を、ハブの設定ファイルの形で表示します。「npm run admin -- plan」と「apply」でも使えます。',
    copy: 'コピー',
    save: 'ファイルに保存',
    open: 'ファイルから読み込む…',
    copied: 'コピーしました。',
    notCopied: 'コピーできませんでした。下の内容を選択してコピーしてください。',
    notJson: (name) => `${name} は設定ファイルではありません（JSONオブジェクトが必要です）。`,
    read: (name, n) =>
      n === 0 ? `${name} は適用中の設定と同じです。` : `${name} を読み込みました。未適用の変更が${n}件あります。`,
    cut: '先頭だけを表示しています。コピーと保存は全体です。',
  },
  settings: jaSettings,
}
