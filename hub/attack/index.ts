/** Every attack by its name. To add one: its file, and a line here. */
import type { Attack } from './attack.ts'
import { backupAttack } from './backup.ts'
import { configurationAttack } from './configuration.ts'
import { erasureAttack } from './erasure.ts'
import { auditAttack } from './inside-audit.ts'
import { failPointsAttack } from './fail-points.ts'
import { floodsAttack } from './floods.ts'
import { fullDiskAttack } from './full-disk.ts'
import { hostileBytesAttack } from './inside-bytes.ts'
import { hostileDecodesAttack } from './inside-decodes.ts'
import { killNineAttack } from './kill-nine-attack.ts'
import { logsAttack } from './logs.ts'
import { mediaHostileAttack } from './media-hostile.ts'
import { mediaHubKillsAttack } from './media-hub-kills.ts'
import { mediaNetworkAttack } from './media-network.ts'
import { mediaWorkersAttack } from './media-workers.ts'
import { networkAttack } from './network.ts'
import { rawRoutesAttack } from './raw-routes.ts'
import { rawAttack } from './raw.ts'
import { noScriptAttack } from './no-script.ts'
import { powerCutAttack } from './power-cut.ts'
import { ioErrorsAttack } from './storage-io-errors.ts'
import { uploadsAttack } from './uploads.ts'
import { limitsAttack } from './storm-limits.ts'
import { mediaDeathAttack } from './storm-media.ts'
import { rollingAttack } from './storm-rolling.ts'
import { stormAttack } from './storm.ts'
import { upgradesAttack } from './storm-upgrades.ts'

export const attacks: Readonly<Record<string, Attack>> = {
  audit: auditAttack,
  backup: backupAttack,
  configuration: configurationAttack,
  erasure: erasureAttack,
  'fail-points': failPointsAttack,
  floods: floodsAttack,
  'full-disk': fullDiskAttack,
  'hostile-bytes': hostileBytesAttack,
  'io-errors': ioErrorsAttack,
  'hostile-decodes': hostileDecodesAttack,
  'kill-nine': killNineAttack,
  logs: logsAttack,
  network: networkAttack,
  raw: rawAttack,
  'no-script': noScriptAttack,
  'raw-routes': rawRoutesAttack,
  'power-cut': powerCutAttack,
  uploads: uploadsAttack,
  limits: limitsAttack,
  'media-death': mediaDeathAttack,
  'media-hostile': mediaHostileAttack,
  'media-hub-kills': mediaHubKillsAttack,
  'media-network': mediaNetworkAttack,
  'media-workers': mediaWorkersAttack,
  rolling: rollingAttack,
  storm: stormAttack,
  upgrades: upgradesAttack,
}
