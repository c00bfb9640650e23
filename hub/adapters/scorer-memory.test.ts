import { realClock } from './clock-real.ts'
import { desk, scorerContract } from '../ports/scorer.contract.ts'
import { instant } from '../model/time.ts'
import { MemoryScorer } from './scorer-memory.ts'

scorerContract('memory', () => {
  const scorer = new MemoryScorer(realClock({ notBefore: instant(0) }), () => null, new Set([desk]))
  return Promise.resolve({
    scorer,
    behave(behaviour) {
      scorer.reply = () => {
        if (behaviour === 'dead') return null
        return behaviour === 'silent' ? { afterMs: Infinity, status: 200, text: '' } : { afterMs: 1, ...behaviour }
      }
      return Promise.resolve()
    },
    asked: () => scorer.asked.at(-1),
    close: () => Promise.resolve(),
  })
})
