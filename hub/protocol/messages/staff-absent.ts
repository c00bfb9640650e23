/** In place of staff.ts in a customer's page, which neither asks what staff may ask nor follows their lists. */
export const staffRequests = {}
export const staffHints = {}
export const staffTopics = {}
export const staffEntries = {}
