/**
 * Loaded into a hub, or another server, that is measured: at SIGWINCH it collects all garbage and prints how large the heap
 * then is. Changes nothing else. Most other signals are a wish to stop, for the hub as well.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Not the launcher, nor the media process.
if (/[\\/](hub[\\/]main\.js|madoguchi-bench[\\/][^\\/]+\.mjs)$/.test(process.argv[1] ?? '')) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  process.on('SIGWINCH', () => {
    collect()
    process.stdout.write(`{"heapBytes":${process.memoryUsage().heapUsed}}\n`)
  })
}
