/** What a hub says of a busy day, for pages that are looked at. */
const figure = (name: string, unit: string): object => ({ formula: `${name}.1`, name, means: `${name} ÷ all`, unit })
const earlier = [30, 31, 0, 0.8, 0.95, 0.031, 12_900, 140_000, 395_000]
export const aReport = {
  count: 1_224,
  total: { figures: [7_240, 6_912, 48, 0.861, 0.99, 0.006, 13_800, 93_000, 402_000], before: earlier },
  parts: ['queue', 'channel'],
  figures: [
    ...['Offered', 'Answered', 'Abandoned'].map((name) => figure(name, 'count')),
    ...['Service level', 'Answer rate', 'Abandon rate'].map((name) => figure(name, 'share')),
    ...['Average speed of answer', 'Longest wait', 'Average handle time'].map((name) => figure(name, 'duration')),
  ],
  rows: Array.from({ length: 24 }, (_, n) => ({
    at: Date.now() - n * 3_600_000,
    parts: [
      { id: 'que_1', name: n % 2 === 0 ? 'Orders' : 'お届けのご相談' },
      { id: n % 3 === 0 ? 'voice' : 'chat', name: 'chat' },
    ],
    figures:
      n === 3
        ? [0, 0, 0, null, null, null, null, 0, null]
        : [42 - n, 40 - n, 2, 0.834, 0.95, 0.05, 14_300, 93_000, 402_000],
    before: n === 3 ? null : earlier,
  })),
}

/** The same by the hours of a week. */
export const aWeek = {
  ...aReport,
  parts: [],
  rows: Array.from({ length: 168 }, (_, hour) => {
    const busy = Math.max(0, Math.round(60 * Math.sin(((hour % 24) - 7) / 4) - (hour >= 120 ? 30 : 0)))
    return {
      at: hour * 3_600_000,
      parts: [],
      figures: [busy, Math.round(busy * 0.9), 2, 0.8, 0.95, 0.05, busy * 1_000, 93_000, 402_000],
    }
  }).filter((row) => row.at % 86_400_000 > 5 * 3_600_000),
}
