/** Those who talk while a real hub is attacked: all agents of the demo, and customers who come, go and are followed by others. */
import type { DurationMs } from '../model/time.ts'
import { Agent } from '../sim/agent.ts'
import { Customer } from '../sim/customer.ts'
import type { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'
import type { RealStage } from './real-stage.ts'
import { until } from './waiting.ts'

/** Between two who come, in their own time, milliseconds: until all places are taken, and then for whom leaves. */
const fillingMs = 300
const followingMs = 2_000
/** How long people may take to settle once all is well again: a lease and some air. */
const settleMs = 60_000

export class People {
  readonly talkers: Talker[] = []
  /** Customers who have come so far, those who have left included. */
  came = 0

  /** `customers` are there at a time. */
  constructor(
    private readonly stage: RealStage,
    record: Record,
    customers: number,
  ) {
    for (const person of stage.people) this.talkers.push(new Agent(stage, record, person))
    const arrive = (): void => {
      const isFull = this.here.filter((talker) => talker instanceof Customer).length >= customers
      if (!isFull) this.talkers.push(new Customer(stage, record, ++this.came))
      stage.clock.after((isFull ? followingMs : fillingMs) as DurationMs, arrive)
    }
    arrive()
  }

  /** All but customers who have left for good. */
  get here(): Talker[] {
    return this.talkers.filter((talker) => !(talker instanceof Customer && talker.gone))
  }

  /** Resolves when each who has a page open was online with nothing left unanswered; to how many were. They go on meanwhile. */
  async allBack(): Promise<number> {
    const back = new Set<Talker>()
    await until(() => {
      for (const talker of this.talkers)
        if (talker.isOnline && talker.client.resumePending().length === 0) back.add(talker)
      return this.talkers.every((talker) => back.has(talker) || !talker.isHere)
    }, settleMs)
    return back.size
  }

  /** Nobody does anything any more, and all lines are closed. */
  end(): void {
    this.stage.end()
    for (const talker of this.talkers) talker.client.close()
  }
}
