/** PURE: what somebody's role lets them do. Screens leave away what would be refused; the hub alone refuses. */
import type { DeskMe, Right } from '#protocol'

/** False as long as the hub has not said who we are to it. */
export const may = (me: Pick<DeskMe, 'rights'> | null, right: Right): boolean => me?.rights.includes(right) ?? false

/** Whether contacts are theirs to hold: who does not serve has no desk, no presence and nothing that is done to a talk of theirs. */
export const serves = (me: Pick<DeskMe, 'rights'> | null): boolean => may(me, 'contacts.serve')
