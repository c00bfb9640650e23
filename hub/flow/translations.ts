/** What the interpreter itself says to a customer, in both languages. What a flow says stands in the flow. */

export const locales = ['en', 'ja'] as const
export type Locale = (typeof locales)[number]

export interface Sentences {
  readonly notUnderstood: string
  readonly askText: string
  readonly tooLong: (max: number) => string
  readonly tooShort: (min: number) => string
  readonly otherForm: string
  readonly askNumber: string
  readonly askWhole: string
  readonly above: (min: number) => string
  readonly below: (max: number) => string
  readonly askDate: string
  readonly notBefore: (date: string) => string
  readonly notAfter: (date: string) => string
  readonly askChoice: string
  readonly askTelephone: string
  readonly askEmail: string
  readonly askPostcode: string
  readonly askYesNo: string
  readonly askFile: string
  readonly fileType: (types: string) => string
  readonly fileSize: (megabytes: number) => string
  readonly askScore: string
  readonly needed: string
  readonly didItHelp: string
  /** Under an answer that was put together from others: the questions that those answer. */
  readonly source: (titles: string) => string
  readonly yes: string
  readonly no: string
  readonly comment: string
  readonly skip: string
  readonly personOff: string
}

export const sentences: Readonly<Record<Locale, Sentences>> = {
  en: {
    notUnderstood: 'Sorry, I did not understand that.',
    askText: 'Please write a few words.',
    tooLong: (max) => `Please write at most ${max} characters.`,
    tooShort: (min) => `Please write at least ${min} characters.`,
    otherForm: 'That does not look right. Please check it and write it again.',
    askNumber: 'Please give a number.',
    askWhole: 'Please give a whole number.',
    above: (min) => `Please give a number of ${min} or more.`,
    below: (max) => `Please give a number of ${max} or less.`,
    askDate: 'Please give a date such as 2026-01-05 or 5 January.',
    notBefore: (date) => `Please give a date from ${date} on.`,
    notAfter: (date) => `Please give a date up to ${date}.`,
    askChoice: 'Please choose one of these.',
    askTelephone: 'Please give a telephone number with its area code.',
    askEmail: 'Please give an e-mail address such as name@example.com.',
    askPostcode: 'Please give a postcode of seven digits, such as 100-0001.',
    askYesNo: 'Please answer yes or no.',
    askFile: 'Please send a file.',
    fileType: (types) => `Please send one of these kinds of file: ${types}.`,
    fileSize: (megabytes) => `Please send a file of at most ${megabytes} MB.`,
    askScore: 'Please give a number from 1 to 5.',
    needed: 'This is needed.',
    didItHelp: 'Did this answer your question?',
    source: (titles) => `Source: ${titles}`,
    yes: 'Yes',
    no: 'No',
    comment: 'Thank you. Is there anything you would like to tell us? You may also skip this.',
    skip: 'Skip',
    personOff: 'We are already taking you to a person. Please answer this first.',
  },
  ja: {
    notUnderstood: '申し訳ございません。理解できませんでした。',
    askText: '内容をご入力ください。',
    tooLong: (max) => `${max}文字以内でご入力ください。`,
    tooShort: (min) => `${min}文字以上でご入力ください。`,
    otherForm: '形式が正しくないようです。ご確認のうえ、もう一度ご入力ください。',
    askNumber: '数字でご入力ください。',
    askWhole: '小数のない数字でご入力ください。',
    above: (min) => `${min}以上の数字をご入力ください。`,
    below: (max) => `${max}以下の数字をご入力ください。`,
    askDate: '「2026年1月5日」や「1/5」のように日付をご入力ください。',
    notBefore: (date) => `${date}以降の日付をご入力ください。`,
    notAfter: (date) => `${date}までの日付をご入力ください。`,
    askChoice: '次の中からお選びください。',
    askTelephone: '市外局番から始まる電話番号をご入力ください。',
    askEmail: '「name@example.com」のようなメールアドレスをご入力ください。',
    askPostcode: '「100-0001」のような7桁の郵便番号をご入力ください。',
    askYesNo: '「はい」または「いいえ」でお答えください。',
    askFile: 'ファイルをお送りください。',
    fileType: (types) => `次の種類のファイルをお送りください：${types}`,
    fileSize: (megabytes) => `${megabytes}MB以下のファイルをお送りください。`,
    askScore: '1から5の数字でお答えください。',
    needed: '必須の項目です。',
    didItHelp: 'こちらの回答で解決しましたか？',
    source: (titles) => `出典：${titles}`,
    yes: 'はい',
    no: 'いいえ',
    comment: 'ありがとうございます。ご意見がございましたらお聞かせください。スキップもできます。',
    skip: 'スキップ',
    personOff: '担当者におつなぎする準備をしております。先にこちらにお答えください。',
  },
}
