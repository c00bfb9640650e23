/**
 * What is said with staff alone. Apart from the rest, so that a customer's page need not carry it: its build takes
 * staff-absent.ts in place of this file (.config/vite.widget.config.ts).
 */
import { agentRequests } from './agent.ts'
import { callStaffRequests } from './call-staff.ts'
import { contactStaffRequests } from './contact-staff.ts'
import { deskRequests } from './desk.ts'
import { deskShapes, floorShapes } from './lists.ts'
import { offerHints, offerRequests } from './offer.ts'
import { presenceRequests } from './presence.ts'
import { whyRequests } from './why.ts'

export { staffEntries } from './entry-staff.ts'

export const staffRequests = {
  ...agentRequests,
  ...callStaffRequests,
  ...contactStaffRequests,
  ...deskRequests,
  ...offerRequests,
  ...presenceRequests,
  ...whyRequests,
} as const
export const staffHints = { ...offerHints } as const
export const staffTopics = { desk: deskShapes, floor: floorShapes } as const
