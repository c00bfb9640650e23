import { describe, expect, test } from 'vitest'
import { details as all } from '../../../hub/model/audit-details.ts'
import { acts } from '../../../hub/app/audit.ts'
import { damages } from '../../../hub/app/audit-chain.ts'
import { enWatch } from '../../translations/en-admin-watch.ts'
import { jaWatch } from '../../translations/ja-admin-watch.ts'
import { detailText, objectText } from './audit-details.ts'

const tried = new Set<string>()
const details = new Proxy(all, {
  get(forms, name: keyof typeof all) {
    tried.add(name)
    return forms[name]
  },
})
const names = {
  agent: (id: string) => (id === 'agt_hanako' ? '花子' : id),
  role: (key: string) => ({ agent: '担当者', supervisor: 'スーパーバイザー' })[key] ?? key,
}
const words = { en: enWatch.audit, ja: jaWatch.audit }

test.each(['en', 'ja'] as const)('each act, and what acts there are of, has words in %s', (locale) => {
  const known = Object.keys(acts).toSorted()
  expect(Object.keys(words[locale].acts).toSorted()).toEqual(known)
  const families = [...new Set(known.map((act) => act.split('.')[0]!))]
  expect(Object.keys(words[locale].families).toSorted()).toEqual(families.toSorted())
})

test.each(['en', 'ja'] as const)('each damage of the chain has words in %s', (locale) => {
  expect(Object.keys(words[locale].damages).toSorted()).toEqual(Object.keys(damages).toSorted())
})

describe('what a record tells besides', () => {
  test.each([
    ['account.added', 'agent', '担当者', '担当者'],
    ['account.added', 'own-role', 'own-role', 'own-role'],
    [
      'account.role',
      details.rolesChanged('agent', 'supervisor'),
      '担当者 → スーパーバイザー',
      '担当者 → スーパーバイザー',
    ],
    ['account.secondFactor', 'on', 'switched on', '有効化'],
    ['account.secondFactor', 'off', 'switched off', '無効化'],
    ['account.secondFactor', 'forgotten', 'forgotten', '本人以外が解除'],
    [
      'account.secondFactor',
      details.recoveryUsed(9),
      'a recovery code was used, 9 left',
      'リカバリーコードを使用（残り9個）',
    ],
    ['login.ended', 'one', 'one of them', '1か所のみ'],
    ['login.ended', 'all', 'all', 'すべて'],
    ['configuration.changed', details.firstConfiguration, 'the first one', '最初の設定'],
    ['configuration.changed', 'limits, port', 'limits, port', 'limits、port'],
    ['configuration.applied', details.fromFile, 'found in the file at the start', '起動時のファイル'],
    [
      'configuration.applied',
      details.replanned(1),
      '1 waiting contact re-planned',
      '待機中の問い合わせ1件の計画を更新',
    ],
    [
      'configuration.rolledBack',
      `${details.asVersion(3)}, ${details.replanned(2)}`,
      'as version 3, 2 waiting contacts re-planned',
      'バージョン3の内容、待機中の問い合わせ2件の計画を更新',
    ],
    ['contact.assigned', details.assigned('agt_hanako', true), 'to 花子, without asking', '花子へ強制的に割り当て'],
    ['contact.assigned', details.assigned('agt_gone', false), 'to agt_gone, as an offer', 'agt_goneへ着信'],
    ['contact.takenOver', details.takenFrom('agt_hanako'), 'from 花子', '花子から'],
    ['call.listened', 'whisper', 'whispered', 'ささやき'],
    ['agent.forced', details.presence('away', ''), 'away', '離席'],
    ['agent.forced', details.presence('away', 'lunch'), 'away (lunch)', '離席（lunch）'],
    ['agent.rescued', details.contacts(1), '1 contact', '問い合わせ1件'],
    ['customer.exported', details.contacts(1_200), '1,200 contacts', '問い合わせ1,200件'],
    ['customer.erased', details.contacts(2), '2 contacts', '問い合わせ2件'],
    ['customer.merged', details.contactsOf(2, 'cus_a'), '2 contacts of cus_a', 'cus_aの問い合わせ2件'],
    [
      'retention.ran',
      details.endedBefore(2, 30),
      '2 contacts, ended more than 30 days before',
      '終了から30日を過ぎた問い合わせ2件',
    ],
    ['audit.trimmed', details.trimmed(2), '2 records past their time', '保存期間を過ぎた記録2件'],
    // A name somebody chose is never taken for a sentence of ours, nor a form of one act for another's.
    ['key.made', 'all: contacts.read', 'all: contacts.read', 'all: contacts.read'],
    ['key.ended', '2 contacts', '2 contacts', '2 contacts'],
    ['call.listened', 'constructor', 'constructor', 'constructor'],
  ])('%s: %s', (act, detail, en, ja) => {
    expect([en, ja]).toEqual([
      detailText(act, detail, words.en.details, names),
      detailText(act, detail, words.ja.details, names),
    ])
  })

  test('has been tried in every form that there is', () => {
    expect([...tried].toSorted()).toEqual(Object.keys(all).toSorted())
  })
})

describe('what it was done to', () => {
  test.each([
    ['configuration.changed', 'configuration', 'the configuration', '設定全体'],
    ['configuration.applied', 'version 12', 'version 12', 'バージョン12'],
    ['configuration.rolledBack', 'version 13', 'version 13', 'バージョン13'],
    ['role.changed', 'supervisor', 'スーパーバイザー', 'スーパーバイザー'],
    ['audit.trimmed', '4012', 'up to no. 4012', '4012番まで'],
    // What only an id tells of is shown as its id.
    ['contact.read', 'cnt_a', null, null],
    ['keys.copied', 'version 1', null, null],
  ])('%s: %s', (act, object, en, ja) => {
    expect([en, ja]).toEqual([
      objectText(act, object, words.en.details, names),
      objectText(act, object, words.ja.details, names),
    ])
  })
})
