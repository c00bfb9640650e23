/** How what the hub sends to others is signed: by a secret that the two share, over the time and what is sent. */
import { createHmac } from 'node:crypto'

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<signed>", in hexadecimal>`. */
export const signatureOf = (secret: string, seconds: number, signed: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${signed}`).digest('hex')}`
