import { expect, test } from 'vitest'
import { transcriptLines } from './transcript.ts'
import { ja } from './translations/ja.ts'

test('a transcript has every message with its time and sender, what happened, and the names of files', () => {
  const at = new Date(2026, 0, 5, 9, 30).getTime()
  const file = { attachment: 'att_1' as never, name: '領収書.pdf', type: 'application/pdf', sizeBytes: 1 }
  const lines = transcriptLines(
    [
      { kind: 'day', key: 'd', at },
      { kind: 'quiet', key: 'q', entry: { kind: 'joined', at, agentName: '佐藤' } },
      {
        kind: 'group',
        key: 'g',
        from: 'agent',
        name: '佐藤',
        at,
        bubbles: [
          { key: '1', text: 'お待たせいたしました。', attachments: [], receipt: null },
          { key: '2', text: '', attachments: [file], receipt: null },
        ],
      },
      {
        kind: 'group',
        key: 'h',
        from: 'customer',
        name: '',
        at,
        bubbles: [{ key: '3', text: 'はい', attachments: [], receipt: null }],
      },
    ],
    ja,
  )
  expect(lines).toEqual([
    { kind: 'day', text: '1月5日(月)' },
    { kind: 'quiet', text: '佐藤が担当いたします' },
    { kind: 'message', text: '9:30 佐藤: お待たせいたしました。' },
    { kind: 'message', text: '9:30 佐藤: [領収書.pdf]' },
    { kind: 'message', text: '9:30 お客様: はい' },
  ])
})
