/** In words: where the floor decides otherwise than is recorded. Both sides, as they are, and no judgement which is right. */
import type { FloorEvent } from '../acd/index.ts'
import type { Difference } from './rerun.ts'

export function describeDifference({ number, at, asked, recorded, decided }: Difference): string {
  const what = asked === null ? 'when a tick was over' : `asked ${JSON.stringify(asked)}`
  const now = 'refused' in decided ? `a refusal, ${decided.refused}` : listed(decided)
  return `event ${number} at ${new Date(at).toISOString()}, ${what}: recorded is ${listed(recorded)}; decided is ${now}`
}

const listed = (events: readonly FloorEvent[]): string =>
  events.length === 0 ? 'nothing' : events.map((event) => JSON.stringify(event)).join(', ')
