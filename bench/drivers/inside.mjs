/**
 * Loaded into a hub, or another server, that is measured: at SIGUSR2 it collects all garbage and prints how large the heap
 * then is. Changes nothing else.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Not the launcher, nor the media process.
if (/[\\/](hub[\\/]main\.js|madoguchi-bench[\\/][^\\/]+\.mjs)$/.test(process.argv[1] ?? '')) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  process.on('SIGUSR2', () => {
    collect()
    process.stdout.write(`{"heapBytes":${process.memoryUsage().heapUsed}}\n`)
  })
}
