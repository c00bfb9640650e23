/** Limits of what staff alone say, apart from those that a customer's page goes by. */

/** Colleagues named in one note. */
export const mentionsMax = 10
/** Tags of one contact. */
export const tagsMax = 20
