/** `kill-nine` as an attack of the registry: 20 kills, or 500. */
import { percentile, type Attack } from './attack.ts'
import { killNine } from './kill-nine.ts'

export const killNineAttack: Attack = {
  what: 'kill -9 of the real hub while people talk through it',
  async run(seed, size) {
    const kills = size === 'long' ? 500 : 20
    const { chances, recoveryMs } = await killNine({ seed, kills, customers: size === 'long' ? 196 : 96, haste: 12 })
    return {
      chances,
      planned: [
        'hub kills',
        'messages acknowledged',
        'offers accepted',
        'offers rescinded',
        'people online at the end',
      ],
      measured: [`recovery p50 ${percentile(recoveryMs, 0.5)} ms, p95 ${percentile(recoveryMs, 0.95)} ms`],
    }
  },
}
