/** What the sections of the administration are called: here, as the palette leads to them before anything of them is loaded. */
export const enSections = {
  queues: 'Queues',
  agents: 'People’s queues and skills',
  hours: 'Hours',
  reasons: 'Reasons for being away',
  replies: 'Quick replies',
  tags: 'Tags',
  links: 'Links to other systems',
  thresholds: 'Thresholds',
  retention: 'How long contacts are kept',
  versions: 'Versions',
  file: 'As a file',
  draft: 'Changes not served yet',
}
