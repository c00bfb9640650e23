/**
 * The machine as Linux and Node tell it, looked at every two seconds. Memory is what /proc calls anonymous: the store maps
 * its file, and pages of a file that happen to be in memory are the system's to take back, so they must not count. Where
 * there is no /proc, the resident size is taken, which counts them.
 */
import { readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { getHeapStatistics } from 'node:v8'
import { seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Machine } from '../ports/machine.ts'

const lookEveryMs = seconds(2)
/** What `stat` counts blocks in, whatever the file system. */
const blockBytes = 512
/** Of the heap's own limit. Beyond it the engine spends its time collecting, and then ends the process. */
const heapShareMax = 0.85

export interface SystemMachine extends Machine {
  /** Bytes that the store takes of the disk; 0 until there is one. */
  readonly storeBytes: number
  /** Looks now. Never rejects: what cannot be seen stays as it was. */
  look(): Promise<void>
  close(): void
}

/** Looks at once and then again and again, until `close`. */
export function systemMachine(dataFolder: string, clock: Clock, log: Log): SystemMachine {
  let closed = false
  let failing = false
  let cancel = (): void => {}
  const machine = {
    freeBytes: Infinity,
    memoryBytes: 0,
    storeBytes: 0,
    heapIsTight: false,
    async look() {
      try {
        const { bavail, bsize } = await statfs(dataFolder)
        Object.assign(machine, { freeBytes: bavail * bsize, memoryBytes: await memoryBytes() })
        machine.storeBytes = await stat(join(dataFolder, 'store', 'data.mdb')).then(
          // Blocks, not length: lmdb's file may have holes.
          ({ blocks }) => blocks * blockBytes,
          () => 0,
        )
        failing = false
      } catch (error) {
        if (!failing) log.warn({ error: String(error) }, 'the free room of the disk could not be looked at')
        failing = true
      }
      const { used_heap_size, heap_size_limit } = getHeapStatistics()
      machine.heapIsTight = used_heap_size > heapShareMax * heap_size_limit
    },
    close() {
      closed = true
      cancel()
    },
  }
  const again = async (): Promise<void> => {
    await machine.look()
    if (!closed) cancel = clock.after(lookEveryMs, () => void again())
  }
  void again()
  return machine
}

async function memoryBytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(status) ?? []
  return kilobytes === undefined ? process.memoryUsage.rss() : Number(kilobytes) * 1024
}
