/** Limits of what staff alone say, apart from those that a customer's page goes by. */

/** Colleagues named in one note. */
export const mentionsMax = 10
/** Tags of one contact. */
export const tagsMax = 20
/** Quick replies of an agent's own, and how long the word may be that asks for one. */
export const ownRepliesMax = 100
export const ownKeyMax = 40
