/** PURE: what somebody's role lets them do. Screens leave away what would be refused; the hub alone refuses. */
import type { DeskMe, Right } from '#protocol'

/** False as long as the hub has not said who we are to it. */
export const may = (me: Pick<DeskMe, 'rights'> | null, right: Right): boolean => me?.rights.includes(right) ?? false
