/** Every attack by its name. To add one: its file, and a line here. */
import type { Attack } from './attack.ts'
import { hostileBytesAttack } from './inside-bytes.ts'
import { killNineAttack } from './kill-nine-attack.ts'
import { networkAttack } from './network.ts'

export const attacks: Readonly<Record<string, Attack>> = {
  'hostile-bytes': hostileBytesAttack,
  'kill-nine': killNineAttack,
  network: networkAttack,
}
