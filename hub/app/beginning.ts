/** The first tick of a start: a new epoch, what the configuration says by now, and what the clocks of the queues show. */
import { recorded } from './audit.ts'
import { tellClocks } from './clocks.ts'
import { configurationChange, rulesChange } from './configuration-mark.ts'
import { keptFileBytes } from './contact-files.ts'
import type { Directory } from './directory.ts'
import { keptFlows } from './flow-shelf.ts'
import type { HubOptions } from './hub-options.ts'
import type { Live } from './live.ts'
import { openingBy, settleHours } from './opening.ts'
import { keys, rows } from './records.ts'
import { Tick } from './tick.ts'
import { Work } from './work.ts'

/** To be committed before anybody is told anything. */
export function beginEpoch(
  options: HubOptions,
  directory: Directory,
  live: Live,
): { readonly tick: Tick; readonly epoch: number; readonly attachmentBytes: number } {
  const { store, clock } = options
  const epoch = (rows.meta.get(store, keys.meta('epoch')) ?? 0) + 1
  const tick = new Tick(clock.now(), store)
  const work = new Work(tick, live)
  tick.put(rows.meta.put(keys.meta('epoch'), epoch), rows.meta.put(keys.meta('now'), tick.now))
  const attachmentBytes = keptFileBytes(store)
  tick.put(rows.meta.put(keys.meta('attachmentBytes'), attachmentBytes))
  if (options.configuration !== undefined) {
    const { changes, deeds } = configurationChange(tick, options.configuration)
    tick.put(...changes, ...recorded(tick, tick.now, deeds))
  }
  if (options.versioning !== undefined) {
    const { changes, deeds } = options.versioning.begun
    tick.put(...changes, ...recorded(tick, tick.now, deeds))
  }
  tick.put(...keptFlows(tick, directory.organisation.flows ?? []))
  const { changes: marks, news } = rulesChange(tick, directory.rules())
  tick.put(...marks)
  work.command({ type: 'startEpoch', epoch, ...news })
  tellClocks(work, options, directory)
  settleHours(work, openingBy(options.openingOf, directory))
  live.notices.note(work)
  return { tick, epoch, attachmentBytes }
}
