import { pushContract, pushNow } from '../ports/push.contract.ts'
import { MemoryPush } from './push-memory.ts'

pushContract('memory', () => {
  const push = new MemoryPush()
  return Promise.resolve({
    push,
    now: pushNow,
    target: () => ({ endpoint: 'https://push.example/1', p256dh: 'BA', auth: 'AA' }),
    answer: (kind, retryAfterS) =>
      push.answers.push(
        kind === 'notNow'
          ? { kind, why: 'busy', retryAfterMs: retryAfterS === undefined ? null : retryAfterS * 1_000 }
          : { kind, why: 'no' },
      ),
    arrived: () =>
      push.taken.map(({ message: { text, topic, until } }) => ({ text, topic, lifeS: (until - pushNow) / 1_000 })),
    close: () => Promise.resolve(),
  })
})
