/** Waiting for something to be so, without guessing how long it takes. */
import { setTimeout as passed } from 'node:timers/promises'

/** Looks until it is so; rejects when it is not so in time. The bound is generous: it only ends what would never end. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`it is not so within ${withinMs} ms: ${String(isSo)}`)
    await passed(5)
  }
}
