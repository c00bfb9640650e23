import { describe, expect, test } from 'vitest'
import type { FormInput, Prefilled, SiteFormField } from '#protocol'
import { changedOf, draftOf, fieldsOfForm, fieldsOfSite, linesOf, problemsOf, standsIn } from './fields.ts'

const input = (field: string, more: Partial<FormInput> = {}): FormInput => ({
  field,
  label: field.toUpperCase(),
  kind: 'text',
  choices: [],
  optional: false,
  known: '',
  locked: false,
  sensitive: false,
  problem: '',
  ...more,
})

describe('a form of the bot', () => {
  const form = fieldsOfForm(
    [
      input('name', { known: 'Yuki' }),
      input('id', { known: 'A-1', locked: true }),
      input('day', { kind: 'date', known: '5 January 2026' }),
      input('why', { kind: 'choice', choices: [{ key: 'late', label: 'Too late' }] }),
      input('pin', { sensitive: true, known: '••••' }),
    ],
    (value) => `So far: ${value}`,
  )
  const hints = form.map(({ hint }) => hint)

  test('shows what is known where it can stand, and says it where it cannot', () => {
    expect(form.map((field) => standsIn(field, {}))).toEqual(['Yuki', 'A-1', '', '', ''])
    expect(hints).toEqual(['', '', 'So far: 5 January 2026', '', 'So far: ••••'])
  })

  test('sends what was changed, in its one form, and nothing that is locked', () => {
    const filled = { name: 'Yuki', id: 'B-2', day: '', why: 'late', pin: ' 1234 ' }
    const changed = changedOf(form, filled)
    expect(changed).toEqual([
      { field: 'why', value: 'late' },
      { field: 'pin', value: '1234' },
    ])
    expect(linesOf(form, changed)).toBe('WHY: Too late\nPIN: ••••')
  })

  test('keeps nothing sensitive over a reload', () => {
    expect(draftOf(form, { name: 'Ken', pin: '1234' })).toEqual({ name: 'Ken', id: '', day: '', why: '' })
  })
})

describe('the form of a site', () => {
  const field = (name: string, more: Partial<SiteFormField> = {}): SiteFormField => ({
    field: name,
    label: { en: name, ja: `${name}です` },
    kind: 'text',
    choices: [],
    optional: false,
    known: '',
    locked: false,
    ...more,
  })
  const given = (name: string, value: string, mode: Prefilled['mode']): Prefilled => ({
    name,
    value,
    mode,
    source: 'script',
  })
  const shown = (form: readonly SiteFormField[], prefilled: readonly Prefilled[] = []) =>
    fieldsOfSite(form, prefilled, 'en', {}).map(({ field, known, locked }) => ({ field, known, locked }))

  test('skips what is known, by the hub or by the page, and shows what is locked', () => {
    const form = [
      field('a', { known: 'x' }),
      field('b', { known: 'y', locked: true }),
      field('c'),
      field('d'),
      field('e'),
    ]
    const prefilled = [given('c', '1', 'default'), given('d', '2', 'locked'), given('e', '3', 'hidden')]
    expect(shown(form, prefilled)).toEqual([
      { field: 'b', known: 'y', locked: true },
      { field: 'd', known: '2', locked: true },
    ])
    expect(shown([field('c')])).toEqual([{ field: 'c', known: '', locked: false }])
  })

  test('says what is missing or wrong by field, and lets what is optional be', () => {
    const form = fieldsOfSite(
      [field('a'), field('mail', { kind: 'email' }), field('tel', { kind: 'telephone', optional: true })],
      [],
      'ja',
      { mail: 'Wrong' },
    )
    expect(form.map(({ label, problem }) => [label, problem])).toEqual([
      ['aです', ''],
      ['mailです', 'Wrong'],
      ['telです', ''],
    ])
    expect(problemsOf(form, { a: ' ', mail: 'nobody', tel: '' })).toEqual({ a: 'needed', mail: 'email' })
    expect(problemsOf(form, { a: 'x', mail: 'ｙ＠ｅｘａｍｐｌｅ．ｊｐ' })).toEqual({})
  })
})
