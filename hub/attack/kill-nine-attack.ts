/** `kill-nine` as an attack of the registry: 20 kills, or 500 under 200 sockets. */
import type { Attack } from './attack.ts'
import { killNine } from './kill-nine.ts'

export const killNineAttack: Attack = {
  what: 'kill -9 of the real hub while people talk through it',
  run: (seed, size) =>
    killNine(
      size === 'long' ? { seed, kills: 500, customers: 200, haste: 12 } : { seed, kills: 20, customers: 96, haste: 12 },
    ),
}
