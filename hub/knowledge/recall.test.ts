/** Whether customers' own words find the answer, in both languages, among the sample's; and that what is not there is not pretended. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { faultLine } from '../flow/faults.ts'
import { Knowledge, readEntries } from './index.ts'

const read = readEntries(readFileSync(fileURLToPath(new URL('samples/shop.knowledge.json', import.meta.url)), 'utf8'))
if ('faults' in read) throw new Error(read.faults.map(faultLine).join('\n'))
const knowledge = new Knowledge(read.entries)

/** None of these is a wording of the entry. */
const asked: readonly (readonly [string, string])[] = [
  ['what do I pay for shipping to Osaka', 'shipping-cost'],
  ['is postage free', 'shipping-cost'],
  ['送料が知りたいです', 'shipping-cost'],
  ['大阪までの配送料を教えてください', 'shipping-cost'],
  ['how many days until delivery', 'shipping-time'],
  ['注文した物はいつ届くのでしょうか', 'shipping-time'],
  ['can you deliver overseas, to Canada?', 'shipping-abroad'],
  ['海外に送ってもらえますか', 'shipping-abroad'],
  ['I want to track a package', 'track-parcel'],
  ['荷物を追跡したい', 'track-parcel'],
  ['配送状況を確認したい', 'track-parcel'],
  ['I typed the wrong delivery address', 'change-address'],
  ['引っ越したので住所を変えたい', 'change-address'],
  ['choose the delivery date please', 'delivery-day'],
  ['時間帯の指定は可能ですか', 'delivery-day'],
  ['再配達をお願いします', 'redelivery'],
  ['nobody home, deliver it again', 'redelivery'],
  ['collect my order in the shop', 'pickup-store'],
  ['店頭での受け取り', 'pickup-store'],
  ['receive at convenience store', 'convenience-pickup'],
  ['コンビニ受取はありますか', 'convenience-pickup'],
  ['the box came damaged', 'damaged-parcel'],
  ['商品が破損していました', 'damaged-parcel'],
  ['you sent me the wrong item', 'wrong-item'],
  ['間違った商品が入っていました', 'wrong-item'],
  ['an item is missing', 'missing-item'],
  ['注文した商品が一つ足りない', 'missing-item'],
  ['I would like to return a shirt', 'return-how'],
  ['返品したい', 'return-how'],
  ['who pays return shipping', 'return-cost'],
  ['返品の送料', 'return-cost'],
  ['when will the refund come', 'refund-when'],
  ['いつ返金されますか', 'refund-when'],
  ['exchange it for a bigger size', 'exchange-size'],
  ['サイズを交換したい', 'exchange-size'],
  ['please cancel my order', 'cancel-order'],
  ['キャンセルしたい', 'cancel-order'],
  ['注文を取り消したい', 'cancel-order'],
  ['add one more item to the order', 'change-order'],
  ['注文の個数変更', 'change-order'],
  ['no confirmation mail came', 'order-confirm'],
  ['確認メールが来ない', 'order-confirm'],
  ['see my purchase history', 'order-history'],
  ['購入履歴', 'order-history'],
  ['what payment methods are there', 'pay-methods'],
  ['決済方法', 'pay-methods'],
  ['credit card was declined again', 'pay-card'],
  ['カードが使えない', 'pay-card'],
  ['pay in installments', 'pay-instalments'],
  ['分割で払いたい', 'pay-instalments'],
  ['bank transfer account', 'pay-bank'],
  ['銀行に振り込みたい', 'pay-bank'],
  ['コンビニ払いしたい', 'pay-convenience'],
  ['cash on delivery possible?', 'pay-cod'],
  ['代引きは使えますか', 'pay-cod'],
  ['I need a receipt', 'receipt'],
  ['領収書がほしい', 'receipt'],
  ['請求書の宛名', 'invoice-name'],
  ['適格請求書は出ますか', 'invoice-tax'],
  ['where do I enter the promo code', 'coupon-use'],
  ['クーポンの使い方', 'coupon-use'],
  ['coupon code invalid', 'coupon-error'],
  ['collecting points', 'points-earn'],
  ['ポイントを貯めたい', 'points-earn'],
  ['redeem my points', 'points-use'],
  ['do my points ever expire', 'points-expire'],
  ['ポイントの期限', 'points-expire'],
  ['sign up', 'account-create'],
  ['新規会員登録', 'account-create'],
  ['order as a guest without registration', 'account-guest'],
  ['forgot password', 'password-forgot'],
  ['パスワード忘れた', 'password-forgot'],
  ['ログインできません', 'password-forgot'],
  ['change password', 'password-change'],
  ['メールアドレスの変更', 'email-change'],
  ['update my mail address', 'email-change'],
  ['結婚して改姓しました', 'name-change'],
  ['2FA', 'two-factor'],
  ['二段階認証', 'two-factor'],
  ['delete my account', 'account-delete'],
  ['退会', 'account-delete'],
  ['unsubscribe from newsletter', 'newsletter-stop'],
  ['メルマガを止めたい', 'newsletter-stop'],
  ['privacy', 'privacy'],
  ['個人情報', 'privacy'],
  ['gift wrapping', 'gift-wrap'],
  ['ラッピングできる？', 'gift-wrap'],
  ['hide price in gift parcel', 'gift-price'],
  ['ギフトカード', 'gift-card'],
  ['it is sold out, when is it back', 'stock-again'],
  ['再入荷', 'stock-again'],
  ['予約したい', 'preorder'],
  ['size chart', 'size-chart'],
  ['サイズ表', 'size-chart'],
  ['which fabric is it', 'material'],
  ['素材', 'material'],
  ['warranty', 'warranty'],
  ['保証は何年', 'warranty'],
  ['repair my broken kettle', 'repair'],
  ['修理してほしい', 'repair'],
  ['交換部品', 'spare-parts'],
  ['user guide pdf', 'manual'],
  ['説明書', 'manual'],
  ['are the stores open on Sunday', 'store-hours'],
  ['お店は何時まで開いていますか', 'store-hours'],
  ['nearest store location', 'store-where'],
  ['店舗の場所', 'store-where'],
  ['parking for cars', 'store-parking'],
  ['駐車場', 'store-parking'],
  ['your phone number', 'phone-hours'],
  ['電話番号', 'phone-hours'],
  ['クレームがあります', 'complaint'],
  ['are you hiring', 'job'],
  ['アルバイト募集', 'job'],
  ['bulk order for my company', 'wholesale'],
  ['大量に購入したい', 'wholesale'],
  ['古い家具の下取り', 'recycle'],
  ['is there an Android app', 'app-download'],
  ['スマホのアプリ', 'app-download'],
  ['website shows an error in the browser', 'browser'],
  ['画面が表示されない', 'browser'],
  ['stop my subscription', 'subscription-stop'],
  ['定期便をやめたい', 'subscription-stop'],
  ['skip next month', 'subscription-skip'],
  // Typed in a hurry.
  ['delivry adress change', 'change-address'],
  ['ＰＡＳＳＷＯＲＤ forgoten', 'password-forgot'],
  ['ｸｰﾎﾟﾝ', 'coupon-use'],
]

/** Where the entry comes among the answers, from 0; -1 for not. */
const placeOf = ([question, entry]: readonly [string, string]): number =>
  knowledge.search(question, 'ja').findIndex((answer) => answer.entry === entry)

test('of more than 60 answers the right one comes first nine times of ten, and nearly always among three', () => {
  expect(knowledge.size).toBeGreaterThan(60)
  const first = asked.filter((one) => placeOf(one) !== 0).map(([question]) => question)
  const missed = asked.filter((one) => placeOf(one) < 0).map(([question]) => question)
  expect(first.length / asked.length, first.join('\n')).toBeLessThanOrEqual(0.1)
  expect(missed.length / asked.length, missed.join('\n')).toBeLessThanOrEqual(0.03)
})

test('the right answer nearly always passes what a flow asks for, 40 percent', () => {
  const below = asked.filter(([question, entry]) => {
    const found = knowledge.search(question, 'en').find((answer) => answer.entry === entry)
    return (found?.score ?? 0) < 0.4
  })
  expect(below.length / asked.length, below.join('\n')).toBeLessThanOrEqual(0.05)
})

test.each([
  'what is the capital of France',
  'my dog ate the moon',
  'will it rain tomorrow in Sapporo',
  'quantum entanglement',
  '明日の天気は',
  '日本の首相は誰',
  '猫が好き',
  'ラーメンのレシピ',
  '',
  '？？？',
  'the of and',
])('what nobody wrote an answer to has none: %s', (question) => {
  const [best] = knowledge.search(question, 'en')
  expect(best?.score ?? 0, best?.entry).toBeLessThan(0.4)
})

test('an answer comes in the language of the customer, whichever they asked in', () => {
  expect(knowledge.search('送料', 'en')[0]).toMatchObject({ entry: 'shipping-cost', title: 'How much is shipping?' })
  expect(knowledge.search('postage', 'ja')[0]).toMatchObject({ entry: 'shipping-cost', title: '送料はいくらですか。' })
})
