const causes: Record<string, string> = {
  'referral.qualified': 'The introduction was qualified', 'referral.unqualified': 'The qualification was taken back', 'referral.won': 'The introduction was won', 'referral.lost': 'The introduction was lost',
  'referral.reopened': 'The introduction was opened again', 'referral.opportunity_linked': 'The introduction became an opportunity', 'opportunity.won': 'The opportunity was won', 'opportunity.lost': 'The opportunity was lost',
  'opportunity.reopened': 'The opportunity was opened again', 'opportunity.changed': 'The opportunity was changed', 'opportunity.linked': 'The opportunity was credited to the partner', 'partner.plan_assigned': 'The partner was put on a plan',
  'facts.recorded': 'Facts were told', 'conflict.decided': 'The conflict was decided',
}

/** The fact that made a posting necessary, as a sentence without its end. */
export function sayCause(type: string): string {
  const words = type.replaceAll(/[._]/g, ' ')
  return causes[type] ?? words.charAt(0).toUpperCase() + words.slice(1)
}
