import { expect, test } from 'vitest'
import type { RunFacts } from './facts.ts'
import { reportPage } from './page.ts'
import type { Report } from './report.ts'

const hostile = '<script>alert("1")</script> & \'more\''
const facts: RunFacts = {
  command: hostile,
  date: '2026-01-01T00:00:00.000Z',
  commit: 'abc',
  processor: hostile,
  cores: 2,
  memoryGiB: 8,
  node: 'v20.20.2',
}
const figure = { name: hostile, unit: hostile, better: 'more' } as const
const report: Report = {
  tables: [
    {
      title: hostile,
      figures: [figure],
      rows: [
        { side: hostile, values: { [hostile]: [1, 2, 3] } },
        { side: 'other', values: { [hostile]: [4] } },
      ],
      base: 'other',
    },
  ],
  goals: [
    { what: hostile, value: 1, goal: 1, unit: hostile, better: 'more' },
    { what: 'another', value: 1, goal: 2, unit: '', better: 'more' },
  ],
  checksums: [],
  doubts: [hostile],
}

test('whatever stands in a report is text on the page, never a part of it', () => {
  const page = reportPage(hostile, hostile, facts, report)
  expect(page).not.toContain('<script')
  expect(page).not.toMatch(/="[^"]*<script/)
  expect(page).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; ')
})

test('goals that are met and goals that are missed are told apart', () => {
  const page = reportPage('relay', 'about', facts, report)
  expect(page).toContain('<tr class="met">')
  expect(page).toContain('<tr class="missed">')
  expect(reportPage('relay', 'about', facts, { ...report, goals: [] })).not.toContain('Goals')
})

test('bars are as long as the medians, and left out where there is one side or nothing to compare', () => {
  const widths = (page: string): number[] =>
    [...page.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
  expect(widths(reportPage('relay', 'about', facts, report))).toEqual([210, 420])
  const [table] = report.tables
  const alone = { ...report, tables: [{ ...table!, rows: table!.rows.slice(0, 1) }] }
  expect(widths(reportPage('relay', 'about', facts, alone))).toEqual([])
  const counts = { ...report, tables: [{ ...table!, figures: [{ ...figure, better: 'count' as const }] }] }
  expect(widths(reportPage('relay', 'about', facts, counts))).toEqual([])
})

test('a side without a value has no bar, and no other is moved by it', () => {
  const [table] = report.tables
  const rows = [...table!.rows, { side: 'third', values: {} }]
  const page = reportPage('relay', 'about', facts, { ...report, tables: [{ ...table!, rows }] })
  expect(page).toContain('width="0.0"')
  expect(page).toContain('width="420.0"')
  expect(page).not.toContain('NaN')
})
