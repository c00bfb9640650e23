/**
 * mediasoup behind the engine's few words. The only file that knows mediasoup; what is peculiar to it stands here.
 */
import type { types } from 'mediasoup'
import type { EngineWorker, MediaEngine } from './worker-pool.ts'

/** An engine that runs the worker binary at `bin`. */
export async function mediasoupEngine(bin: string): Promise<MediaEngine> {
  // mediasoup reads this variable once, while it is loaded: hence the order, and the import at run time.
  process.env.MEDIASOUP_WORKER_BIN = bin
  const { createWorker } = await import('mediasoup')
  return {
    startWorker: async () => wrap(await createWorker({ logLevel: 'warn' })),
  }
}

function wrap(worker: types.Worker): EngineWorker {
  return {
    pid: worker.pid,
    onDied: (died) => void worker.once('died', (error) => died(describe(error))),
    // The cheapest of its requests that goes through the worker's own loop and back.
    ping: async () => void (await worker.getResourceUsage()),
    kill: () => killHard(worker.pid),
    close: () => worker.close(),
  }
}

/** mediasoup's own words carry the process id and code, in brackets. */
const describe = (error: Error): string => error.message || 'the worker died'

/** A worker that hangs does not read its channel, so `close()`, which asks through it, would change nothing. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has died in between, which `died` tells.
  }
}
